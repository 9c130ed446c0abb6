"""Nguyen (2019), Chapter 5: connectivity of decision regions of deep neural networks."""

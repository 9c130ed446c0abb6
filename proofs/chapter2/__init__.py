"""Nguyen (2019), Chapter 2: full-rank features and critical points of wide convolutional networks."""

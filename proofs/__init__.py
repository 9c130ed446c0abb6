"""Claims of the literature, one file for each, with the evidence that settles them and their status."""

"""Claims of Chapter 1."""

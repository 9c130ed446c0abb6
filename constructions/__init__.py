"""Explicit constructions of the theory, and the search for evidence that the kernel then checks."""

"""Finders of evidence, one file for each kind of claim; nothing here is trusted."""

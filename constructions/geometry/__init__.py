"""Exact cells of piecewise linear networks: float64 with proven errors, integers where it cannot decide."""

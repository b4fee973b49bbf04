"""Measurements: each prints a table and JSON lines."""

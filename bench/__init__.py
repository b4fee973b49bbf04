"""Measurements: `python -m bench` prints a table and JSON lines; docs/performance.md explains."""

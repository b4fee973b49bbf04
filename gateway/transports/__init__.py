"""Carriers, one a file: each translates between a network and our values, nothing else."""

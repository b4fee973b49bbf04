"""Figures and their renderings."""

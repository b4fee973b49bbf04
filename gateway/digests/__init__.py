"""Digests on their way: when one is due, who gets it, and that each gets it once."""

"""Texts and files that ship with the program: the reply texts, and what `kentongan init` writes."""

"""Everyday words of citizens' messages: what is never half of a name."""

from functools import cache
from importlib.resources import files


@cache
def common() -> frozenset[str]:
    """Return the words of parser/data/common.txt."""
    text = files("parser").joinpath("data", "common.txt").read_text(encoding="utf-8")
    return frozenset(text.split())

"""The rule files of parser/data: word lists, read once and kept as sets and maps."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """Return the tables of parser/data/*name*.toml.

    >>> load("shorthand")["words"]["belum"].split()[0]
    'blm'
    """
    return tomllib.loads((files("parser") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def words(text: str) -> frozenset[str]:
    """Return the set of words that stand in *text* between blanks."""
    return frozenset(text.split())


def inverse(table: dict[str, str]) -> dict[str, str]:
    """Return {spelling: word} of {word: "spelling spelling"}.

    >>> inverse({"belum": "blm blum"})
    {'blm': 'belum', 'blum': 'belum'}
    """
    return {typed: word for word, spellings in table.items() for typed in spellings.split()}

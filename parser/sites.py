"""Houses and offices, which a message tells of or only has its matter beside: "dekat puskesmas"."""

from functools import cache

from parser import lexicon
from parser.lexicon import View
from parser.lists import beside

_NEXT_TO = beside("scale", "next_to")


@cache
def known() -> frozenset[str]:
    """Return the words for houses and offices, and areas that have one."""
    rules = lexicon.table("categories").values()
    told = (f"{known.get('hall', '')}, {known.get('place', '')}" for known in rules)
    return frozenset(lexicon.fold(term[0]) for text in told for term in lexicon.listed(text))


def landmark(view: View, at: int, near: int = 2) -> bool:
    """Tell whether a house is beside what a message tells of: "dekat kantor kelurahan"."""
    word = view.core[at]
    if word not in known():
        return False
    if not view.words:  # of a part
        return view.aside[at]
    at = view.words.index(word) if word in view.words else 0
    return not _NEXT_TO.isdisjoint(view.words[max(0, at - near) : at])

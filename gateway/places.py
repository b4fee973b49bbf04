"""One spelling for the place that a report names: two reports of it can be compared. Pure."""

from parser.lists import squash
from parser.reading import Reading

_STREETS = frozenset({"jl", "jln", "jalan", "gg", "gang"})
_POINTS = ("street", "landmark", "complex", "point")


def place_of(reading: Reading) -> str:
    """Return the street, landmark or estate of *reading* in one spelling; "" when it has none.

    The shortest of several finds of a kind: "jalan veteran" of "jalan veteran no 12".
    """
    for kind in _POINTS:
        found = [_spelling(place.text) for place in reading.places if place.kind == kind]
        named = [name for name in found if name]
        if named:
            return f"{kind}:{min(named, key=lambda name: (len(name), name))}"
    return ""


def _spelling(text: str) -> str:
    words = text.casefold().replace(".", " ").split()
    return squash(" ".join(words[1:] if words and words[0] in _STREETS else words))

"""How well readings agree with the wanted ones: pure comparison of cases and answers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.actions import Action
from parser.reading import Reading

Answer = Mapping[str, Any]

NEVER = "never"
"""The field under which values that must not come are counted."""

UNKNOWN_CATEGORY = "lainnya"
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Check:
    """One asserted key of one case."""

    case: str  # its id
    key: str
    wanted: object
    got: object
    right: bool


def answer(reading: Reading, action: Action) -> dict[str, Any]:
    """Return a reading and what is done with it under the keys of the case format."""
    return {
        "intent": action.intent,
        "subtype": reading.subtype or None,
        "keyword": reading.keyword,
        "match": reading.match,
        "body": reading.body.strip(),
        "category": reading.category,
        "others": list(reading.others),
        "urgency": reading.urgency,
        "location": [place.text for place in reading.places],
        "location_canon": [place.canon for place in reading.places if place.canon],
        "ticket": reading.tickets[0].digits if reading.tickets else None,
        "tickets": [ticket.digits for ticket in reading.tickets],
        "into": reading.into.digits if reading.into else None,
        "score": action.score,
        "answer": action.answer or None,
        "opd": reading.agency or None,
        "suggest": reading.suggest or None,
        "flags": list(action.flags),
        "action": action.name,
        "template": action.template or None,
    }


def judge(case: Mapping[str, Any], got: Answer) -> list[Check]:
    """Compare *got* with every key that *case* asserts, each counted once.

    A case has ``id`` and ``expect``, and may have ``accept_intent`` (right intents besides) and
    ``never`` (field -> value or values that must not come), in itself or within ``expect``.
    """
    expect = dict(case.get("expect", {}))
    accepted = _listed(expect.pop("accept_intent", case.get("accept_intent")))
    never = {**case.get(NEVER, {}), **expect.pop(NEVER, {})}
    if accepted and "intent" not in expect:
        expect["intent"] = accepted[0]
    name = str(case.get("id", ""))
    checks = []
    for key, wanted in expect.items():
        came = got.get(_source(key))
        right = agrees(key, wanted, came) or (key == "intent" and came in accepted)
        checks.append(Check(name, key, wanted, came, right))
    if never:
        wrong = [key for key, values in never.items() if _came(key, values, got)]
        shown = {key: got.get(key) for key in wrong}
        checks.append(Check(name, NEVER, {key: never[key] for key in wrong}, shown, not wrong))
    return checks


def _source(key: str) -> str:
    """Return the field of an answer that an asserted key speaks of."""
    return "location" if key == "location_not" else key


def agrees(key: str, wanted: Any, got: Any) -> bool:
    """Tell whether *got* is what the key asserts.

    >>> agrees("flags", ["rahasia"], ["ghost", "rahasia"]), agrees("category", None, "lainnya")
    (True, True)
    >>> agrees("location", ["Jl. Kawi", "Betet"], ["jl kawi", "di Betet"])
    True
    >>> agrees("location_not", ["Bawang"], ["harga bawang"])
    False
    """
    match key:
        case "flags":
            return set(_listed(wanted)) <= set(_listed(got))
        case "location" | "location_canon":
            return all(_names(place, _listed(got)) for place in _listed(wanted))
        case "location_not":
            return not any(_names(place, _listed(got)) for place in _listed(wanted))
        case "category":
            return (wanted or UNKNOWN_CATEGORY) == (got or UNKNOWN_CATEGORY)
        case "body":
            return str(wanted or "").strip() == str(got or "").strip()
    return _plain(wanted) == _plain(got)


def _names(wanted: str, places: Sequence[str]) -> bool:
    """Tell whether one of *places* says *wanted*, whole words, at most three words more."""
    words = _folded(wanted)
    for place in places:
        told = _folded(place)
        room = range(len(told) - len(words) + 1)
        if len(told) <= len(words) + 3 and any(told[i : i + len(words)] == words for i in room):
            return True
    return False


def _folded(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())


def _came(key: str, values: object, got: Answer) -> bool:
    """Tell whether a value that must not come is there."""
    held = _listed(got.get(_source(key)))
    return any(_plain(value) in [_plain(one) for one in held] for value in _listed(values))


def _plain(value: object) -> object:
    return None if value in ("", [], ()) else value


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


@dataclass(frozen=True, slots=True)
class Part:
    """The score of one field."""

    field: str
    right: int
    keys: int

    @property
    def share(self) -> float:
        """0.0 to 1.0; 1.0 when nothing is asserted."""
        return self.right / self.keys if self.keys else 1.0


def parts(checks: Iterable[Check]) -> list[Part]:
    """Return the score of every field that is asserted, the most asserted first."""
    counts: dict[str, list[int]] = {}
    for check in checks:
        count = counts.setdefault(check.key, [0, 0])
        count[0] += check.right
        count[1] += 1
    found = [Part(key, right, keys) for key, (right, keys) in counts.items()]
    return sorted(found, key=lambda part: -part.keys)


def total(checks: Sequence[Check]) -> Part:
    """Return the score over all keys."""
    return Part("", sum(check.right for check in checks), len(checks))

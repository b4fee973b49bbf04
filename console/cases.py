"""Read a file of cases and say how each is read: the shell around console/score.py."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.actions import Action, Context
from models.errors import ConfigError, KentonganError
from models.i18n import _
from parser.reading import Reading

if TYPE_CHECKING:
    from models.city import City
    from parser.reading import Vocabulary

Case = Mapping[str, Any]

SHARED = "1708"
"""The channel that needs a keyword: the short code that all cities share."""

EXAMPLES = "examples"
TOWNS = {"kediri": "kediri-surga", "bukittinggi": "mandiangin"}
"""Town of a case -> its folder, where that is called after the service that the town runs."""

_GAP = " [...] "  # as gateway/gather.py joins what misses a part


def read_cases(path: Path) -> list[Case]:
    """Return the rows of a file of JSON lines.

    Raises KentonganError naming file and line for what is no JSON object with a text or parts.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise KentonganError(f"{path}: {reason.lower()}") from error
    return [_case(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _case(path: Path, number: int, line: str) -> Case:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise _wrong(path, number, str(error).lower()) from error
    if not isinstance(row, dict) or not (isinstance(row.get("text"), str) or row.get("parts")):
        raise _wrong(path, number, _("needs a text or parts"))
    for key, kind in (("expect", dict), ("never", dict), ("ctx", dict), ("parts", list)):
        if not isinstance(row.get(key, kind()), kind):
            raise _wrong(path, number, _("%(key)s: of the wrong type") % {"key": key})
    return row


def _wrong(path: Path, number: int, fault: str) -> KentonganError:
    return KentonganError(
        _("%(file)s: line %(line)d: %(fault)s") % {"file": path, "line": number, "fault": fault}
    )


def city_folder(named: Path | None) -> Path:
    """Return the folder whose subfolders are cities: *named*, ./examples, or that of the package.

    Raises ConfigError when there is none.
    """
    places = [named] if named else [Path(EXAMPLES), Path(__file__).parent.parent / EXAMPLES]
    for place in places:
        if place.is_dir():
            return place
    raise ConfigError(_("%(folder)s: no such folder; --city-dir names one") % {"folder": places[0]})


def town_folder(folder: Path, name: str) -> Path:
    """Return the folder of the city *name* in *folder*: its own, or that of its service."""
    own = folder / name
    return own if own.is_dir() else folder / TOWNS.get(name, name)


@dataclass
class Cities:
    """The cities of a folder, each loaded once; all share the number 1708."""

    folder: Path
    _known: dict[str, "City"] = field(default_factory=dict)
    _words: dict[str, "Vocabulary"] = field(default_factory=dict)

    def vocabulary(self, name: str) -> "Vocabulary":
        """Return the words of the city *name*, whatever the line, with the others' keywords.

        Raises ConfigError when the folder has no such city, or city.toml is wrong.
        """
        if name not in self._words:
            from gateway.vocabulary import vocabulary

            own = self._city(name)
            ours = {word for keyword in own.keywords for word in keyword.words()}
            others = [
                city
                for city in map(self._city, self._names())
                if all(ours.isdisjoint(keyword.words()) for keyword in city.keywords)
            ]
            self._words[name] = vocabulary(own, others=others)
        return self._words[name]

    def _city(self, name: str) -> "City":
        from models.city import load

        if name not in self._known:
            self._known[name] = load(town_folder(self.folder, name) / "city.toml")
        return self._known[name]

    def _names(self) -> list[str]:
        return sorted(path.parent.name for path in self.folder.glob("*/city.toml"))


def text_of(case: Case) -> tuple[str, str]:
    """Return the words of *case*, its parts joined in their order, and the missing ones ("2,3").

    >>> text_of({"parts": [{"seq": 2, "of": 2, "text": "b"}, {"seq": 1, "of": 2, "text": "a"}]})
    ('ab', '')
    """
    parts = case.get("parts")
    if not parts:
        return case["text"], ""
    held = {int(part["seq"]): str(part["text"]) for part in parts}
    total = max([*held, *(int(part.get("of", 1)) for part in parts)])
    text = "".join(held.get(number, _GAP) for number in range(1, total + 1))
    return text.strip(), ",".join(str(n) for n in range(1, total + 1) if n not in held)


def context_of(case: Case, other_ticket: str = "") -> Context:
    """Return what is known of the sender of *case*."""
    known = case.get("ctx", {})
    age = known.get("last_ticket_age_h")
    return Context(
        role=str(case.get("role", "warga")),
        keyword_required=case.get("channel") == SHARED,
        person=_is_person(str(case.get("sender", ""))),
        pending=str(known.get("pending") or ""),
        last_ticket=str(known.get("last_ticket") or ""),
        last_ticket_age_h=None if age is None else float(age),
        same_text_ticket=str(known.get("same_text_ticket") or ""),
        other_ticket=str(known.get("other_ticket") or other_ticket),
        missing=text_of(case)[1],
    )


def _is_person(sender: str) -> bool:
    from gateway.numbers import normalise

    return not sender or normalise(sender).kind not in {"alphanumeric", "short"}


def same_problem(one: Reading, other: Reading) -> bool:
    """Tell whether two reports are about one thing: equal category, and a place in common."""
    if one.category != other.category or one.category == "lainnya":
        return False
    mine, theirs = ({_place(p.canon or p.text) for p in r.places} for r in (one, other))
    return not mine.isdisjoint(theirs)


def _place(text: str) -> str:
    return " ".join(text.casefold().replace(".", " ").split())


def read_all(cases: list[Case], cities: Cities) -> Iterator[tuple[Case, Reading, Action]]:
    """Yield each case with its reading and its action.

    A row with a sender of its own answers the row before it: when that one is another citizen's
    report of the same problem, it is known here as it would be to the desk.
    """
    from models.suggest import suggest
    from parser import parse

    before: tuple[Case, Reading] | None = None
    for case in cases:
        text, _missing = text_of(case)
        words = cities.vocabulary(str(case.get("city", "kediri")))
        context = context_of(case)
        reading = parse(text, words, keyword_required=context.keyword_required, role=context.role)
        if before is not None and _is_neighbour(before, (case, reading)):
            context = context_of(case, other_ticket="?")
        yield case, reading, suggest(reading, context)
        before = case, reading


def _is_neighbour(before: tuple[Case, Reading], now: tuple[Case, Reading]) -> bool:
    (first, one), (second, other) = before, now
    told = second.get("sender")
    return bool(
        told
        and told != first.get("sender")
        and first.get("city") == second.get("city")
        and second.get("role", "warga") == "warga"
        and same_problem(one, other)
    )

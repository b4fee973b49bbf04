"""What a report is about: the whole city, one agency's work, or one area with all in it."""

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from models.areas import Row
    from models.casework.sop import Sop

Condition = tuple[str, tuple[object, ...]]
"""SQL that goes behind a WHERE, beginning with `` AND``, and the values of its marks."""


class Scope(NamedTuple):
    """Whose tickets are counted.

    *agency*: the tickets on which it has or had a task, whoever led. *area*: those whose place is
    known to lie in it; a ticket without a place is in no area.
    """

    kind: Literal["city", "agency", "area"] = "city"
    code: str = ""  # of the agency or area
    name: str = ""  # as people read it
    areas: tuple[str, ...] = ()  # of kind area: the codes of itself and all in it

    @property
    def whole(self) -> bool:
        """Whether it is the whole city."""
        return self.kind == "city"

    def of_ticket(self, ticket: str = "t") -> Condition:
        """Return what must hold for the table called *ticket* in the query."""
        if self.kind == "agency":
            task = f"SELECT 1 FROM assignment own WHERE own.agency = ? AND own.ticket = {ticket}.id"
            return f" AND EXISTS ({task})", (self.code,)
        if self.kind == "area":
            marks = ", ".join("?" * len(self.areas))
            return f" AND {ticket}.area IN ({marks})", self.areas
        return "", ()

    def of_task(self, task: str = "a", ticket: str = "t") -> Condition:
        """Return what must hold for assignment *task* of *ticket*: of an agency, only its own."""
        if self.kind == "agency":
            return f" AND {task}.agency = ?", (self.code,)
        return self.of_ticket(ticket)


CITY = Scope()


def agency(sop: "Sop", code: str) -> Scope:
    """Return the scope of agency *code*; KeyError when the city has none of that code."""
    rule = sop.agency(code)
    if rule is None:
        raise KeyError(code)
    return Scope("agency", rule.code, rule.name)


def area(rows: "tuple[Row, ...]", code: str) -> Scope:
    """Return the scope of area *code* (City.areas); a kecamatan's kelurahan are part of it.

    KeyError when there is no such area.
    """
    names = {row["code"]: row["name"] for row in rows}
    inside = {code}
    found = 0
    while len(inside) > found:  # areas lie a few levels deep
        found = len(inside)
        inside |= {row["code"] for row in rows if row["parent"] in inside}
    return Scope("area", code, names[code], tuple(sorted(inside)))


def find(rows: "tuple[Row, ...]", sop: "Sop", word: str) -> Scope:
    """Return what *word* (``--for``) means: an agency's code, else an area's code or only name.

    KeyError when it is neither, or the name of several areas.
    """
    wanted = word.casefold()
    for rule in sop.agencies:
        if wanted in {rule.code.casefold(), *(alias.casefold() for alias in rule.aliases)}:
            return agency(sop, rule.code)
    named = [row["code"] for row in rows if wanted == row["code"].casefold()]
    named = named or [row["code"] for row in rows if wanted == row["name"].casefold()]
    if len(named) != 1:
        raise KeyError(word)
    return area(rows, named[0])

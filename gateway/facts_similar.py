"""Others' open tickets about the same: near in place and category, and alike in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import cast

from gateway.origin import Origin
from gateway.places import place_of
from models import cases
from models.base import Tx
from models.casework.case import Case
from models.casework.incidents import alike, words
from models.casework.safety import VIOLENCE
from models.casework.sop import Sop
from models.casework.states import OPEN
from models.digests import place_key
from models.suggest import REPORTS
from models.times import to_us
from parser.reading import Reading

NEWEST = 200
"""Newest tickets of a place or area, open or not, that are looked through."""

LOOKED_AT = 24
"""Newest tickets of a place or area whose words are compared: in a flood these are alike too."""

MOST = 12
"""Tickets that are returned, or what the city needs to join reports by itself."""

_STATES = tuple(sorted(OPEN))

_Row = tuple[int, str, int | None]  # ticket.id, redacted, contact.id


@lru_cache(maxsize=4096)
def _words(redacted: str) -> frozenset[str]:
    """Remember the words of what was just reported: the next reports are compared with the same."""
    return words(redacted)


def load(tx: Tx, origin: Origin, sop: Sop) -> tuple[Case, ...]:
    """Return the most alike first; none for what is no report, and none of rahasia ones."""
    reading = origin.reading
    if reading is None or reading.intent not in REPORTS or not reading.body:
        return ()
    rows = _near(tx, origin, origin.now - sop.incidents.window)
    said = origin.gist.said if origin.gist else words(reading.body)
    scored = [
        (score, row)
        for row, redacted, contact in rows
        if contact != origin.contact
        and (score := alike(said, _words(redacted))) >= sop.incidents.likeness
    ]
    most = _enough(reading, sop)
    best = [row for _score, row in sorted(scored, key=lambda one: (-one[0], one[1]))[:most]]
    waiting = tx.waiting("ticket")
    if best and waiting and max(best) >= cast(int, waiting[0]["id"]):  # ids only grow
        tx.flush()
    found = cases.glance(tx, best)
    return tuple(found[row] for row in best)


def _enough(reading: Reading, sop: Sop) -> int:
    """Return how many are asked: the most alike, unless an alarm or an incident looks at more."""
    alarming = reading.urgency == "darurat" or reading.category == VIOLENCE
    if sop.incidents.automatic or alarming or "jangan_balas" in reading.flags:
        return max(MOST, sop.incidents.automatic + 1)
    return 1


def _near(tx: Tx, origin: Origin, since: datetime) -> list[_Row]:
    """Return (id, redacted, contact) of recent open tickets at the same place, else in the area."""
    reading = origin.reading
    assert reading is not None
    found: dict[int, _Row] = {}
    waiting = [
        row for row in reversed(tx.waiting("ticket"))
        if row["category"] == reading.category and row["redacted"] and row["state"] in OPEN
    ]  # fmt: skip
    values = (reading.category, to_us(since), *_STATES)
    if place := origin.gist.place if origin.gist else place_of(reading):
        key = place_key(tx.keys, place)
        found |= {row[0]: row for row in _newest(tx, "place_key", key, waiting, values)}
    if area := next((one.code for one in reading.places if one.code), ""):
        found |= {row[0]: row for row in _newest(tx, "area", area, waiting, values)}
    return list(found.values())


def _newest(
    tx: Tx, column: str, value: object, waiting: Sequence[Mapping[str, object]],
    values: Sequence[object],
) -> list[_Row]:  # fmt: skip
    """Return the newest with *value* in *column*, those first that this batch is still to write."""
    first = [
        (cast(int, row["id"]), str(row["redacted"]), cast(int | None, row["contact"]))
        for row in waiting
        if row[column] == value
    ][:LOOKED_AT]
    if len(first) == LOOKED_AT:
        return first
    return [*first, *tx.peek(_NEAR[column], (value, *values))][:LOOKED_AT]


# The newest first, then what is wanted of them: else a large area is read back to its start. Both
# databases hand on the inner rows in their order; to ask for it again would sort all 200.
_NEAR = {
    column: "SELECT id, redacted, contact FROM (SELECT id, redacted, contact, state, created_at"
    f" FROM ticket WHERE {where} = ? AND category = ? ORDER BY id DESC LIMIT {NEWEST}) newest"
    f" WHERE created_at > ? AND state IN ({', '.join('?' * len(_STATES))}) AND redacted <> ''"
    f" LIMIT {LOOKED_AT}"
    for column, where in (("place_key", "place_key"), ("area", "area <> '' AND area"))
}

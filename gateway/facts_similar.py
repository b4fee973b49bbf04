"""Others' open tickets about the same: near in place and category, and alike in words."""

from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from gateway.origin import Origin
from gateway.places import place_of
from models import cases
from models.base import Tx
from models.casework.case import Case
from models.casework.incidents import words
from models.casework.safety import VIOLENCE
from models.casework.sop import Sop
from models.casework.states import OPEN
from models.continuing import REPORTS
from models.digests import place_key
from models.recent import MOST, Key, Ticket, ticket
from models.times import to_us
from parser.reading import Reading

NEWEST = 200
"""Newest tickets of a place or area, open or not, that are looked through."""

LOOKED_AT = MOST
"""Newest tickets of a place or area whose words are compared: in a flood these are alike too."""

AT_MOST = 12
"""Tickets that are returned, or what the city needs to join reports by itself."""

_STATES = tuple(sorted(OPEN))


@lru_cache(maxsize=4096)
def _words(redacted: str) -> frozenset[str]:
    """Remember the words of what was just reported: the next reports are compared with the same."""
    return words(redacted)


def load(tx: Tx, origin: Origin, sop: Sop) -> tuple[Case, ...]:
    """Return the most alike first; none for what is no report, and none of rahasia ones."""
    reading = origin.reading
    if reading is None or reading.intent not in REPORTS or not reading.body:
        return ()
    rows = _near(tx, origin, to_us(origin.now - sop.incidents.window))
    said = origin.gist.said if origin.gist else words(reading.body)
    least, contact, size = sop.incidents.likeness, origin.contact, len(said)
    # alike() written out, as it is asked some twenty times a report.
    scored = [
        (-score, row)
        for row, redacted, author, _made in rows
        if author != contact
        and (score := 2 * len(said & (has := _words(redacted))) / (size + len(has) or 1)) >= least
    ]
    best = [row for _score, row in sorted(scored)[: _enough(reading, sop)]]
    return _cases(tx, best) if best else ()


def _cases(tx: Tx, best: Sequence[int]) -> tuple[Case, ...]:
    """Return the cases of tickets; those that this batch is still to write are written first."""
    recent = tx.recent
    unknown = [row for row in best if row not in recent.cases]
    if unknown:
        waiting = tx.waiting("ticket")
        if waiting and max(unknown) >= cast(int, waiting[0]["id"]):  # ids only grow
            tx.flush()
        recent.learn(cases.glance(tx, unknown))
    return tuple(recent.cases[row] for row in best)


def _enough(reading: Reading, sop: Sop) -> int:
    """Return how many are asked: the most alike, unless an alarm or an incident looks at more."""
    alarming = reading.urgency == "darurat" or reading.category == VIOLENCE
    if sop.incidents.automatic or alarming or "jangan_balas" in reading.flags:
        return max(AT_MOST, sop.incidents.automatic + 1)
    return 1


def _near(tx: Tx, origin: Origin, since: int) -> Sequence[Ticket]:
    """Return recent open tickets at the same place, and in the same area."""
    reading = origin.reading
    assert reading is not None
    place = origin.gist.place if origin.gist else place_of(reading)
    area = next((one.code for one in reading.places if one.code), "")
    here = _newest(tx, "place_key", place_key(tx.keys, place), reading, since) if place else ()
    there = _newest(tx, "area", area, reading, since) if area else ()
    if not (here and there):
        return here or there
    return list({row[0]: row for row in (*here, *there)}.values())


def _newest(tx: Tx, column: str, value: object, reading: Reading, since: int) -> Sequence[Ticket]:
    """Return the newest after *since* with *value* in *column*, also those not written yet."""
    recent, key = tx.recent, (column, value, reading.category)
    rows = recent.of(key)
    if rows is not None:
        fresh = [row for row in rows if row[3] > since]
        if len(fresh) == len(rows) or len(rows) < LOOKED_AT:
            return fresh
    found = [*_waiting(tx, column, value, reading.category), *_written(tx, key, since)][:LOOKED_AT]
    recent.keep(key, found, OPEN)
    return list(found)


def _waiting(tx: Tx, column: str, value: object, category: str) -> list[Ticket]:
    return [
        ticket(row)
        for row in reversed(tx.waiting("ticket"))
        if row[column] == value
        and row["category"] == category
        and row["redacted"]
        and row["state"] in OPEN
    ]


def _written(tx: Tx, key: Key, since: int) -> list[Ticket]:
    column, value, category = key
    values = (value, category, since, *_STATES)
    return cast(list[Ticket], tx.peek(_NEAR[column], values))


# The newest first, then what is wanted of them: else a large area is read back to its start. Both
# databases hand on the inner rows in their order; to ask for it again would sort all 200.
_NEAR = {
    column: "SELECT id, redacted, contact, created_at"
    " FROM (SELECT id, redacted, contact, state, created_at"
    f" FROM ticket WHERE {where} = ? AND category = ? ORDER BY id DESC LIMIT {NEWEST}) newest"
    f" WHERE created_at > ? AND state IN ({', '.join('?' * len(_STATES))}) AND redacted <> ''"
    f" LIMIT {LOOKED_AT}"
    for column, where in (("place_key", "place_key"), ("area", "area <> '' AND area"))
}

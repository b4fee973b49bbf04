"""What an officer's SMS needs beside a citizen's facts: the code, the alarm, the open tasks."""

from dataclasses import replace
from datetime import timedelta

from gateway.effects.challenges import digits, is_right
from gateway.origin import Origin
from models import cases, sheets
from models.base import Tx
from models.casework.case import Case, Challenge
from models.casework.facts import Facts
from models.casework.states import OPEN
from models.narrowing import open_tasks
from models.times import from_us, to_us

MOST = 40
"""Tasks that a list could name."""

_LISTS = frozenset({"petugas_daftar", "petugas_telat"})
_KEPT = timedelta(days=1)
"""How long an expired code is still known as one."""


def add(tx: Tx, facts: Facts, origin: Origin) -> Facts:
    """Return *facts* with what concerns the officer who wrote."""
    reading = origin.reading
    intent = reading.intent if reading else ""
    challenge, named, into = None, facts.named, facts.into
    if intent == "petugas_ok":
        challenge, about, second = _challenge(tx, origin)
        named, into = about or named, second or into
    return replace(
        facts,
        named=named,
        into=into,
        sheet=facts.sop.codes.mode == "sheet" and sheets.has(tx, origin.actor.officer),
        challenge=challenge,
        alarm=_alarm(tx, origin),
        tasks=_tasks(tx, origin) if intent in _LISTS else (),
    )


def _challenge(tx: Tx, origin: Origin) -> tuple[Challenge | None, Case | None, Case | None]:
    """Return the officer's newest code that was not used, with its tickets."""
    rows = tx.execute(
        "SELECT id, verb, ticket, into_ticket, body, code, tries, until FROM challenge"
        " WHERE contact = ? AND used_at IS NULL AND until > ? ORDER BY id DESC LIMIT 1",
        (origin.contact, to_us(origin.now - _KEPT)),
    )
    if not rows:
        return None, None, None
    row, verb, ticket, into, body, code, tries, until = rows[0]
    reading = origin.reading
    given = digits(reading.body if reading else "")
    found = cases.load(tx, {ticket, into} - {0}, viewer=origin.contact, deep=True)
    second = found.get(into)
    challenge = Challenge(
        row,
        verb,
        found[ticket].number,
        second.number if second else 0,
        tx.keys.open(bytes(body)).decode(),
        tries,
        from_us(until),
        right=is_right(tx, origin, bytes(code), given),
    )
    return challenge, found[ticket], second


def _alarm(tx: Tx, origin: Origin) -> Case | None:
    """Return the emergency that this officer was told last and that nobody took."""
    rows = tx.execute(
        "SELECT ticket FROM alarm WHERE told = ? AND taken_at IS NULL ORDER BY ticket DESC LIMIT 1",
        (origin.actor.officer,),
    )
    return cases.load_one(tx, rows[0][0], deep=True) if rows else None


def _tasks(tx: Tx, origin: Origin) -> tuple[Case, ...]:
    """Return the open tasks of the officer's agency, the first due first."""
    if origin.actor.role in {"officer", "head"}:
        tasks = open_tasks(tx.dialect)
        rows = tx.execute(
            f"SELECT a.ticket FROM {tasks} LEFT JOIN clock c ON c.ticket = a.ticket"
            " AND c.task = a.id AND c.name = 'follow_up' AND c.met_at IS NULL"
            " AND c.stopped_at IS NULL WHERE a.agency = ? AND a.ended_at IS NULL"
            f" ORDER BY c.due IS NULL, c.due, a.ticket LIMIT {MOST}",
            (origin.actor.agency,),
        )
    else:
        rows = _unassigned(tx) or []
        rows += _late(tx, origin, MOST - len(rows))
    ids = list(dict.fromkeys(row for (row,) in rows))
    found = cases.load(tx, ids)
    return tuple(found[row] for row in ids)


def _unassigned(tx: Tx) -> list[tuple[int]]:
    """Return open tickets that no agency has, the oldest first."""
    states = ("new", "held", "verified")
    return tx.execute(
        f"SELECT id FROM ticket WHERE state IN ({tx.marks(len(states))}) ORDER BY id LIMIT {MOST}",
        states,
    )


def _late(tx: Tx, origin: Origin, most: int) -> list[tuple[int]]:
    """Return open tickets whose running deadline has passed, the most late first."""
    states = tuple(sorted(OPEN))
    return tx.execute(
        "SELECT c.ticket FROM clock c JOIN ticket t ON t.id = c.ticket"
        " WHERE c.breached_at IS NOT NULL AND c.met_at IS NULL AND c.stopped_at IS NULL"
        f" AND c.due < ? AND t.state IN ({tx.marks(len(states))}) ORDER BY c.due LIMIT ?",
        (to_us(origin.now), *states, most),
    )

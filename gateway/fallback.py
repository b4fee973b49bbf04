"""Another line sends what its own line cannot: whole messages, and only while that is so.

A message goes from its own line to the first line of that section's `fallback` that can send, or
back. Only that list counts, so nothing goes round in circles. A part that may have left never
moves, nor does any other part of its message: a phone joins only what comes from one number.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from gateway import outbox
from gateway.config import Line, Settings
from gateway.limits import NOTHING, Limits, Stop, Used, free, stop, used
from gateway.office import Office
from gateway.setting import Setting
from gateway.standing import Standing, receives, standing, told
from models import event
from models.base import Tx
from models.casework.case import SYSTEM
from models.city import City
from models.lanes import LANES, URGENT
from models.times import to_us

log = logging.getLogger(__name__)

BATCH = 20
"""Parts that may wait on a line for others: it has its own to send too."""

PATIENCE = timedelta(minutes=2)
"""What a message waits for a line that modem.conf does not have any more."""

OWN_REASONS = frozenset({"cap_minute", "cap_hour", "cap_day", "city_budget", "quiet", "window"})
"""Stops that hold for the whole house, or for people's sleep: no other line may pass them."""

_INVITES = re.compile(r"\b(balas|ketik|cek|tambah)\b", re.IGNORECASE)
_KEYED = frozenset({"FORMAT", "CEKFORMAT", "NILAIFORMAT"})


@dataclass(frozen=True, slots=True)
class Road:
    """One line as it is now."""

    name: str
    line: Line | None  # None: modem.conf does not have it any more
    standing: Standing
    limits: Limits | None
    used: Used

    def open(self, lane: int, now: datetime) -> bool:
        """Tell whether a part of *lane* could leave here now."""
        if self.standing.code or self.limits is None:
            return False
        return free(self.limits, self.used, now)[lane] > 0

    def blocked(self, lane: int, now: datetime) -> str:
        """Return why *lane* should leave by another line; '' when it should not."""
        if self.standing.unable:
            return self.standing.code
        held: Stop | None = None
        if self.limits is not None and not self.standing.code:
            held = stop(self.limits, self.used, lane, now)
        return held.code if held and held.code not in OWN_REASONS else ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits whole."""

    outbox: int
    home: str  # the line that it belongs to
    kind: str
    ticket: int
    body: bytes


def roads(
    tx: Tx, settings: Settings, city: City, started: datetime | None, now: datetime
) -> dict[str, Road]:
    """Return all lines that are configured or that something waits for, by name.

    *started* is when the daemon began, None for any other process.
    """
    lines = {line.name: line for line in settings.lines}
    last = told(tx)
    found = {}
    for name in [*lines, *(name for name in _lines(tx) if name not in lines)]:
        line = lines.get(name)
        state = standing(name, line, last.get(name), started=started, now=now)
        limits = Limits.of(line, settings.budget, city) if line else None
        use = used(tx, limits, now) if limits else NOTHING
        found[name] = Road(name, line, state, limits, use)
    return found


def candidates(home: str, current: str, known: Mapping[str, Road]) -> Sequence[str]:
    """Return the lines that may carry a message of *home* that waits on *current*, best first.

    A line that is not configured any more has no list: then any line will do.
    """
    line = known[home].line if home in known else None
    names: Iterable[str] = (home, *line.fallback) if line else known
    return tuple(name for name in names if name != current and name in known)


class Fallback:
    """Moves what waits too long; `once()` is one look."""

    def __init__(self, office: Office, setting: Callable[[], Setting]) -> None:
        """*setting* returns the desk's present one."""
        self._office = office
        self._setting = setting
        self._started = office.clock()

    def once(self) -> int:
        """Move what another line can send; return how many messages. Raises StorageError."""
        office, now = self._office, self._office.clock()
        with office.store.reading() as tx:
            stranded = self._stranded(tx, now)
            moves = bool(self._moves(tx, now))
        for name in stranded:
            office.writer.submit(partial(outbox.recover, line=name, left=None, now=now)).result()
            log.warning("line %s: is gone; what it was sending is of unknown outcome", name)
        if not moves:
            return 0
        moved = office.writer.submit(lambda tx: self._move(tx, now)).result()
        if moved:
            office.wake_lines()
        return moved

    def _stranded(self, tx: Tx, now: datetime) -> list[str]:
        """Return the lines that nobody has and that were sending when their daemon ended."""
        lines = {line.name for line in self._office.settings.lines}
        rows = tx.execute("SELECT DISTINCT line FROM delivery WHERE state = 'sending'")
        names = [name for (name,) in rows if name not in lines]
        last = told(tx) if names else {}
        return [
            name
            for name in names
            if standing(name, None, last.get(name), started=self._started, now=now).code == "gone"
        ]

    def _moves(self, tx: Tx, now: datetime) -> list[tuple[Waiting, str, Road]]:
        """Return messages with why they cannot leave, and the line that takes them."""
        if len(self._office.settings.lines) < 2 or not _anything(tx, now):
            return []
        office = self._office
        known = roads(tx, office.settings, office.city, self._started, now)
        room = {name: BATCH - _load(tx, name, now) for name in known}
        found = []
        for lane in range(len(LANES)):
            for road in known.values():
                why = road.blocked(lane, now)
                if not why:
                    continue
                after = road.line.fallback_after if road.line else PATIENCE
                since = now if lane == URGENT else now - after
                for one in _overdue(tx, road.name, lane, since, now):
                    to = _taker(one, road.name, known, room, lane, now)
                    if to is not None:
                        room[to.name] -= 1
                        found.append((one, why, to))
        return found

    def _move(self, tx: Tx, now: datetime) -> int:
        moves = self._moves(tx, now)
        for one, why, to in moves:
            self._carry(tx, one, why, to, now)
        return len(moves)

    def _carry(self, tx: Tx, one: Waiting, why: str, to: Road, now: datetime) -> None:
        """Give one message to the line *to*, with words that are right there."""
        tx.change(
            "UPDATE delivery SET line = ?, state_at = ?,"
            " not_before = CASE WHEN not_before > ? THEN ? ELSE not_before END"
            " WHERE outbox = ? AND state = 'queued'",
            (to.name, to_us(now), to_us(now), to_us(now), one.outbox),
        )
        setting = self._setting()
        text = tx.keys.open(one.body).decode()
        better = reworded(text, one, setting.lines.get(one.home), to.line, setting)
        if better != text:
            outbox.reword(tx, one.outbox, better)
        if one.ticket:
            data = {"outbox": one.outbox, "from": one.home, "to": to.name, "why": why}
            event.append(tx, one.ticket, at=now, actor=SYSTEM.label, verb="fallback", data=data)
        log.info("outbox %d: %s sends it for %s: %s", one.outbox, to.name, one.home, why)


def reworded(text: str, one: Waiting, home: Line | None, to: Line | None, setting: Setting) -> str:
    """Return *text* as it is right when it comes from the number of *to*. Pure.

    Where people cannot answer that number, or another keyword holds there, they are told which
    number to write to.
    """
    if home is None or to is None or not home.number or not _INVITES.search(text):
        return text
    same = one.kind not in _KEYED or setting.keyword_of(home.name) == setting.keyword_of(to.name)
    if receives(to) and same:
        return text
    hint = f" Balas ke {home.number}"
    return text if text.endswith(hint) else text.rstrip(" .") + "." + hint


def _lines(tx: Tx) -> list[str]:
    """Return the lines for which something waits, by a step through the index for each."""
    found = [""]
    while True:
        ((name,),) = tx.execute(
            "SELECT MIN(line) FROM delivery WHERE state = 'queued' AND line > ?", (found[-1],)
        )
        if name is None:
            return found[1:]
        found.append(name)


def _anything(tx: Tx, now: datetime) -> bool:
    """Tell whether any part is due: cheap."""
    return bool(
        tx.execute(
            "SELECT 1 FROM delivery WHERE state = 'queued' AND valid_until > ? LIMIT 1",
            (to_us(now),),
        )
    )


def _load(tx: Tx, line: str, now: datetime) -> int:
    """Count, up to BATCH, the parts that could leave on *line* now."""
    return sum(
        len(
            tx.execute(
                "SELECT 1 FROM delivery WHERE line = ? AND lane = ? AND state = 'queued'"
                " AND not_before <= ? LIMIT ?",
                (line, lane, to_us(now), BATCH),
            )
        )
        for lane in range(len(LANES))
    )


def _overdue(tx: Tx, line: str, lane: int, since: datetime, now: datetime) -> list[Waiting]:
    """Return messages of one lane that wait, whole, on *line* since *since* or earlier.

    The hour from which a message may go is the outbox's; a later one of its parts is only the
    time of their next try on this line.
    """
    rows = tx.execute(
        "SELECT o.id, o.line, o.kind, o.ticket, o.body FROM delivery d"
        " JOIN outbox o ON o.id = d.outbox WHERE d.line = ? AND d.lane = ? AND d.state = 'queued'"
        " AND d.part = 1 AND (o.not_before <= ? OR d.not_before <= ?)"
        " AND (d.not_before <= ? OR d.attempt > 0)"
        " AND d.valid_until > ? AND NOT EXISTS (SELECT 1 FROM delivery e WHERE e.outbox = o.id"
        " AND (e.state <> 'queued' OR e.line <> d.line)) ORDER BY d.not_before, d.id LIMIT ?",
        (line, lane, to_us(since), to_us(since), to_us(now), to_us(now), BATCH),
    )
    return [Waiting(row, home, kind, ticket, bytes(body)) for row, home, kind, ticket, body in rows]


def _taker(
    one: Waiting,
    current: str,
    known: Mapping[str, Road],
    room: Mapping[str, int],
    lane: int,
    now: datetime,
) -> Road | None:
    """Return the first line that can take *one* now."""
    for name in candidates(one.home, current, known):
        if known[name].open(lane, now) and room[name] > 0:
            return known[name]
    return None

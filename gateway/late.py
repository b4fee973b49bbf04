"""How many tickets are late or soon will be: what one SMS says instead of hundreds."""

from collections.abc import Sequence
from datetime import datetime

from gateway.setting import Setting
from models import roster
from models.base import Tx
from models.casework import ladder
from models.casework.case import WAITS
from models.casework.effects import Tell
from models.casework.sweep import REMINDER, Crowd
from models.times import from_us, to_us

MANY = {ladder.LATE: ladder.LATE, ladder.RAISED: "P_ESKALASI_BANYAK", REMINDER: "P_INGAT_BANYAK"}
"""Kind of the SMS about one ticket -> of the one about many."""
_NOBODY = "Koordinator"
_RUNS = "c.met_at IS NULL AND c.stopped_at IS NULL AND c.paused_since IS NULL"
_OF_AGENCY = (
    "FROM assignment a JOIN clock c ON c.ticket = a.ticket AND (c.task = a.id"
    " OR (a.lead = 1 AND c.task = 0 AND c.name IN ('settle', 'ppid', 'ppid_extended')))"
    f" WHERE a.agency = ? AND a.ended_at IS NULL AND {_RUNS}"
)
_LATE = " AND c.due <= ?"
_SOON = " AND c.due > ? AND (c.wake = c.due OR c.wake <= ?)"  # has been reminded of, or is now
_WAITS = ", ".join(f"'{name}'" for name in sorted(WAITS))
# What was missed but not swept yet is late too: after weeks the first SMS has the whole number.
_OF_CITY = (
    "FROM (SELECT ticket, due, name FROM clock c"
    f" WHERE c.breached_at IS NOT NULL AND {_RUNS}{_LATE}"
    " UNION SELECT ticket, due, name FROM clock c"
    f" WHERE c.wake <= ? AND {_RUNS}{_LATE} AND c.name NOT IN ({_WAITS})) c"
)


def cause(crowd: Crowd, setting: Setting, now: datetime) -> str:
    """Return the key under which *crowd* is told once an hour how many there are."""
    return f"late:{now.astimezone(setting.zone):%Y-%m-%dT%H}:{crowd.to}"


def told(tx: Tx, crowds: Sequence[Crowd], setting: Setting, now: datetime) -> tuple[Crowd, ...]:
    """Return those of *crowds* who were told of all their tickets within this hour."""
    return tuple(
        crowd
        for crowd in crowds
        if tx.execute(
            "SELECT 1 FROM outbox WHERE cause = ? AND kind = ? LIMIT 1",
            (cause(crowd, setting, now), MANY[crowd.kind]),
        )
    )


def notice(tx: Tx, crowd: Crowd, setting: Setting, now: datetime) -> Tell | None:
    """Return the one SMS to *crowd* about all its tickets of the kind; None without any."""
    where, values, code = _scope(tx, crowd, to_us(now))
    ((count,),) = tx.execute(f"SELECT COUNT(DISTINCT c.ticket) {where}", values)
    if not count:
        return None
    ((ticket, due),) = tx.execute(
        f"SELECT c.ticket, c.due {where} ORDER BY c.due, c.ticket LIMIT 1", values
    )
    ((number, agency),) = tx.execute(
        "SELECT t.number, (SELECT a.agency FROM assignment a WHERE a.ticket = t.id"
        " AND a.ended_at IS NULL ORDER BY a.lead DESC, a.id LIMIT 1) FROM ticket t WHERE t.id = ?",
        (ticket,),
    )
    day = from_us(due).astimezone(setting.zone).strftime("%d-%m-%Y")
    fields = {"opd": code or agency or _NOBODY, "n": str(count), "no": str(number), "tgl": day}
    return Tell(MANY[crowd.kind], crowd.to, tuple(fields.items()), subject=False)


def _scope(tx: Tx, crowd: Crowd, now: int) -> tuple[str, list[object], str]:
    """Return from where on a SELECT finds the clocks that *crowd* is told of, and its agency."""
    kind, _colon, code = crowd.to.partition(":")
    if kind == "officer":
        code = next((one.agency for one in roster.serving(tx, officer=int(code))), "")
    if crowd.kind == REMINDER:
        return _OF_AGENCY + _SOON, [code, now, now], code
    if code:
        return _OF_AGENCY + _LATE, [code, now], code
    verify = " WHERE c.name = 'verify'" if crowd.kind == ladder.LATE else ""
    return _OF_CITY + verify, [now, now, now], code

"""How many tickets are late, and which for longest: what one SMS says instead of hundreds."""

from collections.abc import Sequence
from datetime import datetime

from gateway.setting import Setting
from models import roster
from models.base import Tx
from models.casework.case import WAITS
from models.casework.effects import Tell
from models.casework.ladder import LATE
from models.casework.sweep import Crowd
from models.times import from_us, to_us

MANY = "P_ESKALASI_BANYAK"
_NOBODY = "Koordinator"

_OPEN = "c.met_at IS NULL AND c.stopped_at IS NULL AND c.paused_since IS NULL AND c.due <= ?"
_OF_AGENCY = (
    "FROM assignment a JOIN clock c ON c.ticket = a.ticket AND (c.task = a.id"
    " OR (a.lead = 1 AND c.task = 0 AND c.name IN ('settle', 'ppid', 'ppid_extended')))"
    f" WHERE a.agency = ? AND a.ended_at IS NULL AND {_OPEN}"
)
_WAITS = ", ".join(f"'{name}'" for name in sorted(WAITS))
# What was missed but not swept yet is late too: after weeks the first SMS has the whole number.
_OF_CITY = (
    f"FROM (SELECT ticket, due, name FROM clock c WHERE c.breached_at IS NOT NULL AND {_OPEN}"
    f" UNION SELECT ticket, due, name FROM clock c WHERE c.wake <= ? AND {_OPEN}"
    f" AND c.name NOT IN ({_WAITS})) c"
)


def cause(crowd: Crowd, setting: Setting, now: datetime) -> str:
    """Return the key under which *crowd* is told of late tickets once an hour."""
    return f"late:{now.astimezone(setting.zone):%Y-%m-%dT%H}:{crowd.to}"


def told(tx: Tx, crowds: Sequence[Crowd], setting: Setting, now: datetime) -> tuple[Crowd, ...]:
    """Return those of *crowds* who were told of all their late tickets within this hour."""
    return tuple(
        crowd
        for crowd in crowds
        if tx.execute("SELECT 1 FROM outbox WHERE cause = ? LIMIT 1", (cause(crowd, setting, now),))
    )


def notice(tx: Tx, crowd: Crowd, setting: Setting, now: datetime) -> Tell | None:
    """Return the one SMS to *crowd* about all its late tickets; None when none is late."""
    kind, _colon, code = crowd.to.partition(":")
    if kind == "officer":
        code = next((one.agency for one in roster.serving(tx, officer=int(code))), "")
    at = to_us(now)
    where, values = (_OF_AGENCY, [code, at]) if code else (_OF_CITY, [at, at, at])
    if not code and crowd.kind == LATE:
        where += " WHERE c.name = 'verify'"
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
    return Tell(
        LATE if crowd.kind == LATE else MANY, crowd.to, tuple(fields.items()), subject=False
    )

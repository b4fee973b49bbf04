"""The daily digest as one SMS: made by itself of the few figures that stand in it.

The page has the same words; to make all of it takes the city's rules, its calendar and thrice the
time.
"""

from datetime import datetime
from typing import NamedTuple, Protocol

from models.base import Tx
from reports.figures import deadlines, emergencies, flow, messages, standing
from reports.figures.flow import Flow
from reports.figures.messages import Gross
from reports.figures.values import Share
from reports.period import Period, day
from reports.scope import Scope


class Say(Protocol):
    """The city's SMS texts."""

    def __call__(self, kind: str, **fields: str) -> str:
        """Return the text of *kind* with its fields filled in, within its parts."""


class Counts(NamedTuple):
    """What the SMS of a day says."""

    gross: Gross | None  # of the whole city
    moved: Flow
    kept: Share
    late: int
    latest: str | None  # agency with most late, "" the coordinator; None: nobody is late
    urgent: int
    due: int = 0  # today; not said of the whole city


def counts(tx: Tx, period: Period, scope: Scope, now: datetime) -> Counts:
    """Count for *period*; what is late and due is as of *now*."""
    late = standing.late(tx, scope, now)
    today = day(now.astimezone(period.zone).date(), period.zone)
    return Counts(
        gross=messages.gross(tx, period) if scope.whole else None,
        moved=flow.flow(tx, period, scope),
        kept=deadlines.on_time(tx, period, scope, now),
        late=sum(one.n for one in late),
        latest=late[0].agency if late else None,
        urgent=len(emergencies.emergencies(tx, period, scope)),
        due=0 if scope.whole else sum(one.n for one in standing.due_on(tx, today, scope)),
    )


def words(period: Period, scope: Scope, told: Counts, say: Say) -> str:
    """Return the one-part SMS: the city's own words, filled with the numbers of the page."""
    gross = told.gross
    common = {
        "tgl": f"{period.first:%d-%m-%Y}",
        "selesai": brief(told.moved.done),
        "telat": brief(told.late),
        "tepat": _percent(told.kept.share),
    }
    if gross is None:
        code = scope.code if scope.kind == "agency" else scope.name
        return say(
            "D_BAGIAN", opd=code, aduan=brief(told.moved.came), n=brief(told.due),
            sisa=brief(told.moved.closing), **common,
        )  # fmt: skip
    latest = "-" if told.latest is None else told.latest or "koordinator"
    return say(
        "D_HARIAN", sms=brief(gross.total), aduan=brief(gross.complaint), opd=latest,
        darurat=brief(told.urgent, 3), iseng=brief(gross.ghost + gross.prank, 3), **common,
    )  # fmt: skip


def _percent(share: float | None) -> str:
    """Return a share as the SMS shows it; "-" when nothing fell due; not quite all is not all."""
    if share is None:
        return "-"
    return "100%" if share == 1 else f"{min(99, int(share * 100 + 0.5))}%"


def brief(n: int, width: int = 4) -> str:
    """Return a count in *width* characters; one that is too long in thousands, never cut.

    >>> brief(9999), brief(12_345), brief(1_234, 3), brief(54_321, 3)
    ('9999', '12rb', '1rb', '>9k')
    """
    if len(str(n)) <= width:
        return str(n)
    thousands = f"{n // 1000}rb"
    return thousands if len(thousands) <= width else f">{'9' * (width - 2)}k"

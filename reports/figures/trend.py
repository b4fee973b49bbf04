"""A figure over several periods: thirteen months, or the weeks of a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.base import Tx
from reports.figures.deadlines import on_time
from reports.figures.flow import Flow, flows
from reports.figures.messages import received
from reports.figures.values import Share
from reports.period import Period
from reports.scope import Scope


@dataclass(frozen=True, slots=True)
class Step:
    """One period of a trend."""

    period: Period
    sms: int | None  # gross; None where they are not counted: of an agency or area
    flow: Flow
    on_time: Share


def trend(tx: Tx, periods: Sequence[Period], scope: Scope, now: datetime) -> tuple[Step, ...]:
    """Return *periods* (as `Period.trend` gives them), each as its own report has it."""
    return tuple(
        Step(
            period, received(tx, period) if scope.whole else None, found,
            on_time(tx, period, scope, now),
        )
        for period, found in zip(periods, flows(tx, periods, scope), strict=True)
    )  # fmt: skip

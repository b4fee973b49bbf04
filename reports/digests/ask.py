"""What is asked of a digest: which city, whose work, which days, and as of when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from models.base import Tx
from models.casework.sop import Sop
from models.city import City
from models.clocks import Calendar
from reports.brief import Say
from reports.digests.words import Names
from reports.figures import agencies, deadlines, flow, messages, reports, responses, trend
from reports.figures.agencies import AgencyFlow
from reports.figures.flow import Flow
from reports.figures.messages import Gross
from reports.figures.reports import Progress
from reports.figures.trend import Step
from reports.figures.values import Share
from reports.page import Report, Section
from reports.period import Period
from reports.scope import Scope

WHOLE = "seluruh kota"


@dataclass(frozen=True)  # without slots: cached_property keeps a figure that two tables need
class Ask:
    """One question; *now* is when it is asked (aware, UTC): what runs is as of then."""

    tx: Tx
    city: City
    sop: Sop
    calendar: Calendar
    scope: Scope
    period: Period
    now: datetime
    say: Say

    @cached_property
    def names(self) -> Names:
        """How the city calls what figures call by code."""
        return Names(self.city, self.sop)

    @cached_property
    def gross(self) -> Gross | None:
        """The SMS of the period; None where they are not counted: of an agency or area."""
        return messages.gross(self.tx, self.period) if self.scope.whole else None

    @cached_property
    def moved(self) -> Flow:
        """Opening, in, out and closing of the period."""
        return flow.flow(self.tx, self.period, self.scope)

    @cached_property
    def moved_before(self) -> Flow:
        """The same of the period before."""
        return flow.flow(self.tx, self.period.previous(), self.scope)

    @cached_property
    def flows(self) -> tuple[AgencyFlow, ...]:
        """Each agency's work."""
        return agencies.agencies(self.tx, self.period, self.scope, self.calendar, self.now)

    @cached_property
    def answered(self) -> responses.Answered:
        """How fast and how well the period's work was answered."""
        return responses.answered(self.tx, self.period, self.scope, self.calendar)

    @cached_property
    def progress(self) -> Progress:
        """How far the reports of the period have come."""
        return reports.progress(self.tx, self.period, self.scope)

    @cached_property
    def kept(self) -> Share:
        """First follow-ups in time."""
        return deadlines.on_time(self.tx, self.period, self.scope, self.now)

    def steps(self, count: int) -> tuple[Step, ...]:
        """Return the last *count* periods, the oldest first."""
        return trend.trend(self.tx, self.period.trend(count), self.scope, self.now)

    @property
    def scope_name(self) -> str:
        """Whose work it is, as the head of the report says it."""
        return self.scope.name or WHOLE

    def secrets(self, numbers: Collection[int]) -> frozenset[int]:
        """Return those of the tickets *numbers* of which a report says nothing but the number."""
        if not numbers:
            return frozenset()
        rows = self.tx.execute(
            "SELECT number FROM ticket WHERE confidentiality = 'rahasia'"
            f" AND number IN ({self.tx.marks(len(numbers))})",
            tuple(numbers),
        )
        return frozenset(number for (number,) in rows)

    def report(self, name: str, title: str, *sections: Section, sms: str = "") -> Report:
        """Return the report of *sections*; those in which nothing stands are left out."""
        zone = self.period.zone
        full = tuple(
            one
            for one in sections
            if one.facts or one.text or one.charts or one.tables or one.stories
        )
        return Report(
            name, title, self.city.name, self.scope_name, self.period.first, self.period.last,
            self.now.astimezone(zone), full, self._doubts(), sms,
        )  # fmt: skip

    def _doubts(self) -> tuple[str, ...]:
        if self.now < self.period.start:
            return ("Masa laporan ini belum dimulai; semua angka masih nol.",)
        if self.now < self.period.end:
            return ("Masa laporan ini belum selesai; angka masih sementara.",)
        return ()

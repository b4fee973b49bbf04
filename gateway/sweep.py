"""The sweep: what the clock alone does to tickets, in small batches, a transaction each.

Only tickets are read whose clock wakes (index clock_wake), and alarms that are due (alarm_next).
What a batch did and what it told commit together, so a crash repeats nothing.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from gateway import almanac, effects, late, rulebook, tell
from gateway.effects.clocks import put_off, sleep
from gateway.errors import StorageError
from gateway.office import Office
from gateway.origin import Means, Origin
from gateway.setting import Setting
from models import cases, roster
from models.base import Tx
from models.casework import emergencies, sweep
from models.casework.case import SYSTEM
from models.clocks import doubts
from models.times import to_us

log = logging.getLogger(__name__)

BATCH = 50
MOST = 20
"""Batches in one go: other jobs wait meanwhile."""
LATER = timedelta(hours=1)
"""When a ticket is tried again whose rules cannot be carried out."""


class Sweep:
    """The daemon's look at all clocks; `tick()` does what is due."""

    def __init__(self, office: Office, setting: Callable[[], Setting]) -> None:
        """*setting* returns what the desk goes by now; a reload makes it another."""
        self._office = office
        self._setting = setting
        self._known: Setting | None = None
        self._warned: set[str] = set()

    def tick(self) -> int:
        """Do what is due, up to MOST batches; return of how many tickets."""
        setting, now = self._setting(), self._office.clock()
        if setting is not self._known:
            self._compare(setting, now)
            self._known = setting
        count = self._alarms(setting, now)
        if self._moved(setting, now):
            for _ in range(MOST):
                done = self._clocks(setting, now)
                count += done
                if done < BATCH:
                    break
        if count:
            self._office.wake_lines()
        return count

    def _compare(self, setting: Setting, now: datetime) -> None:
        """See whether rules or calendar have changed, and say once what of it is not sure."""
        calendar = setting.sop.calendar
        self._office.writer.submit(lambda tx: almanac.compare(tx, calendar, now)).result()
        self._note_rules(setting, now)
        year = calendar.day(now).year
        for line in doubts(setting.city, (year, year + 1)):
            if line not in self._warned:
                self._warned.add(line)
                log.warning("calendar: %s", line)

    def _note_rules(self, setting: Setting, now: datetime) -> None:
        """Record what has changed in city.toml; one that cannot be read waits for a reload."""
        try:
            rules = rulebook.written(setting.city)
        except OSError as error:
            log.warning("rules: %s: %s", error.filename, error.strerror)
            return
        self._office.writer.submit(lambda tx: rulebook.compare(tx, rules, now)).result()

    def _moved(self, setting: Setting, now: datetime) -> bool:
        """Let open deadlines follow the calendar; False while there are more to move.

        Nobody is told to be late by a calendar that is not in force any more.
        """
        for _ in range(MOST):
            with self._office.store.reading() as tx:
                if tx.meta(almanac.MOVING) is None:
                    return True
            self._advance(setting, now)
        return False

    def _advance(self, setting: Setting, now: datetime) -> None:
        """Move the next tickets' deadlines, one by one when a damaged one is among them."""
        job = partial(almanac.advance, means=self._means(setting), now=now)
        if self._hurt(job) is None:
            return
        for _ in range(almanac.BATCH):
            if hurt := self._hurt(partial(job, count=1)):
                ticket = self._office.writer.submit(almanac.leave_next).result()
                log.error("ticket %d: deadlines not moved: %s", ticket, type(hurt).__name__)

    def _hurt(self, job: Callable[[Tx], bool]) -> Exception | None:
        """Run *job*; return what a damaged ticket raised, raise what is wrong with the storage."""
        try:
            self._office.writer.submit(job).result()
        except Exception as error:
            if isinstance(error, StorageError) and error.kind not in {"rule", "sealed"}:
                raise
            return error
        return None

    def _means(self, setting: Setting) -> Means:
        return Means(self._office.store.number_key, setting)

    def _clocks(self, setting: Setting, now: datetime) -> int:
        """Do one batch of tickets whose clocks wake; one that cannot be done is put off alone."""
        with self._office.store.reading() as tx:
            tickets = _woken(tx, now)
        if tickets:
            job = partial(_batch, means=self._means(setting), now=now)
            self._each(tickets, job, lambda tx, one: put_off(tx, one, now + LATER))
        return len(tickets)

    def _alarms(self, setting: Setting, now: datetime) -> int:
        """Tell the alarms that nobody has answered to the next of the roster."""
        with self._office.store.reading() as tx:
            rows = tx.execute(
                "SELECT ticket FROM alarm WHERE next_at IS NOT NULL AND next_at <= ?"
                " ORDER BY next_at LIMIT ?",
                (to_us(now), BATCH),
            )
        if rows:
            job = partial(_ring, means=self._means(setting), now=now)
            self._each([row for (row,) in rows], job, lambda tx, one: _hush(tx, one, now + LATER))
        return len(rows)

    def _each(
        self,
        tickets: Sequence[int],
        job: Callable[[Tx, Sequence[int]], None],
        put: Callable[[Tx, int], None],
    ) -> None:
        """Do *job* for all of *tickets* in one transaction, or for each in its own; else *put*."""
        submit = self._office.writer.submit
        try:
            submit(lambda tx: job(tx, tickets)).result()
        except Exception as error:
            if isinstance(error, StorageError) and error.kind != "rule":
                raise
            if len(tickets) > 1:
                for ticket in tickets:
                    self._each([ticket], job, put)
                return
            log.error("ticket %d: put off: %s", tickets[0], type(error).__name__)  # noqa: TRY400
            submit(lambda tx: put(tx, tickets[0])).result()


def _woken(tx: Tx, now: datetime) -> list[int]:
    """Return the tickets whose clocks have waited longest."""
    rows = tx.execute(
        "SELECT ticket FROM clock WHERE wake IS NOT NULL AND wake <= ? ORDER BY wake LIMIT ?",
        (to_us(now), BATCH),
    )
    return list(dict.fromkeys(row for (row,) in rows))


def _batch(tx: Tx, tickets: Sequence[int], means: Means, now: datetime) -> None:
    """Decide and write what is due for *tickets*; a second time there is nothing left to do."""
    setting = means.setting
    origin = Origin(SYSTEM, now, cause=f"clock:{setting.sop.calendar.day(now)}")
    found = cases.load(tx, tickets)
    decisions = [sweep.tick(case, setting.sop, now) for case in found.values()]
    told = late.told(tx, sweep.crowds(decisions), setting, now)
    left, crowds = sweep.merged(decisions, told)
    for decision in left:
        if decision.effects:
            effects.write(tx, decision, origin, means)
    for case in found.values():
        sleep(tx, case, now)
    for crowd in crowds:
        notice = late.notice(tx, crowd, setting, now)
        if notice is not None:
            cause = late.cause(crowd, setting, now)
            tell.tell(tx, notice, None, origin, setting, cause=cause)


def _ring(tx: Tx, tickets: Sequence[int], means: Means, now: datetime) -> None:
    """Tell the alarms of *tickets* that are still due once more."""
    sop = means.setting.sop
    for ticket, told, number in tx.execute(
        "SELECT ticket, told, round FROM alarm WHERE next_at IS NOT NULL AND next_at <= ?"
        f" AND ticket IN ({tx.marks(len(tickets))}) ORDER BY ticket",
        (to_us(now), *tickets),
    ):
        case = cases.load_one(tx, ticket)
        code = emergencies.agency_for(sop, case.category, case.accused)
        officers = roster.serving(tx, agency=code, roles=("officer", "head")) if code else ()
        decision = sweep.alarm(case, sweep.AlarmFact(told, number), officers, sop, now)
        origin = Origin(SYSTEM, now, cause=f"alarm:{ticket}:{number + 1}")
        effects.write(tx, decision, origin, means)


def _hush(tx: Tx, ticket: int, until: datetime) -> None:
    tx.change("UPDATE alarm SET next_at = ? WHERE ticket = ?", (to_us(until), ticket))

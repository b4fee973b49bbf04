"""What the daemon does by the clock: late parts, unknown outcomes, expiry, deadlines, the log."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import schedule

from gateway import erasure, inbox, outbox, retention
from gateway.digests.child import DigestRunner
from gateway.fallback import Fallback
from gateway.limits import Limits
from gateway.money import ALARM, settle
from gateway.office import Office
from gateway.setting import Setting
from gateway.sweep import Sweep
from gateway.watch import alarms, telling
from gateway.watch.watch import Watch
from models import attachments
from models.base import Tx
from models.errors import StorageError
from models.times import to_us

log = logging.getLogger(__name__)

MOST_LOG = 64 * 1024 * 1024
"""Bytes of write-ahead log after a checkpoint that people should hear of."""

JUMP = timedelta(minutes=1)
"""A wall clock that moves this much against the monotonic one has jumped ..."""

DISTRUST = timedelta(minutes=10)
"""... and nothing expires for this long of monotonic time: no mass expiry on a wrong date."""


NIGHT = range(1, 4)
"""Local hours in which writers may have to wait."""


class WallClock:
    """Sees the wall clock jump, and says whether to believe it. Pure but for state."""

    def __init__(self, wall: datetime, monotonic: float) -> None:
        """Start from a pair of readings taken together; seconds for the monotonic one."""
        self._wall = wall
        self._monotonic = monotonic
        self._distrusted_until = monotonic

    def jumped(self, wall: datetime, monotonic: float) -> datetime | None:
        """Take the next pair of readings; return what *wall* should be when it has jumped."""
        expected = self._wall + timedelta(seconds=monotonic - self._monotonic)
        self._wall, self._monotonic = wall, monotonic
        if abs(wall - expected) <= JUMP:
            return None
        drift = (wall - expected).total_seconds()
        log.warning("clock: jumped by %d s; nothing expires for %s", drift, DISTRUST)
        self._distrusted_until = monotonic + DISTRUST.total_seconds()
        return expected

    def trusted(self) -> bool:
        """Say whether messages may expire by the last reading."""
        return self._monotonic >= self._distrusted_until


class Jobs:
    """The daemon's recurring work; `tick()` runs what is due."""

    def __init__(
        self, office: Office, monotonic: Callable[[], float], setting: Callable[[], Setting]
    ) -> None:
        """Plan everything; *monotonic* is the daemon's clock in seconds, *setting* the desk's."""
        self._office = office
        self._sweeper = Sweep(office, setting)
        self._watch = Watch(office, setting)
        self._fallback = Fallback(office, setting)
        self._digests = DigestRunner(office, setting, monotonic)
        self._setting = setting
        self._kept_until: date | None = None  # day of the last retention
        self._monotonic = monotonic
        self._wall = WallClock(office.clock(), monotonic())
        self._plan = schedule.Scheduler()
        self._make_plan()

    def _make_plan(self) -> None:
        """Plan from now on: `schedule` counts by the wall clock and would sleep through a jump."""
        self._plan.clear()
        self._plan.every(1).seconds.do(self._parts)
        self._plan.every(1).seconds.do(self._unknown)
        self._plan.every(1).seconds.do(self._fallback.once)
        self._plan.every(1).minutes.do(self._budgets)
        self._plan.every(5).seconds.do(self._sweep)
        look = self._office.settings.alerts.every.total_seconds()
        self._plan.every(max(1, int(look))).seconds.do(self._watch.once)
        self._plan.every(5).seconds.do(self._tell_alarms)
        self._plan.every(10).seconds.do(self._expire)
        self._plan.every(10).seconds.do(self._send_digests)
        self._plan.every(1).hours.do(self._tidy)
        self._plan.every(1).days.do(self._forget_alarms)
        self._plan.every(20).minutes.do(self._night)

    def tick(self) -> None:
        """Run what is due."""
        expected = self._wall.jumped(self._office.clock(), self._monotonic())
        if expected is not None:
            self._make_plan()
            self._follow(expected)
        self._plan.run_pending()

    def close(self) -> None:
        """End what runs beside the daemon."""
        self._digests.close()

    def _follow(self, expected: datetime) -> None:
        """Let what waits go on waiting for as long as it would have without the jump."""
        now = self._office.clock()
        self._office.writer.submit(
            lambda tx: outbox.follow_clock(tx, expected=expected, now=now)
        ).result()
        self._office.wake_lines()

    def _write(self, job: Callable[[Tx], int], found: Callable[[Tx], bool]) -> int:
        """Run *job* in the writer when a look says that it has work: no idle commits."""
        with self._office.store.reading() as tx:
            if not found(tx):
                return 0
        return self._office.writer.submit(job).result()

    def _trusted(self) -> bool:
        """Say whether dates may be acted on: no jump lately, and the networks' stamps agree."""
        if not self._wall.trusted():
            return False
        with self._office.store.reading() as tx:
            return not alarms.stands(tx, "clock_wrong", "")

    def _parts(self) -> None:
        """Hand long messages to the desk whose missing parts are late."""
        before = self._office.clock() - self._office.settings.daemon.multipart_timeout
        seen = "SELECT 1 FROM inbox WHERE state = 'held' AND head = id AND received_at < ? LIMIT 1"
        count = self._write(
            lambda tx: inbox.overdue_groups(tx, before),
            lambda tx: bool(tx.execute(seen, (to_us(before),))),
        )
        if count:
            log.info("joining: %d messages go on without their missing parts", count)
            self._office.desk_wake.set()

    def _unknown(self) -> None:
        """Send essential parts once more whose outcome stayed unknown."""
        now = self._office.clock()
        wait = self._office.settings.daemon.unknown_wait
        seen = (
            "SELECT 1 FROM delivery WHERE state = 'unknown' AND ambiguous = 0 AND state_at <= ?"
            " LIMIT 1"
        )
        count = self._write(
            lambda tx: outbox.retry_unknown(tx, wait=wait, now=now),
            lambda tx: bool(tx.execute(seen, (to_us(now - wait),))),
        )
        if count:
            log.warning("outbox: %d parts of unknown outcome go out once more", count)
            self._office.wake_lines()

    def _budgets(self) -> None:
        """End the alarms of a month that is over."""
        office, now = self._office, self._office.clock()
        seen = "SELECT 1 FROM alarm_state WHERE name = ? AND cleared_at IS NULL LIMIT 1"
        rules = [
            Limits.of(line, office.settings.budget, office.city) for line in office.settings.lines
        ]
        self._write(
            lambda tx: sum(settle(tx, one, now) for one in rules),
            lambda tx: bool(tx.execute(seen, (ALARM,))),
        )

    def _expire(self) -> None:
        """Fail parts whose time is over, unless the clock cannot be believed."""
        now = self._office.clock()
        if not self._trusted():
            return
        seen = "SELECT 1 FROM delivery WHERE state = 'queued' AND valid_until <= ? LIMIT 1"
        count = self._write(
            lambda tx: outbox.expire(tx, now), lambda tx: bool(tx.execute(seen, (to_us(now),)))
        )
        if count:
            log.warning("outbox: %d parts expired before they could be sent", count)

    def _sweep(self) -> None:
        """Do what deadlines ask for, unless the clock cannot be believed."""
        if not self._trusted():
            return
        count = self._sweeper.tick()
        if count:
            log.info("sweep: %d tickets", count)

    def _tell_alarms(self) -> None:
        """Tell admins what is wrong with the gateway itself, and what is well again."""
        means = telling.Means(self._setting(), self._office.settings, self._office.clock())
        count = self._write(lambda tx: telling.tell_alarms(tx, means), telling.anything)
        if count:
            log.warning("alarms: %d told or settled", count)
            self._office.wake_lines()

    def _send_digests(self) -> None:
        """Let what is due by city.toml be sent, unless the clock cannot be believed."""
        if self._trusted():
            self._digests.tick()

    def _night(self) -> None:
        """At night remove what was kept long enough, and overwrite what was erased."""
        setting, now = self._setting(), self._office.clock()
        local = now.astimezone(setting.zone)
        if local.hour not in NIGHT or not self._trusted():
            return
        if setting.city.retention.automatic and self._kept_until != local.date():
            self._kept_until = local.date()
            self._retention(setting, now)
        with self._office.store.reading() as tx:
            due = tx.meta(erasure.SCRUB) is not None
        if not due:
            return
        try:
            self._office.store.scrub()
        except StorageError as error:
            if not error.heals:
                raise
            log.warning("privacy: the free space is not overwritten yet: %s", error)
        else:
            self._office.writer.submit(erasure.scrubbed).result()
            log.info("privacy: the free space of the database is overwritten")

    def _retention(self, setting: Setting, now: datetime) -> None:
        """Remove what was kept long enough, a page in a transaction."""

        def read(job: Callable[[Tx], Any]) -> Any:
            with self._office.store.reading() as tx:
                return job(tx)

        city = setting.city
        due = retention.due(city.retention, city.abuse.strike_life, now)
        folder = self._office.settings.state / attachments.FOLDER
        for one in retention.remove(read, lambda job: self._office.writer.submit(job).result(),
                                    due, now):  # fmt: skip
            attachments.remove_files(folder, one.files)
            if one.count:
                log.info("privacy: %s: %d rows were kept long enough", one.rule, one.count)

    def _forget_alarms(self) -> None:
        """Once a day remove alarms that are long over."""
        before = self._office.clock() - alarms.KEPT
        if self._trusted():
            self._office.writer.submit(lambda tx: alarms.forget(tx, before)).result()

    def _tidy(self) -> None:
        """Keep the write-ahead log small; a reader that never ends shows here."""
        left = self._office.store.tidy()
        if left > MOST_LOG:
            log.warning("database: %d bytes stay in the write-ahead log; who reads so long?", left)

"""The daemon: starts the threads in order, waits, stops them in order. It reads the clock."""

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue

from gateway import config, logs
from gateway.config_check import problems, refuse
from gateway.config_database import database_url
from gateway.desk import Desk
from gateway.errors import KentonganError, StorageError
from gateway.jobs import Jobs
from gateway.line import LineRunner
from gateway.mail.sender import MailSender
from gateway.notify import notify, watchdog
from gateway.office import Office
from gateway.setting import setting as setting_of
from gateway.watch.site import Site
from models import city as cities
from models import keyfile, lock
from models.base import Store, Tx
from models.i18n import choose
from models.place import make_directory
from models.rows import insert
from models.writer import Writer

log = logging.getLogger(__name__)

POLL = 0.25
"""Seconds between two looks whether another process wrote (the command line)."""

SWITCH_INTERVAL = 0.0005
"""Seconds after which a busy thread gives way, with an HTTP line. Measured on two busy cores, 64
connections and a thread that computes all the time, as the desk does: Python's own 5 ms gave
374-470 requests a second and 281-366 ms at p99, this 806-832 and 142-162. Without a busy thread it
costs a seventh (1,500 to 1,300 a second), so other daemons keep the 5 ms."""

STOP_WAIT = 8.0
"""Seconds that the threads together get to end; what was being sent is unknown then."""


def now() -> datetime:
    """Return the time, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Daemon:
    """One run, from the files to the exit code."""

    path: Path
    volatile: bool = False
    exit_code: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)
    signals: SimpleQueue[int] = field(default_factory=SimpleQueue)

    def run(self) -> int:
        """Serve until a signal or a fault; return the exit code."""
        settings = config.load(self.path)
        choose(settings.daemon.language)
        make_directory(settings.state)
        logs.start(
            level=settings.daemon.log_level,
            form=settings.daemon.log_format,
            file=settings.daemon.log_file,
        )
        if settings.server.lines:
            sys.setswitchinterval(SWITCH_INTERVAL)
        city = cities.load(settings.daemon.city)
        refuse(problems(settings, city))
        keys = keyfile.load(settings.daemon.key_file)
        with closing(lock.take(settings.state)):
            store = Store.open(
                database_url(settings),
                keys,
                volatile=self.volatile or settings.daemon.volatile,
                upgrade=True,
            )
            try:
                self._serve(settings, city, store)
            finally:
                store.close()
        return self.exit_code

    def _serve(self, settings: config.Settings, city: cities.City, store: Store) -> None:
        """Start, watch and stop the threads over an open store."""
        writer = Writer(store, fatal=self._fatal)
        office = Office(
            store=store, writer=writer, clock=now, node=_node(), settings=settings, city=city,
            stopping=self.stopping,
        )  # fmt: skip
        desk = Desk(office, setting_of(settings, city))
        runners = [LineRunner(line, office) for line in settings.lines]
        writer.start()
        _note_reload(office, "")
        self._catch_signals()
        post = MailSender(office)
        for thread in (desk, *runners, post):
            thread.start()
        site = Site(office, lambda: desk.setting, lambda: (desk, *runners, post))
        if settings.metrics is not None:
            site.open(settings.metrics.listen)
        log.info("ready: %d lines", len(runners))
        notify("READY=1")
        try:
            self._watch(office, desk, runners, post)
        finally:
            notify("STOPPING=1")
            self.stopping.set()
            office.wake_all()
            site.close()
            _join((*runners, post, desk))
            writer.close()
            log.info("ended")

    def _watch(
        self, office: Office, desk: Desk, runners: list[LineRunner], post: MailSender
    ) -> None:
        """Run the clock's jobs, look for other writers, and see that every thread lives."""
        seen = office.store.data_version()
        alarm = Watchdog([desk, *runners])
        with closing(Jobs(office, time.monotonic, lambda: desk.setting)) as jobs:
            while not self._stop_asked(office, desk):
                try:
                    version = office.store.data_version()
                    jobs.tick()
                except StorageError as error:
                    if not error.heals:
                        raise
                    log.debug("jobs: %s", error)  # the writer says it aloud
                else:
                    if version != seen:
                        seen = version
                        office.wake_all()
                alarm.look(time.monotonic())
                dead = [thread.name for thread in (desk, *runners, post) if not thread.is_alive()]
                if dead and not self.stopping.is_set():
                    log.error("thread ended: %s", ", ".join(dead))
                    self._fatal(StorageError("a thread ended"))

    def _reload(self, office: Office, desk: Desk) -> None:
        """Check both files, then swap them whole; an invalid file keeps the old ones."""
        try:
            settings = config.load(self.path)
            city = cities.load(settings.daemon.city)
            refuse(problems(settings, city))
            setting = setting_of(settings, city)
        except KentonganError as error:
            log.error("reload refused, the old files stay in force: %s", error)  # noqa: TRY400
            _note_reload(office, str(error))
            return
        if settings.lines != office.settings.lines:
            log.warning("reload: lines change only by a restart")
        office.settings, office.city = settings, city
        desk.setting = setting
        office.wake_all()
        _note_reload(office, "")
        log.info("reload: done")

    def _catch_signals(self) -> None:
        """Queue TERM, INT and HUP; only the main thread may ask for signals.

        A handler that set an Event would take its lock, and wait for ever when it interrupts the
        main thread in the moment that it holds it. SimpleQueue.put is made for that.
        """
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda number, _frame: self.signals.put(number))

    def _stop_asked(self, office: Office, desk: Desk) -> bool:
        """Wait a moment for signals and do what they ask: TERM and INT stop, HUP reloads."""
        asked = set()
        with suppress(Empty):
            asked.add(self.signals.get(timeout=POLL))
            while True:
                asked.add(self.signals.get_nowait())
        if asked - {signal.SIGHUP}:
            self.stopping.set()
        elif asked:
            self._reload(office, desk)
        return self.stopping.is_set()

    def _fatal(self, error: StorageError) -> None:
        """End the daemon because of the storage (EX_IOERR)."""
        log.critical("storage: %s", error)
        self.exit_code = StorageError.exit_code
        self.stopping.set()


class Watchdog:
    """Tells systemd that we live, but only while every thread makes progress."""

    def __init__(self, threads: "list[Desk | LineRunner]") -> None:
        """Watch the beats of *threads*."""
        self._threads = threads
        self._period = watchdog()
        self._beats: list[int] = []
        self._next = 0.0

    def look(self, monotonic: float) -> None:
        """Send a sign of life at half of the period, when all beats have grown since the last."""
        if self._period is None or monotonic < self._next:
            return
        beats = [thread.beats for thread in self._threads]
        if not self._beats or all(a > b for a, b in zip(beats, self._beats, strict=True)):
            notify("WATCHDOG=1")
            self._beats = beats
        self._next = monotonic + self._period / 2


def _join(threads: Sequence[threading.Thread]) -> None:
    """Wait until *threads* have ended, STOP_WAIT in all; say where one is that has not."""
    ends = time.monotonic() + STOP_WAIT
    for thread in threads:
        thread.join(max(0.0, ends - time.monotonic()))
    for thread in threads:
        frame = sys._current_frames().get(thread.ident or 0)
        if thread.is_alive() and frame is not None:
            where = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
            log.error("thread did not end: %s is at %s", thread.name, where)


def _note_reload(office: Office, fault: str) -> None:
    """Keep, for `line status`, why the last reload was refused; '' when it was not."""

    def job(tx: Tx) -> None:
        tx.change("DELETE FROM meta WHERE name = 'reload_fault'")
        if fault:
            insert(tx, "meta", {"name": "reload_fault", "value": fault})

    office.writer.submit(job).result()


def _node() -> str:
    """Return the name under which this process owns rows."""
    return f"{socket.gethostname()}:{os.getpid()}"


def run(settings_path: Path, *, volatile: bool = False) -> int:
    """Run the daemon with the files of *settings_path*; return its exit code.

    Raises ConfigError (78), AnotherDaemon (75) or StorageError (74) when it cannot start.
    """
    return Daemon(settings_path, volatile=volatile).run()

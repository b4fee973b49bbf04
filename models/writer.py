"""The daemon's one writing thread: jobs that wait together are committed together (group commit).

A future resolves only after COMMIT has put its job on the disk, so whoever waits for it may tell a
carrier. One savepoint a batch, not a job: a savepoint a job costs 2.6 times on SQLite and 14 times
on PostgreSQL. Only a batch that fails is undone and replayed job by job; hence a job may run twice
and must keep its effects to its transaction.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from models.base import Connection, Store, Tx
from models.errors import Busy, StorageError
from models.failpoint import reach
from models.i18n import _

log = logging.getLogger(__name__)

BATCH = 200  # jobs in one transaction
_TRY = 1.0  # seconds that one BEGIN waits for another writer
_WARN_TRIES = 5  # then people hear of it: within 6 s
_CLOSE_TRIES = 5  # a writer that is closing gives up then
_SAID_FOR = 60.0  # seconds: on a disk that is nearly full small jobs pass and large ones do not

# The whole batch is at fault, not one job; nothing of it was stored.
_WHOLE = ("full", "readonly", "io", "damaged", "lost")
# After these a write-ahead log on this descriptor is not to be trusted (RELIABILITY 3.3).
_FATAL = ("io", "damaged")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Tx], Any]
    future: Future[Any]


@dataclass(frozen=True, slots=True)
class _Outcome:
    future: Future[Any]
    result: Any = None
    error: Exception | None = None


class Writer:
    """Takes jobs from any thread and runs them in transactions of one thread."""

    def __init__(
        self, store: Store, *, limit: int = 2000, fatal: Callable[[StorageError], None]
    ) -> None:
        """Let at most *limit* jobs wait.

        *fatal* is called once, from the writer's thread, when a COMMIT failed or its outcome is
        unknown: the daemon must end (exit 74).
        """
        self._store = store
        self._limit = limit
        self._fatal = fatal
        self._first: deque[_Job] = deque()
        self._rest: deque[_Job] = deque()
        self._more = threading.Condition()
        self._closing = threading.Event()
        self._running: Sequence[_Job] = ()
        self._patient: Any = None  # the driver's connection that waits only _TRY
        self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
        self.trouble = ""  # why nothing can be stored now, a kind of StorageError; "" when it can
        self._said: dict[str, float] = {}  # trouble -> when people were told last
        self._told = False  # of the trouble that there is now

    def submit(self, job: Callable[[Tx], T], *, first: bool = False) -> Future[T]:
        """Queue *job* and return the future of its result, resolved after COMMIT.

        *first* lets it overtake the jobs that are not: what a carrier waits for. Raises Busy when
        the queue is full or the writer closed.
        """
        future: Future[T] = Future()
        with self._more:
            if self._closing.is_set():
                raise Busy(_("writer: closed"))
            if self.waiting() >= self._limit:
                raise Busy(_("writer: %(limit)d jobs wait already") % {"limit": self._limit})
            (self._first if first else self._rest).append(_Job(job, future))
            self._more.notify()
        return future

    def waiting(self) -> int:
        """Return how many jobs are queued."""
        return len(self._first) + len(self._rest)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def close(self) -> None:
        """Take no more jobs, finish those that are queued, and end the thread."""
        with self._more:
            self._closing.set()
            self._more.notify()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()
        self._drop(StorageError(_("writer: closed before this was stored")))

    def _loop(self) -> None:
        try:
            while batch := self._take():
                self._write(batch)
        except StorageError as error:
            self._end(error)
        except BaseException as error:
            log.exception("writer: ended by a mistake of ours")
            self._end(StorageError(_("writer: ended by %(error)r") % {"error": type(error)}))
        finally:
            self._store.release()

    def _take(self) -> list[_Job]:
        """Wait for a job and return it with what else is there; empty when closed and done."""
        with self._more:
            while not self._first and not self._rest and not self._closing.is_set():
                self._more.wait()
            batch: list[_Job] = []
            for queue in (self._first, self._rest):
                while queue and len(batch) < BATCH:
                    batch.append(queue.popleft())
            return batch

    def _write(self, batch: Sequence[_Job]) -> None:
        """Run *batch* in one transaction and tell its futures; raises only what is fatal."""
        jobs = [job for job in batch if job.future.set_running_or_notify_cancel()]
        self._running = jobs
        try:
            connection = self._begin()
            outcomes = self._run(connection, jobs)
        except StorageError as error:
            self._give_up(jobs, error)
            return
        reach("before_commit")
        if not self._commit(connection, jobs):
            return
        reach("after_commit")
        self._well()
        for outcome in outcomes:
            if outcome.error is None:
                outcome.future.set_result(outcome.result)
            else:
                outcome.future.set_exception(outcome.error)
        self._running = ()

    def _begin(self) -> Connection:
        """Open a transaction; wait for another process as long as it takes, futures stay open."""
        tries = 0
        while True:
            try:
                connection = self._store.connection()
                if connection.raw is not self._patient:
                    connection.dialect.patience(connection.raw, _TRY)
                    connection.dialect.prepare_writer(connection.raw)
                    self._patient = connection.raw
                connection.begin()
            except StorageError as error:
                if error.kind != "locked" or (self._closing.is_set() and tries >= _CLOSE_TRIES):
                    raise
                tries += 1
                if tries == _WARN_TRIES:
                    self._warn(error)
                self._closing.wait(0.01)  # some locks are refused at once, without patience
            else:
                return connection

    def _run(self, connection: Connection, jobs: Sequence[_Job]) -> list[_Outcome]:
        """Run all jobs under one savepoint, or, if one fails, each under its own."""
        connection.savepoint()
        try:
            done = [_Outcome(job.future, job.work(connection.tx)) for job in jobs]
            connection.release()  # what waited to be written (Tx.later) is, or fails, here
        except Exception as error:  # noqa: BLE001 - whatever a job raises is its future's
            self._undo(connection, error)
            if len(jobs) == 1:
                return [_Outcome(jobs[0].future, error=error)]
        else:
            return done
        return [outcome for job in jobs for outcome in self._run(connection, [job])]

    def _undo(self, connection: Connection, error: Exception) -> None:
        """Go back to the savepoint, or raise when the whole transaction is at fault."""
        if isinstance(error, StorageError) and error.kind in _WHOLE:
            raise error
        if not connection.open:  # SQLite itself undoes all after some errors
            raise StorageError(_("writer: the transaction ended early"), kind="full") from error
        connection.undo()

    def _commit(self, connection: Connection, jobs: Sequence[_Job]) -> bool:
        """COMMIT and say whether it is done; a full disk is told to *jobs*, all else is raised."""
        try:
            connection.commit()
        except StorageError as error:
            # SQLITE_FULL comes from writing the log, before its last frame counts: certainly not
            # committed. An error of fdatasync is "io", and nobody knows.
            if error.kind != "full":
                raise
            self._give_up(jobs, error)
            return False
        return True

    def _give_up(self, jobs: Sequence[_Job], error: StorageError) -> None:
        """Undo and tell *jobs* that nothing was stored; raises *error* again if it is fatal."""
        if error.kind in _FATAL:
            raise error
        self._warn(error)
        with suppress(StorageError):
            self._store.connection().rollback()
        for job in jobs:
            job.future.set_exception(error)
        self._running = ()

    def _warn(self, error: StorageError) -> None:
        """Say why nothing can be stored: not with each batch, nor with each flap in a minute."""
        if self.trouble == error.kind:
            return
        self.trouble = error.kind
        now = time.monotonic()
        self._told = now - self._said.get(error.kind, -_SAID_FOR) >= _SAID_FOR
        if self._told:
            self._said[error.kind] = now
            log.warning("writer: stores nothing now: %s", error)

    def _well(self) -> None:
        """Note that something was stored; say so when people were told that it could not be."""
        if self.trouble and self._told:
            log.warning("writer: stores again")
        self.trouble = ""

    def _end(self, error: StorageError) -> None:
        """Close, fail every future, and tell the daemon."""
        with self._more:
            self._closing.set()
        self._drop(error)
        self._fatal(error)

    def _drop(self, error: StorageError) -> None:
        """Fail what is running or waiting."""
        with self._more:
            left = [*self._running, *self._first, *self._rest]
            self._running = ()
            self._first.clear()
            self._rest.clear()
        for job in left:
            with suppress(Exception):  # cancelled or done in the meantime
                job.future.set_exception(error)

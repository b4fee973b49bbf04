"""The desk: new messages are parsed, then read, decided and written in one writer job a batch.

The job is safe to repeat: it leaves alone what is no longer new, so a message makes one ticket
however often it is tried. Facts are read inside the job, so they are never stale.
"""

import gc
import logging
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path

from gateway import effects, facts
from gateway.crowd import Crowd, crowd
from gateway.errors import StorageError
from gateway.gather import Message, gather
from gateway.office import Office
from gateway.origin import Means, Origin
from gateway.reader import Reader
from gateway.reading import Asked, Lens, Read, read
from gateway.setting import Setting
from gateway.watch import operator
from models import roster
from models.base import Tx
from models.clocks import Span, due
from models.rows import expect
from models.workflow import decide
from parser import parse

log = logging.getLogger(__name__)

BATCH = 50
YOUNG = 3000
"""Objects after which the collector looks at the young ones: a batch makes more than its 700."""

PARSE_TIME = 0.010
"""Seconds of parsing after which a batch is closed: accept jobs must not wait long."""

IDLE = 1.0
"""Seconds between two looks when nobody wakes us."""

Pair = tuple[Message, Read]


class Desk(threading.Thread):
    """One thread; `once()` does one batch and is all that a test needs."""

    def __init__(self, office: Office, setting: Setting) -> None:
        super().__init__(name="desk", daemon=True)
        self.beats = 0  # grows while the thread makes progress
        self.setting = setting  # swapped whole by a reload
        self._office = office
        self._pairs: Sequence[Pair] = ()  # what the writer has, and its outcome
        self._flight: Future[None] | None = None
        self._reader = Reader()

    def run(self) -> None:
        """Work until the office stops; a storage fault ends the thread, and so the daemon."""
        office = self._office
        self._warm()
        gc.freeze()  # words and rules stay: the collector shall not walk them with every batch
        gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
        try:
            while not office.stopping.is_set():
                office.desk_wake.clear()
                busy = self._try(self._turn)
                self.beats += 1
                if not busy:
                    self._reader.rest()
                    office.desk_wake.wait(IDLE)
            self._try(self._land)
        finally:
            self._reader.close()

    def _try(self, act: Callable[[], int]) -> int:
        """Do *act*; 0 when the storage takes nothing now."""
        try:
            return act()
        except StorageError as error:
            level = logging.DEBUG if error.heals else logging.WARNING  # the writer said it
            log.log(level, "desk: %s", error)
            return 0

    def _warm(self) -> None:
        """Read what the first message would wait for, 0.2 s: holidays, word lists, areas."""
        due(self._office.clock(), Span(1, "hk"), self.setting.sop.calendar)
        for line in self.setting.lines.values():
            words = self.setting.words_of(line.name)
            parse("ketik lapor NIK 3506040101010001 lampu trotaor mati", words)

    def once(self) -> int:
        """Answer one batch and return how many messages it held."""
        messages, asked, damaged = self._gather()
        self._submit(self._parse(messages, asked, self.setting.lens))
        return damaged + self._land()

    def _turn(self) -> int:
        """Read a batch while the writer has the one before; return how many messages moved.

        Another process reads a large one.
        """
        messages, asked, damaged = self._gather()
        lens = self.setting.lens
        if not self._reader.ask(asked, lens):
            pairs = self._parse(messages, asked, lens)
            return damaged + self._land() + self._submit(pairs)
        moved = damaged + self._land()
        readings = self._reader.answers()
        if readings is None:
            return moved + self._submit(self._parse(messages, asked, lens))
        return moved + self._submit(list(zip(messages, readings, strict=True)))

    def _gather(self) -> tuple[list[Message], list[Asked], int]:
        """Return the next messages, what to ask of them, and how many were set aside as damaged."""
        flying = {message.late or message.inbox for message, _ in self._pairs}
        with self._office.store.reading() as tx:
            messages, damaged = gather(tx, BATCH, flying)
            officers = roster.numbers(tx, [one.sender.number for one in messages])
        for row in damaged:
            log.error("inbox %d: set aside, its words do not open", row)
            self._set_aside(row, "damaged")
        requires = self.setting.requires
        asked = [
            Asked(
                one.text, one.line, requires(one.line),
                "petugas" if one.sender.number in officers else "warga",
            )
            for one in messages
        ]  # fmt: skip
        return messages, asked, len(damaged)

    def _submit(self, pairs: Sequence[Pair]) -> int:
        """Give a batch to the writer; nothing else of ours is there."""
        for message, (reading, _gist) in pairs:
            if reading.why:  # the parser tells it here only of a fault of its own
                log.error(
                    "inbox %d: reading failed, a person must read it: %s",
                    message.inbox, reading.why[0].words,
                )  # fmt: skip
        if pairs:
            office = self._office
            future = office.writer.submit(lambda tx: self._batch(tx, pairs))
            self._pairs, self._flight = pairs, future
            future.add_done_callback(lambda _: office.wake_lines())
        return len(pairs)

    def _land(self) -> int:
        """Wait until the batch that the writer has is committed; return how many it held."""
        pairs, flight = self._pairs, self._flight
        if flight is None:
            return 0
        self._pairs, self._flight = (), None
        try:
            flight.result()
        except StorageError as error:
            if error.kind != "rule":
                raise
            self._one_by_one(pairs)
        except Exception:  # noqa: BLE001 - one poisoned message must not stop all others
            self._one_by_one(pairs)
        return len(pairs)

    @staticmethod
    def _parse(messages: Sequence[Message], asked: Sequence[Asked], lens: Lens) -> list[Pair]:
        """Read the messages, outside any transaction, until the time of a batch is up."""
        ends = time.monotonic() + PARSE_TIME
        pairs: list[Pair] = []
        for message, one in zip(messages, asked, strict=True):
            pairs.append((message, read(one, lens)))
            if time.monotonic() > ends:
                break
        return pairs

    def _batch(self, tx: Tx, pairs: Sequence[Pair]) -> None:
        """Decide and write all of *pairs* in the writer's transaction.

        A message alone is written at once: that is how a batch that failed is tried again.
        """
        now = self._office.clock()
        who = crowd(tx, [message for message, _read in pairs], now)
        means = Means(self._office.store.number_key, self.setting)
        with tx.deferred() if len(pairs) > 1 else nullcontext():
            if tx.deferring:
                expect(tx, "outbox", [cause_of(message) for message, _read in pairs])
            for message, words in pairs:
                if (message.late or message.inbox) not in who.waiting:
                    continue
                if not operator.heard(tx, message, self.setting, now):
                    self._answer(tx, message, words, who, now, means)

    def _answer(
        self, tx: Tx, message: Message, words: Read, who: Crowd, now: datetime, means: Means
    ) -> None:
        """Decide and write one message."""
        reading, gist = words
        contact = who.contact(message)
        origin = Origin(
            who.actor(contact), now, cause=cause_of(message),
            text=message.text, line=message.line, contact=contact,
            stranger=contact in who.strangers, message=message, reading=reading,
            gist=gist,
        )  # fmt: skip
        if message.late and effects.amend(tx, origin, means):
            return
        known = facts.load(tx, origin, means.setting)
        effects.write(tx, decide(reading, known, now), origin, means)

    def _one_by_one(self, pairs: Sequence[Pair]) -> None:
        """Find the message that breaks the batch and set it aside where people see it."""
        for pair in pairs:
            try:
                self._office.writer.submit(partial(self._batch, pairs=[pair])).result()
            except Exception as error:
                if isinstance(error, StorageError) and error.kind != "rule":
                    raise
                # Not the traceback: it could hold the citizen's words.
                where = traceback.extract_tb(error.__traceback__)[-1]
                name = type(error).__name__
                place = f"{Path(where.filename).name}:{where.lineno}"
                log.error("inbox %d: set aside: %s at %s", pair[0].inbox, name, place)  # noqa: TRY400
                self._set_aside(pair[0].late or pair[0].inbox, "desk_failed")

    def _set_aside(self, row: int, reason: str) -> None:
        """Mark a row bad: kept, listed and counted, and never tried again by itself."""

        def job(tx: Tx) -> int:
            return tx.change(
                "UPDATE inbox SET state = 'bad', reason = ? WHERE id = ?", (reason, row)
            )

        self._office.writer.submit(job).result()


def cause_of(message: Message) -> str:
    """Return what the answers to *message* name as their cause."""
    return f"inbox:{message.late or message.inbox}"

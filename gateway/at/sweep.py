"""Reads every stored SMS, hands all of them over, and deletes what is committed, one by one."""

import logging
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass

from gateway import pdu
from gateway.at import commands
from gateway.at.codes import Fate, fate, name
from gateway.at.commands import Answer, Entry
from gateway.at.port import NoAnswer, Port
from gateway.at.setup import Fitting, select
from gateway.errors import LineDown, StorageError, TemporaryError
from gateway.message import DeliveryReport, Inbound, Stored
from gateway.transport import Deliver
from models.failpoint import reach

log = logging.getLogger(__name__)

COMMIT_WAIT = 30.0  # seconds; then the future is asked again in the next sweep
LIES = 2  # times that a PDU came back to a slot whose deleting was confirmed: then we look
QUARANTINE = 5  # failed deletes of one slot before it is left alone until the next connection
_RECEIVED = {0, 1}  # stat of AT+CMGL; 2 and 3 are drafts and copies that somebody else wrote


@dataclass(slots=True)
class _Slot:
    """A message that was handed over and is still in its store."""

    pdu: str
    future: "Future[Sequence[Stored]]"
    place: int  # in the batch
    is_report: bool
    stored: int = 0  # Stored.id once it is committed
    failures: int = 0  # of deleting it


class Sweeper:
    """The receiving side of one connection; used by one thread. clinging() is for all."""

    def __init__(self, port: Port, line: str, fitting: Fitting, deliver: Deliver) -> None:
        self.received = 0
        self.listed = 0  # received SMS in the line's own store when it was read last
        self._port = port
        self._line = line
        self._fitting = fitting
        self._deliver = deliver
        self._slots: dict[tuple[str, int], _Slot] = {}
        self._returned: dict[tuple[str, int], tuple[str, int]] = {}  # key -> PDU, how often
        self._doubtful = False  # an answer was lost: look before deleting
        self._clinging: frozenset[int] = frozenset()

    def clinging(self) -> frozenset[int]:
        """Return the inbox ids (Stored.id) that are committed and could not be deleted yet."""
        return self._clinging

    def untold(self) -> frozenset[int] | None:
        """Return clinging(), or None while the commit of something handed over is open."""
        if any(not slot.stored for slot in self._slots.values()):
            return None
        return self._clinging

    def stuck(self) -> int:
        """Return how many slots are in quarantine: they are taken and cannot be drained."""
        return sum(slot.failures >= QUARANTINE for slot in self._slots.values())

    def sweep(self, memories: Sequence[str] = ()) -> int:
        """Read the line's store and *memories*; return how many SMS were stored and deleted.

        Raises TemporaryError when a store cannot be read and StorageError when the database takes
        nothing now: all is still on the SIM. Raises LineDown, NoAnswer and PortLost.
        """
        home = self._fitting.memory
        gone = self._sweep(home)
        for memory in memories:
            if memory == home or not home or not select(self._port, memory, home=home):
                continue
            try:
                gone += self._sweep(memory)
            finally:
                if self._port.alive:
                    select(self._port, home)
        return gone

    def take(self, pdus: Sequence[str]) -> None:
        """Hand over PDUs that the modem routed to us and keeps nowhere, then acknowledge them.

        Raises StorageError when they were not committed: *pdus* must be offered again.
        """
        batch = [self._value(raw, None) for raw in pdus]
        stored = self._result(self._hand_over(batch))
        if stored is None:
            raise StorageError(f"{self._line}: not stored now")
        self.received += len(stored)
        if self._fitting.acknowledge:
            for _ in pdus:
                self._port.command("AT+CNMA")

    def _sweep(self, memory: str) -> int:
        self._doubtful = False
        found = self._listed()
        reach("after_read")
        listed = [e for e in found if e.status in _RECEIVED]
        if memory == self._fitting.memory:
            self.listed = len(listed)
        known = {(memory, entry.index): entry for entry in listed}
        for key in [k for k in self._slots if k[0] == memory and k not in known]:
            del self._slots[key]
        fresh = [self._checked(e) for key, e in known.items() if self._is_fresh(key, e)]
        if any(fresh):
            self._accept(memory, [entry for entry in fresh if entry])
        return self._clean(memory)

    def _listed(self) -> list[Entry]:
        try:
            answer = self._port.command("AT+CMGL=4")
        except NoAnswer as late:
            found = commands.entries(late.data or ())
            if not found:
                raise
            self._doubtful = True  # the final OK got lost on the serial line
            return found
        self._raise_for(answer)
        return commands.entries(answer.lines)

    def _raise_for(self, answer: Answer) -> None:
        end = fate(answer.kind, answer.code)
        if not answer.ok and end is not Fate.EMPTY:
            code = name(answer.kind, answer.code)
            error = LineDown if end is Fate.LINE else TemporaryError
            raise error(f"{self._line}: AT+CMGL: {code}", line=self._line, code=code)

    def _is_fresh(self, key: tuple[str, int], entry: Entry) -> bool:
        slot = self._slots.get(key)
        if slot is None or (entry.pdu and slot.pdu != entry.pdu):
            return True
        # A future that failed was rolled back: offer it again. One that is open may still commit.
        return slot.future.done() and slot.future.exception() is not None

    def _checked(self, entry: Entry) -> Entry | None:
        """Return *entry* if its PDU came whole, else what a second look shows; None: later."""
        if entry.whole:
            return entry
        again = commands.single(entry.index, self._port.command(f"AT+CMGR={entry.index}").lines)
        if again is None or not (again.whole or again.pdu == entry.pdu):
            log.warning("line %s: slot %d: no PDU to read", self._line, entry.index)
            return None
        return again

    def _accept(self, memory: str, fresh: Sequence[Entry]) -> None:
        batch = [self._value(entry.pdu, entry.length) for entry in fresh]
        future = self._hand_over(batch)
        for place, (entry, value) in enumerate(zip(fresh, batch, strict=True)):
            is_report = isinstance(value, DeliveryReport)
            self._note_return((memory, entry.index), entry.pdu)
            self._slots[memory, entry.index] = _Slot(entry.pdu, future, place, is_report)

    def _note_return(self, key: tuple[str, int], raw: str) -> None:
        last, times = self._returned.get(key, ("", 0))
        self._returned[key] = (raw, times + 1 if raw == last else 0)

    def _value(self, raw: str, length: int | None) -> Inbound | DeliveryReport:
        identity = (self._fitting.imsi or self._line).encode() + b":" + raw.encode("ascii")
        return pdu.to_inbound(raw, line=self._line, identity=identity, length=length)

    def _hand_over(self, batch: Sequence[Inbound | DeliveryReport]) -> "Future[Sequence[Stored]]":
        try:
            return self._deliver(batch)
        except StorageError as error:
            failed: Future[Sequence[Stored]] = Future()
            failed.set_exception(error)
            return failed

    def _result(self, future: "Future[Sequence[Stored]]") -> Sequence[Stored] | None:
        try:
            return future.result(COMMIT_WAIT)
        except TooSlow:
            log.warning("line %s: no commit within %.0f s", self._line, COMMIT_WAIT)
        except Exception as error:  # noqa: BLE001 - whatever it was, nothing is committed
            log.warning("line %s: not stored: %s", self._line, type(error).__name__)
        return None

    def _clean(self, memory: str) -> int:
        """Delete what is committed; raises StorageError if something was not."""
        gone, refused = 0, False
        for key in [k for k in self._slots if k[0] == memory]:
            slot = self._slots[key]
            if not slot.stored:
                stored = self._result(slot.future)
                if stored is None:
                    refused = True
                    continue
                slot.stored = stored[slot.place].id
                self.received += 1
            if slot.failures < QUARANTINE and self._delete(key, slot):
                gone += 1
        self._publish()
        if refused:
            raise StorageError(f"{self._line}: not stored now")
        return gone

    def _delete(self, key: tuple[str, int], slot: _Slot) -> bool:
        index = key[1]
        try:
            if self._doubtful and not self._still_there(index, slot):
                del self._slots[key]
                return False
            answer = self._port.command(f"AT+CMGD={index}")
        except NoAnswer:
            self._doubtful = True
            slot.failures += 1
            self._publish()
            raise
        reach("after_ack")
        gone = answer.ok or fate(answer.kind, answer.code) is Fate.EMPTY
        if gone and not (self._returned[key][1] >= LIES and self._still_there(index, slot)):
            del self._slots[key]
            return True
        slot.failures += 1
        if slot.failures == QUARANTINE:
            log.error("line %s: slot %d cannot be deleted", self._line, index)
        return False

    def _still_there(self, index: int, slot: _Slot) -> bool:
        """Compare before deleting: after a lost answer the slot may hold another SMS by now."""
        shown = commands.single(index, self._port.command(f"AT+CMGR={index}").lines)
        return shown is not None and shown.pdu == slot.pdu

    def _publish(self) -> None:
        self._clinging = frozenset(
            slot.stored for slot in self._slots.values() if slot.stored and not slot.is_report
        )

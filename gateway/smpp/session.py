"""One bind: what the peer asks and answers, the window of what we asked, and its signs of life."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from gateway.config_smpp import SmppLine
from gateway.errors import LineDown, PermanentError, TemporaryError, UnknownOutcome
from gateway.message import DeliveryReport, Inbound, Outbound, Receipt
from gateway.smpp import codes, receipts
from gateway.smpp.connect import UNREACHABLE
from gateway.smpp.inbound import Reading, to_inbound
from gateway.smpp.link import FULL, Link
from gateway.smpp.outbound import refusal, submit, submit_whole
from gateway.smpp.pdu import Answer, Bad, Bind, Message, Pdu, Plain, decode
from gateway.smpp.pdu_encode import answer, encode, nack
from gateway.transport import Leaving
from models.failpoint import reach
from models.quick import quick

PATIENCE = 1.9
"""Intervals of silence after which the peer is dead: found within two, whenever it died."""

REFUSED_WAIT = 60.0
"""Seconds before a refused bind is tried again: some count refusals and lock the account."""

_LAST_SEQUENCE = 0x7FFF_FFFF

_OWN_CODES = {
    "sm_length": codes.RINVMSGLEN,
    "source": codes.RINVSRCADR,
    "destination": codes.RINVDSTADR,
    "tlv": codes.ROPTPARSTRM,
}
"""Field of a message that breaks its own length -> the answer, once its octets are stored."""


@quick
@dataclass(frozen=True, slots=True)
class Asked:
    """One message that the peer handed over, and the answer that it gets once it is stored."""

    item: Inbound | DeliveryReport
    command: int
    sequence: int
    status: int = codes.ROK
    nacked: bool = False  # it cannot be answered by its own response

    def answer(self, status: int | None = None) -> bytes:
        """Return the response in octets; *status* instead of its own when it was not stored."""
        if status is not None:
            return answer(self.command, status, self.sequence)
        if self.nacked:
            return nack(self.status, self.sequence)
        return answer(self.command, self.status, self.sequence)


@quick
@dataclass(frozen=True, slots=True)
class _Flying:
    """A part that waits for its submit_sm_resp."""

    future: "Future[Receipt]"
    until: float  # monotonic


@dataclass(slots=True)
class Counts:
    """What happened on a bind so far."""

    received: int = 0
    sent: int = 0
    errors: int = 0
    ignored: int = 0  # responses that nobody waits for, and PDUs that are not for us


@dataclass(slots=True, eq=False)
class Session:
    """One bind over one link. `room`, `send` and `reply` are anybody's, the rest is the loop's."""

    line: SmppLine
    link: Link
    role: int  # codes.BIND_*
    leaving: Leaving
    counts: Counts = field(default_factory=Counts)
    unanswered: int = 0  # messages that were handed on and not answered yet
    unbound: bool = False  # the peer agreed to part
    throttled: int = 0  # refusals for haste in a row
    _flying: dict[int, _Flying] = field(default_factory=dict)
    _early: list[bytes] = field(default_factory=list)
    _sequence: int = 0
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _heard: float = field(default_factory=time.monotonic)
    _enquired: float = 0.0
    _quiet_until: float = 0.0
    _how: Reading = field(init=False)

    def __post_init__(self) -> None:
        self._how = Reading.of(self.line)

    @property
    def lost(self) -> str:
        """Why the bind ended, '' while it lives."""
        return self.link.lost

    @property
    def flying(self) -> int:
        """How many parts wait for their answer."""
        return len(self._flying)

    @property
    def settled(self) -> bool:
        """Whether the peer knows all that we stored: an orderly end with nothing open."""
        return self.unbound and not self.unanswered

    # --- the beginning and the end

    def bind(self, password: bytes) -> None:
        """Bind, and wait for the answer; raises LineDown, latched for refused credentials."""
        line = self.line
        try:
            request = encode(
                Bind(
                    self.role,
                    self._next(),
                    system_id=line.system_id.encode(),
                    password=password,
                    system_type=line.system_type.encode(),
                    interface_version=int(line.interface_version, 16),
                    address_range=line.address_range.encode(),
                )
            )
        except ValueError as error:
            words = f"{line.name}: system_id, password, system_type or address_range is too long"
            raise LineDown(words, line=line.name, latched=True) from error
        self.link.write(request)
        status = self._await_bind()
        if status:
            code = codes.code(status)
            raise LineDown(
                f"{line.name}: bind refused: {code}", line=line.name, code=code,
                latched=status in codes.LATCHED, wait=REFUSED_WAIT,
            )  # fmt: skip

    def _await_bind(self) -> int:
        """Return the status of the bind's answer; what came behind it is kept for the loop."""
        ends = time.monotonic() + self.line.connection_timeout.total_seconds()
        while not self.link.lost and time.monotonic() < ends:
            self.link.wait(ends - time.monotonic())
            frames = self.link.read()
            for at, raw in enumerate(frames):
                pdu = decode(raw)
                if pdu.command in (self.role | codes.RESPONSE, codes.GENERIC_NACK):
                    self._early += frames[at + 1 :]
                    return pdu.status or (codes.RBINDFAIL if isinstance(pdu, Plain) else 0)
                self._early.append(raw)
        why = self.link.lost or "no answer to the bind"
        raise LineDown(f"{self.line.name}: {why}", line=self.line.name, code=UNREACHABLE)

    def unbind(self) -> None:
        """Ask to part; `unbound` is set when the peer agrees."""
        self.link.write(encode(Plain(codes.UNBIND, self._next())))

    def lose(self, why: str) -> None:
        """End the link, and every part in flight as unknown."""
        self.link.close(why)
        with self._guard:
            left, self._flying = list(self._flying.values()), {}
        name = self.line.name
        for one in left:
            one.future.set_exception(UnknownOutcome(f"{name}: {why}", line=name, code="closed"))

    # --- sending

    def room(self, now: float) -> int:
        """Return how many parts may be given to send() now."""
        if self.lost or self.role == codes.BIND_RECEIVER or self.link.unsent > FULL:
            return 0
        if now < self._quiet_until:
            return 0
        return max(0, self.line.window - len(self._flying))

    def send(self, bundles: Sequence[Sequence[Outbound]]) -> "list[Future[Receipt]]":
        """Send each of *bundles* as one PDU, all in one write; never blocks.

        Return a future for each part; the parts of a bundle share theirs.
        """
        made = [self._prepare(bundle) for bundle in bundles]
        until = time.monotonic() + self.line.response_timeout.total_seconds()
        ready: list[bytes] = []
        with self._guard:
            for bundle, (sequence, octets, future) in zip(bundles, made, strict=True):
                if octets:
                    for part in bundle:
                        self.leaving(part.delivery, part.epoch)
                    self._flying[sequence] = _Flying(future, until)
                    ready.append(octets)
        if ready:
            if not self.link.write(b"".join(ready)):
                self._take_back([sequence for sequence, octets, _ in made if octets])
            reach("after_write")
        return [
            future for bundle, (_, _, future) in zip(bundles, made, strict=True) for _part in bundle
        ]

    def _prepare(self, bundle: Sequence[Outbound]) -> "tuple[int, bytes, Future[Receipt]]":
        """Return sequence, octets and future of a bundle; no octets when it cannot be sent so."""
        future: Future[Receipt] = Future()
        sequence = self._next()
        try:
            if len(bundle) > 1:
                return sequence, encode(submit_whole(bundle, sequence, self.line)), future
            return sequence, encode(submit(bundle[0], sequence, self.line)), future
        except (ValueError, OverflowError) as error:
            name = self.line.name
            future.set_exception(PermanentError(f"{name}: {error}", line=name, code="encode"))
            return sequence, b"", future

    def _take_back(self, sequences: Sequence[int]) -> None:
        """End parts of which no octet can have left."""
        with self._guard:
            back = [one for each in sequences if (one := self._flying.pop(each, None))]
        name = self.line.name
        for one in back:
            one.future.set_exception(TemporaryError(f"{name}: lost", line=name, code="closed"))

    def _next(self) -> int:
        with self._guard:
            self._sequence = self._sequence % _LAST_SEQUENCE + 1
            return self._sequence

    # --- receiving

    def read(self) -> list[Asked]:
        """Take all that came; answer what can be answered at once, return what must be stored."""
        frames = self._early + self.link.read()
        self._early = []
        if not frames:
            return []
        self._heard = time.monotonic()
        asked: list[Asked] = []
        now: list[bytes] = []
        for raw in frames:
            pdu = decode(raw)
            if pdu.command in (codes.DELIVER_SM, codes.DATA_SM):
                asked.append(self._ask(pdu, raw))
            else:
                now.append(self._take(pdu))
        if reply := b"".join(now):
            self.link.write(reply)
        self.counts.received += len(asked)
        return asked

    def reply(self, octets: bytes, count: int) -> None:
        """Send the answers to *count* messages of one batch in one write."""
        self.link.write(octets)
        with self._guard:
            self.unanswered -= count

    def hold(self, count: int) -> None:
        """Note that *count* messages were handed on and wait for their answers."""
        with self._guard:
            self.unanswered += count

    def _ask(self, pdu: Pdu | Bad, raw: bytes) -> Asked:
        """Return a message for the writer; one that breaks its own lengths is kept as it is."""
        assert isinstance(pdu, Message | Bad)
        item = to_inbound(pdu, raw, self._how)
        if isinstance(pdu, Message):
            return Asked(item, pdu.command, pdu.sequence)
        self.counts.errors += 1
        status = _OWN_CODES.get(pdu.reason, codes.RINVCMDLEN)
        return Asked(item, pdu.command, pdu.sequence, status, pdu.reason not in _OWN_CODES)

    def _take(self, pdu: Pdu | Bad) -> bytes:
        """Deal with anything but a message; return what it is answered at once."""
        if pdu.command & codes.RESPONSE:
            self._answered(pdu)
            return b""
        if pdu.status:
            self.counts.errors += 1  # requests carry none (5.1.3): it is not looked at
        match pdu.command:
            case codes.ENQUIRE_LINK:
                return answer(pdu.command, codes.ROK, pdu.sequence)
            case codes.UNBIND:
                self.link.write(answer(pdu.command, codes.ROK, pdu.sequence))
                self.link.lost = self.link.lost or "unbound by the carrier"
                return b""
            case codes.ALERT_NOTIFICATION | codes.OUTBIND:  # they have no answer
                self.counts.ignored += 1
                return b""
            case codes.BIND_RECEIVER | codes.BIND_TRANSMITTER | codes.BIND_TRANSCEIVER:
                return answer(pdu.command, codes.RALYBND, pdu.sequence)
        self.counts.errors += 1
        return nack(codes.RINVCMDID, pdu.sequence)

    def _answered(self, pdu: Pdu | Bad) -> None:
        """Match a response with what we asked, by sequence and command."""
        if pdu.command == codes.UNBIND | codes.RESPONSE:
            self.unbound = True
            return
        if pdu.command == codes.ENQUIRE_LINK | codes.RESPONSE:
            return
        waited = None
        if pdu.command in (codes.SUBMIT_SM | codes.RESPONSE, codes.GENERIC_NACK):
            with self._guard:
                waited = self._flying.pop(pdu.sequence, None)
        if waited is None:
            self.counts.ignored += 1
            return
        reach("after_resp")
        if pdu.status:
            self._refused(pdu.status, waited)
        else:
            self._sent(pdu, waited)

    def _sent(self, pdu: Pdu | Bad, waited: _Flying) -> None:
        self.throttled = 0
        name = self.line.name
        if isinstance(pdu, Plain):
            waited.future.set_exception(
                UnknownOutcome(f"{name}: generic_nack without a reason", line=name, code="nack")
            )
            return
        self.counts.sent += 1
        told = pdu.message_id.decode("latin-1") if isinstance(pdu, Answer) else ""
        also = receipts.as_reported(told, self.line.msg_id_type) if told else ()
        waited.future.set_result(Receipt(told, also))

    def _refused(self, status: int, waited: _Flying) -> None:
        self.counts.errors += 1
        if status in (codes.RTHROTTLED, codes.RMSGQFUL):
            self.throttled += 1
            pause = min(30.0, 0.5 * 2.0 ** min(self.throttled, 6))
            self._quiet_until = time.monotonic() + pause
        waited.future.set_exception(refusal(status, self.line))

    # --- time

    def tick(self, now: float) -> None:
        """Ask a silent peer for a sign of life, and give up what was not answered in time."""
        interval = self.line.enquire_link_interval.total_seconds()
        silent = now - self._heard
        if silent >= PATIENCE * interval:
            self.link.lost = self.link.lost or f"no sign of life for {silent:.1f} s"
            return
        if silent >= interval and now - self._enquired >= interval:
            self._enquired = now
            self.link.write(encode(Plain(codes.ENQUIRE_LINK, self._next())))
        self._expire(now)

    def _expire(self, now: float) -> None:
        late = []
        with self._guard:
            while self._flying:
                sequence = next(iter(self._flying))
                if self._flying[sequence].until > now:
                    break
                late.append(self._flying.pop(sequence))
        name = self.line.name
        for one in late:
            self.counts.errors += 1
            one.future.set_exception(
                UnknownOutcome(f"{name}: no answer in time", line=name, code="timeout")
            )

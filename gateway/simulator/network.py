"""The mobile network: it carries texts to the SIM, takes parts from the host and reports them."""

import itertools
import random
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway import pdu as codec
from gateway import segments
from gateway.message import BINARY, UserData
from gateway.simulator.options import SimOptions
from gateway.simulator.timers import Timers
from gateway.simulator.truth import Truth

TAKEN, FULL, AWAY = "taken", "full", "away"
REORDER_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Transfer:
    """One PDU on its way to the SIM."""

    id: str
    part: int
    pdu: str
    kind: str = "sms"  # "sms" | "report"


@dataclass(frozen=True, slots=True)
class Disorder:
    """What the network does to the parts of one message, beside its own probabilities."""

    lost: Collection[int] = ()  # parts that never arrive
    copied: Collection[int] = ()  # parts that arrive twice
    order: Sequence[int] = ()  # the order of parts; () = 1, 2, 3 ...


class Network:
    """Everything between the citizen's phone and the SIM, and back."""

    def __init__(
        self, options: SimOptions, timers: Timers, truth: Truth, now: Callable[[], datetime]
    ) -> None:
        """*now* gives the service centre's time, aware."""
        self.arrive: Callable[[Transfer], str] = lambda _: AWAY
        self.loss, self.duplicate, self.reorder = options.loss, options.duplicate, options.reorder
        self.delay, self.report_delay = options.delay, options.report_delay
        self.report_status = options.report_status
        self._options, self._timers, self._truth, self._now = options, timers, truth, now
        self._random = random.Random(options.seed)  # noqa: S311 - chance, not a secret
        self._waiting: deque[Transfer] = deque()
        self._on_the_way = 0
        self._retrying = False
        # A log that an earlier simulator began must not see an id twice.
        self._run = f"{truth.size()}." if truth.size() else ""
        self._ids, self._sequence = itertools.count(1), itertools.count(1)
        self._references = itertools.count(self._random.randrange(256))
        self._reference = 0  # TP-MR of the part taken last
        self._half: dict[tuple[object, ...], dict[int, codec.Submit]] = {}

    def queue(self) -> int:
        """Return the parts that have not reached the SIM yet."""
        return len(self._waiting) + self._on_the_way

    def sms(
        self,
        sender: str,
        text: str,
        *,
        id: str = "",  # noqa: A002 - the truth log's own word
        wide: bool | None = None,
        disorder: Disorder = Disorder(),
        sent_at: datetime | None = None,
    ) -> str:
        """Offer *text* to the SIM, in parts when it is long, and return the message's id."""
        name = id or f"m{self._run}{next(self._ids)}"
        wide = self._options.wide if wide is None else wide
        reference = next(self._references) % (65_536 if wide else 256)
        parts = segments.split(text, reference=reference, wide=wide)
        facts = {"from": sender, "text": text, "parts": len(parts)}
        self._truth.tell("offered", id=name, **facts)
        stamp = sent_at or self._now()
        for number in disorder.order or range(1, len(parts) + 1):
            piece = parts[number - 1]
            pdu = codec.encode_deliver(
                sender=sender,
                data=piece.data,
                part=piece.part,
                sent_at=stamp,
                smsc=self._options.smsc,
            )
            transfer = Transfer(name, number, pdu.upper())
            self._send(transfer, lost=number in disorder.lost, copied=number in disorder.copied)
        return name

    def pdu(self, pdu: str, *, id: str = "") -> str:  # noqa: A002 - the truth log's own word
        """Offer one raw PDU as it is (hex with the SMSC field) and return the message's id."""
        name = id or f"m{self._run}{next(self._ids)}"
        self._truth.tell("offered", id=name, pdu=pdu.upper(), parts=1)
        self._send(Transfer(name, 1, pdu.upper()), lost=False, copied=False)
        return name

    def _send(self, transfer: Transfer, *, lost: bool, copied: bool) -> None:
        if lost or self._random.random() < self.loss:
            self._truth.tell("lost", id=transfer.id, part=transfer.part)
            return
        self._carry(transfer)
        if copied or self._random.random() < self.duplicate:
            self._truth.tell("duplicated", id=transfer.id, part=transfer.part)
            self._carry(transfer)

    def _carry(self, transfer: Transfer) -> None:
        delay = self.delay
        if self._random.random() < self.reorder:
            delay += self._random.uniform(0, 2 * self.delay or REORDER_SECONDS)
        self._on_the_way += 1
        self._timers.after(delay, lambda: self._reach(transfer))

    def _reach(self, transfer: Transfer) -> None:
        self._on_the_way -= 1
        if self._waiting or not self._hand_over(transfer):
            self._waiting.append(transfer)
            self._retry_later()

    def _hand_over(self, transfer: Transfer) -> bool:
        answer = self.arrive(transfer)
        if answer == FULL:
            self._truth.tell("refused", id=transfer.id, part=transfer.part, why="CMS 322")
        return answer == TAKEN

    def room(self) -> None:
        """Hear that a slot may be free or the modem is back: hand over what waits."""
        if self._waiting and self._options.retry <= 0:
            self._drain()

    def _drain(self) -> None:
        while self._waiting and self.arrive(self._waiting[0]) == TAKEN:
            self._waiting.popleft()

    def _retry_later(self) -> None:
        if self._options.retry > 0 and not self._retrying:
            self._retrying = True
            self._timers.after(self._options.retry, self._retry)

    def _retry(self) -> None:
        self._retrying = False
        self._drain()
        if self._waiting:
            self._retry_later()

    def submit(self, submit: codec.Submit, pdu: str) -> int:
        """Take one part from the host and return its TP-MR (0-255)."""
        self._reference = (self._reference + 1) % 256
        reference, part = self._reference, submit.part
        self._truth.tell(
            "mt_part",
            to=submit.destination,
            part=part.sequence if part else 1,
            parts=part.total if part else 1,
            reference=reference,
            pdu=pdu,
        )
        self._join(submit, pdu, reference)
        if submit.report:
            sent_at = self._now()
            self._timers.after(
                self.report_delay, lambda: self._report(submit.destination, reference, sent_at)
            )
        return reference

    def _join(self, submit: codec.Submit, pdu: str, reference: int) -> None:
        part, known = submit.part, {1: submit}
        if part is not None:
            key = (submit.destination, part.reference, part.total, part.wide)
            known = self._half.setdefault(key, {})
            known[part.sequence] = submit
            if len(known) < part.total:
                return
            del self._half[key]
        self._truth.tell(
            "mt",
            to=submit.destination,
            text=_text([known[number].data for number in sorted(known)]),
            parts=len(known),
            seq=next(self._sequence),
            pdu=pdu,
            reference=reference,
        )

    def _report(self, recipient: str, reference: int, sent_at: datetime) -> None:
        pdu = codec.encode_status_report(
            reference=reference,
            recipient=recipient,
            sent_at=sent_at,
            done_at=self._now(),
            status=self.report_status,
        )
        facts = {"to": recipient, "reference": reference, "status": self.report_status}
        self._truth.tell("report", **facts)
        self._carry(Transfer("", 1, pdu.upper(), kind="report"))


def _text(pieces: Sequence[UserData]) -> str:
    if any(piece.alphabet == BINARY for piece in pieces):
        return ""
    return segments.join_text(pieces)

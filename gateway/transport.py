"""The contract of a carrier, and the table of those we have."""

import importlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Protocol

from gateway.message import DeliveryReport, Health, Inbound, Outbound, Receipt, Stored

Deliver = Callable[[Sequence[Inbound | DeliveryReport]], "Future[Sequence[Stored]]"]
"""Hand over what arrived. The future resolves after COMMIT and only then may a carrier be told."""

Leaving = Callable[[int, int], None]
"""Called with delivery.id and epoch just before the first byte of that part leaves."""


def unnoted(delivery: int, epoch: int) -> None:
    """Note nothing: for carriers outside a daemon."""
    del delivery, epoch


DRIVERS = {
    "modem": "gateway.transports.modem:ModemTransport",
    "smpp": "gateway.transports.smpp:SmppTransport",
    "simulator": "gateway.transports.simulator:SimulatorTransport",
    "http": "gateway.transports.http:HttpTransport",
}
"""Kind of section in modem.conf -> "module:class", imported only when a line of the kind exists."""


class Transport(Protocol):
    """One line of a carrier. It translates, nothing else: no policy, no retry, no database."""

    name: str  # the section's name in modem.conf

    def open(self, deliver: Deliver) -> None:
        """Connect, and from now on call *deliver* with what arrives.

        *deliver* returns a future that resolves after COMMIT. Only then may the transport
        acknowledge to the carrier (delete from the SIM, answer ``deliver_sm_resp``, answer HTTP
        200); if the future fails, the carrier must keep the message and offer it again.

        Raises LineDown if the carrier cannot be reached or refuses us.
        """

    def room(self) -> int:
        """Return how many parts send() may be given now: a modem 0 or 1, SMPP its free window."""

    def send(self, parts: Sequence[Outbound]) -> "Sequence[Future[Receipt]]":
        """Start sending *parts*; never blocks.

        Each future ends with a Receipt, or with TemporaryError, PermanentError, UnknownOutcome or
        LineDown as gateway/errors.py defines them.
        """

    def health(self) -> Health:
        """Return the last known condition without asking the carrier: cheap."""

    def untold(self) -> frozenset[int] | None:
        """Return inbox ids that are committed and of which the carrier could not be told.

        None: not known, because a commit is still open. Asked after close().
        """

    def close(self) -> None:
        """Disconnect; futures still open end as UnknownOutcome. May be called twice."""


def load(kind: str) -> Callable[..., Any]:
    """Return the driver class for a *kind* of section; KeyError when there is none."""
    module, _, name = DRIVERS[kind].partition(":")
    driver: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return driver

"""What the reader thread heard from the modem, kept for the worker."""

import threading
from collections import deque

from gateway.at.urc import Urc

_MOST = 256  # PDUs routed to us that wait for a commit; a modem holds none back after the first


class Ear:
    """Filled by the reader thread, emptied by the worker."""

    def __init__(self) -> None:
        self.event = threading.Event()  # something was heard, or there is something to do
        self.pdus: deque[str] = deque(maxlen=_MOST)  # +CDS and +CMT, kept nowhere else
        self.stored = False  # something lies in a store
        self.rang = False
        self.ussd = ""  # the last +CUSD line
        self._memories: set[str] = set()

    def heard(self, urc: Urc, pdu: str) -> None:
        """Note one unsolicited line; never blocks."""
        if urc.kind == "stored":
            if urc.memory:
                self._memories.add(urc.memory)
            self.stored = True
        elif urc.kind == "pdu" and pdu and not urc.line.upper().startswith("+CBM"):
            self.pdus.append(pdu.upper())
        elif urc.kind == "ring":
            self.rang = True
        elif urc.kind == "ussd":
            self.ussd = urc.line
        elif urc.kind not in {"lost", "reset"}:
            return
        self.event.set()

    def memories(self) -> tuple[str, ...]:
        """Return the stores named since the start; they stay, since they are the modem's habit."""
        return tuple(sorted(self._memories))

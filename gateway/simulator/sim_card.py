"""The message memories of a phone and its SIM: numbered slots, filled from the lowest free one."""

import heapq
from dataclasses import dataclass

UNREAD, READ, UNSENT, SENT, ALL = range(5)  # <stat> in PDU mode, 3GPP TS 27.005 3.1


@dataclass(slots=True)
class Slot:
    """One stored message."""

    pdu: str  # upper-case hex with the SMSC field
    status: int = UNREAD
    id: str = ""  # whose message it is in the truth log; '' for what the host wrote itself
    part: int = 1
    kind: str = "sms"  # "sms" | "report"
    listed: bool = False  # the host has seen it at least once


class Memory:
    """The slots of one memory; an index is 1..size and a freed one is used again first."""

    def __init__(self, name: str, size: int) -> None:
        """Make *size* empty slots of the memory *name*."""
        self.name, self.size = name, size
        self.slots: dict[int, Slot] = {}
        self._free = list(range(1, size + 1))

    def add(self, slot: Slot) -> int | None:
        """Store *slot* and return its index, or None when the memory is full."""
        if not self._free:
            return None
        index = heapq.heappop(self._free)
        self.slots[index] = slot
        return index

    def remove(self, index: int) -> Slot | None:
        """Free a slot and return what was in it, or None when it was empty."""
        slot = self.slots.pop(index, None)
        if slot is not None:
            heapq.heappush(self._free, index)
        return slot

    def listing(self, status: int) -> list[tuple[int, Slot]]:
        """Return (index, slot) of one *status*, or of ALL, in order of the index."""
        rows = sorted(self.slots.items())
        return [row for row in rows if status in (ALL, row[1].status)]

    def full(self) -> bool:
        """Return whether the next message would be refused (CMS 322)."""
        return not self._free


class SimCard:
    """The memories SM (the SIM) and ME (the phone); both outlive a reset of the modem."""

    def __init__(self, sim_slots: int, phone_slots: int) -> None:
        """Make both memories empty."""
        self.memories = {"SM": Memory("SM", sim_slots), "ME": Memory("ME", phone_slots)}

    def used(self) -> int:
        """Return the messages in both memories together."""
        return sum(len(memory.slots) for memory in self.memories.values())


class PinLock:
    """The SIM's PIN: three tries, then only the PUK helps, which nobody here has."""

    def __init__(self, pin: str) -> None:
        """Lock with *pin*; '' means that the SIM asks for none."""
        self._pin = pin
        self.tries = 3
        self.open = not pin

    def state(self) -> str:
        """Return what ``AT+CPIN?`` says (3GPP TS 27.007 8.3)."""
        if self.open:
            return "READY"
        return "SIM PIN" if self.tries else "SIM PUK"

    def enter(self, pin: str) -> bool:
        """Spend a try; return whether the SIM is open now."""
        if not self.open and self.tries:
            self.open = pin == self._pin
            self.tries = 3 if self.open else self.tries - 1
        return self.open

    def power_off(self) -> None:
        """Ask for the PIN again at the next start; wrong tries stay counted on the SIM."""
        self.open = not self._pin

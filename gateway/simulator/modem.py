"""The state of the emulated modem: what it was told, what it can reach, and what rings."""

from collections.abc import Callable
from dataclasses import dataclass

from gateway.simulator import network as air
from gateway.simulator.network import Network, Transfer
from gateway.simulator.options import SimOptions
from gateway.simulator.sim_card import SENT, UNSENT, Memory, PinLock, SimCard, Slot
from gateway.simulator.timers import Timers
from gateway.simulator.truth import Truth

RING_SECONDS = 3.0
RINGS = 10  # then the caller gives up


class AtError(Exception):
    """A command failed: *code* of 3GPP TS 27.005 3.2.5 (CMS) or TS 27.007 9.2 (CME), or none."""

    def __init__(self, kind: str = "", code: int = 0) -> None:
        """*kind* is "CMS", "CME" or "" for a plain ERROR."""
        super().__init__(f"{kind} {code}")
        self.kind, self.code = kind, code


@dataclass(slots=True)
class Settings:
    """What ATZ, AT&F and a reset put back."""

    echo: bool = True
    errors: int = 0  # +CMEE: 0 ERROR, 1 number, 2 words
    text_mode: bool = False  # +CMGF=1
    notify: tuple[int, ...] = (0, 0, 0, 0, 0)  # +CNMI <mode>,<mt>,<bm>,<ds>,<bfr>
    caller: bool = False  # +CLIP
    extended_ring: bool = False  # +CRC
    registration: int = 0  # +CREG=n
    operator_format: int = 0  # +COPS=3,n
    service: int = 0  # +CSMS


class Modem:
    """A modem without its serial line; the AT commands read and change it."""

    def __init__(
        self, options: SimOptions, card: SimCard, network: Network, timers: Timers, truth: Truth
    ) -> None:
        """Take the place of the phone that *network* looks for."""
        self.options, self.card, self.network, self.truth = options, card, network, truth
        self._timers = timers
        self.settings = Settings()
        self.memories = ["SM", "SM", "SM"]  # read, write, receive; +CPMS outlives ATZ
        self.smsc = options.smsc
        self.pin = PinLock(options.pin)
        self.registered = options.registered
        self.poor = options.poor
        self.powered = True
        self.radio = True  # +CFUN=1
        self.sulking = False  # the poor modem after AT+CLAC
        self.caller = ""  # who rings now
        self._call = 0
        self.after: list[Callable[[], None]] = []  # to do when the answer is written
        self.urc: Callable[[str], None] = lambda _: None
        self.restart: Callable[[], None] = lambda: None
        network.arrive = self.arrive

    def memory(self, use: int) -> Memory:
        """Return the memory for reading (0), writing (1) or receiving (2)."""
        return self.card.memories[self.memories[use]]

    def attached(self) -> bool:
        """Return whether the network can reach the SIM."""
        alive = self.powered and self.radio and self.pin.open
        return alive and self.registered in (1, 5)

    def power_off(self) -> None:
        """Forget what a reset forgets; the SIM keeps its messages and its PIN tries."""
        self.settings, self.sulking, self.caller = Settings(), False, ""
        self.memories = ["SM", "SM", "SM"]
        self.radio = True
        self.pin.power_off()

    def arrive(self, transfer: Transfer) -> str:
        """Take one PDU from the network: TAKEN, FULL (CMS 322) or AWAY (not reachable)."""
        if not self.attached():
            return air.AWAY
        if transfer.kind == "report" and self.settings.notify[3] != 2:
            self._direct_report(transfer)
            return air.TAKEN
        if transfer.kind == "sms" and self.settings.notify[1] == 2:
            self.truth.tell("routed", id=transfer.id, part=transfer.part)
            self.urc(f"+CMT: ,{tpdu_length(transfer.pdu)}\r\n{transfer.pdu}")
            return air.TAKEN
        return self._store(transfer)

    def _direct_report(self, transfer: Transfer) -> None:
        # With <ds> 0 the modem throws reports away, as 3GPP TS 27.005 3.4.1 allows.
        if self.settings.notify[3] == 1:
            self.urc(f"+CDS: {tpdu_length(transfer.pdu)}\r\n{transfer.pdu}")

    def _store(self, transfer: Transfer) -> str:
        memory = self.memory(2)
        slot = Slot(transfer.pdu, id=transfer.id, part=transfer.part, kind=transfer.kind)
        index = memory.add(slot)
        if index is None:
            return air.FULL
        self.tell("stored", memory, index, slot)
        if transfer.kind == "report":
            self.urc(f'+CDSI: "{memory.name}",{index}')
        elif self.settings.notify[1] in (1, 3):
            self.urc(f'+CMTI: "{memory.name}",{index}')
        return air.TAKEN

    def tell(self, fact: str, memory: Memory, index: int, slot: Slot) -> None:
        """Log what happened to one slot; the host's own drafts are not facts."""
        if slot.status in (UNSENT, SENT):
            return
        place = {"slot": index, "memory": memory.name}
        self.truth.tell(fact, id=slot.id, part=slot.part, **place, kind=slot.kind)

    def ring(self, caller: str) -> None:
        """Let *caller* ring until the host hangs up or ten rings are over."""
        if self.caller or not self.attached():
            self.truth.tell("call", **{"from": caller, "state": "busy"})
            return
        self._call += 1
        self.caller = caller
        self.truth.tell("call", **{"from": caller, "state": "ringing"})
        self._ring(self._call, RINGS)

    def _ring(self, call: int, left: int) -> None:
        if not self.caller or call != self._call:
            return
        if not left:
            self.hang_up("missed")
            return
        self.urc("+CRING: VOICE" if self.settings.extended_ring else "RING")
        if self.settings.caller:
            self.urc(f'+CLIP: "{self.caller}",145,"",,"",0')
        self._timers.after(RING_SECONDS, lambda: self._ring(call, left - 1))

    def hang_up(self, state: str = "hung up") -> None:
        """End the call that rings, if one does."""
        if self.caller:
            self.truth.tell("call", **{"from": self.caller, "state": state})
        self.caller = ""


def tpdu_length(pdu: str) -> int:
    """Return the octets of a PDU without its SMSC field, as +CMGL and +CMGS count."""
    try:
        return len(pdu) // 2 - 1 - int(pdu[:2], 16)
    except ValueError:
        return len(pdu) // 2

"""What a simulated modem, its SIM and its network are like."""

from dataclasses import dataclass
from pathlib import Path

from gateway.simulator.faults import Fault


@dataclass(frozen=True, slots=True)
class SimOptions:
    """Options of one simulator; probabilities are 0.0 to 1.0, times are seconds."""

    link: Path  # symlink to the pty, the `device` of the host
    control: Path | None = None  # unix socket for phones and tests
    truth: Path | None = None  # JSON lines, appended
    slots: int = 30  # of the SIM (SM)
    phone_slots: int = 30  # of the phone's own memory (ME)
    number: str = "+6281200000001"
    imei: str = "490154203237518"
    imsi: str = "510101234567890"
    smsc: str = "+6281100000"
    seed: int = 0  # of loss, duplicate and reorder
    delay: float = 0.0  # from the sender to the SIM
    loss: float = 0.0
    duplicate: float = 0.0  # the same PDU is handed over twice
    reorder: float = 0.0  # a part takes up to twice `delay` (or 50 ms) more
    retry: float = 0.0  # how long the network waits after "SIM full"; 0 = until a slot is free
    wide: bool = False  # 16-bit references in long messages
    report_delay: float = 0.0
    report_status: int = 0  # TP-ST of every status report, 3GPP TS 23.040 9.2.3.15
    latency: float = 0.0  # of every command
    dribble: bool = False  # output byte by byte
    poor: bool = False  # the poor modem of LIBRARIES.md
    pin: str = ""
    registered: int = 1  # <stat> of +CREG: 0 no, 1 home, 2 searching, 3 denied, 5 roaming
    boot: float = 0.05  # from a reset to the RDY banner
    balance: str = "Sisa pulsa Rp 25.000 aktif s.d. 31/12"
    faults: tuple[Fault, ...] = ()

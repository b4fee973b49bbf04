"""A line without hardware: starts an emulated modem here and drives it as any modem is driven."""

import atexit
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path

from gateway.config_lines import SimulatorLine
from gateway.errors import LineDown
from gateway.message import Health, Outbound, Receipt
from gateway.simulator import faults
from gateway.simulator.host import Simulator
from gateway.simulator.options import SimOptions
from gateway.transport import Deliver, Leaving, unnoted
from gateway.transports.modem import ModemTransport

# The hardware of this process: a SIM keeps its messages when the line is closed and opened again.
_plugged: dict[Path, Simulator] = {}


class SimulatorTransport:
    """One connection of a ``[simulator NAME]``; the modem behind it lives as long as the process.

    In *line.directory* it makes ``NAME.tty``, the symlink to the pty, and ``NAME.sock``, the
    control socket for `kentongan phone`.
    """

    def __init__(
        self,
        line: SimulatorLine,
        *,
        clock: Callable[[], datetime],
        wake: Callable[[], None] = lambda: None,
        leaving: Leaving = unnoted,
        state: Path | None = None,
    ) -> None:
        """*wake* is called when room or health changes; *clock* is also the service centre's."""
        self.name = line.name
        self._line, self._clock, self._wake = line, clock, wake
        self._leaving, self._state = leaving, state
        self._modem: ModemTransport | None = None

    def open(self, deliver: Deliver) -> None:
        """Plug the modem in if it is not yet, and open it as `gateway.transports.modem` does.

        Raises LineDown; latched when the simulator cannot be made with these settings.
        """
        simulator = self._simulator()
        modem = self._line.as_modem(str(simulator.device))
        self._modem = ModemTransport(
            modem,
            clock=self._clock,
            wake=self._wake,
            leaving=self._leaving,
            state=self._state,
        )
        self._modem.open(deliver)

    def _simulator(self) -> Simulator:
        directory = self._line.directory
        if directory is None:
            raise self._down("no directory for its port and socket")
        link = directory.absolute() / f"{self.name}.tty"
        if link in _plugged:
            return _plugged[link]
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            simulator = Simulator(_options(self._line, link), clock=self._clock)
        except (OSError, ValueError) as error:
            raise self._down(str(error)) from error
        simulator.start()
        _plugged[link] = simulator
        return simulator

    def _down(self, why: str) -> LineDown:
        return LineDown(f"{self.name}: simulator: {why}", line=self.name, latched=True)

    def room(self) -> int:
        """Return how many parts send() may be given now, 0 or 1."""
        return self._modem.room() if self._modem else 0

    def send(self, parts: Sequence[Outbound]) -> "Sequence[Future[Receipt]]":
        """Queue *parts* on the emulated modem; raises LineDown before open()."""
        if self._modem is None:
            raise LineDown(f"{self.name}: not open", line=self.name)
        return self._modem.send(parts)

    def untold(self) -> frozenset[int] | None:
        """Return what the SIM holds although it is committed, as the modem's line knows it."""
        return self._modem.untold() if self._modem else frozenset()

    def health(self) -> Health:
        """Return the modem's last known condition."""
        return self._modem.health() if self._modem else Health(up=False, detail="not open")

    def fault(self) -> LineDown | None:
        """Return why the line went down by itself, or None."""
        return self._modem.fault() if self._modem else None

    def clinging(self) -> frozenset[int]:
        """Return the inbox ids (Stored.id) that are committed and still on the SIM."""
        return self._modem.clinging() if self._modem else frozenset()

    def close(self) -> None:
        """Close the line; the emulated modem goes on with its SIM until the process ends."""
        if self._modem:
            self._modem.close()


def unplug_all() -> None:
    """End every emulated modem of this process, and forget what their SIMs held."""
    while _plugged:
        _plugged.popitem()[1].stop()


atexit.register(unplug_all)


def _options(line: SimulatorLine, link: Path) -> SimOptions:
    return SimOptions(
        link=link,
        control=link.with_suffix(".sock"),
        truth=line.truth_log,
        slots=line.slots,
        phone_slots=line.slots,
        number=line.number,
        seed=line.seed,
        delay=line.delay.total_seconds(),
        latency=line.latency.total_seconds(),
        report_delay=line.report_delay.total_seconds(),
        loss=line.loss,
        duplicate=line.duplicate,
        reorder=line.reorder,
        poor=line.poor,
        faults=faults.read(line.faults) if line.faults else (),
    )

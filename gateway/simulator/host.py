"""A whole simulator in one thread: port, modem, SIM, network and control socket."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from gateway.simulator.at_server import AtServer
from gateway.simulator.control import Control
from gateway.simulator.control_server import ControlServer
from gateway.simulator.faults import FaultPlan
from gateway.simulator.loop import Loop
from gateway.simulator.modem import Modem
from gateway.simulator.network import Network
from gateway.simulator.options import SimOptions
from gateway.simulator.port import Port
from gateway.simulator.sim_card import SimCard
from gateway.simulator.timers import Timers
from gateway.simulator.truth import Truth


def service_centre_time() -> datetime:
    """Return the time of the network, which is not the gateway's: the SMSC stamps with it."""
    return datetime.now(UTC)


class Simulator:
    """One modem. It listens as soon as it is made; start() or run() lets it answer."""

    def __init__(
        self, options: SimOptions, *, clock: Callable[[], datetime] = service_centre_time
    ) -> None:
        """Make the pty, its symlink and the control socket; raises OSError when it cannot."""
        self.options = options
        self.device = options.link
        timers = Timers()
        self._loop = Loop(timers)
        self._truth = Truth(options.truth)
        network = Network(options, timers, self._truth, clock)
        card = SimCard(options.slots, options.phone_slots)
        modem = Modem(options, card, network, timers, self._truth)
        self._port = Port(self._loop, options.link)
        self._port.dribble = options.dribble
        self._at = AtServer(modem, FaultPlan(options.faults), timers, self._port)
        self._port.plug()
        self._control = None
        if options.control is not None:
            self._control = ControlServer(self._loop, options.control, self._at, self._truth)
        self._thread: threading.Thread | None = None

    def run(self) -> None:
        """Serve in this thread until stop() or the control socket's "stop"."""
        try:
            self._loop.run()
        finally:
            self._close()

    def _close(self) -> None:
        if self._control:
            self._control.close()
        self._port.unplug()
        self._truth.close()
        self._loop.close()

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread = threading.Thread(target=self.run, name="simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it and remove its symlink and socket; may be called twice, and from a signal."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._loop.stop()
            thread.join()

    def halt(self) -> None:
        """Let run() return soon; for signals."""
        self._loop.stop()

    def phone(self) -> Control:
        """Return a new connection to the control socket; ValueError when it has none."""
        if self.options.control is None:
            raise ValueError("simulator: no control socket")
        return Control(self.options.control)

    def __enter__(self) -> "Simulator":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

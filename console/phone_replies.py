"""What the phones on the simulated network receive, printed as it comes."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from console.output import safe_term
from models.i18n import _

if TYPE_CHECKING:
    from gateway.simulator.control import Control

Show = Callable[[str], None]


class Replies(threading.Thread):
    """Reads the facts of the network and shows each SMS that reaches a phone."""

    def __init__(self, control: "Control", show: Show) -> None:
        """Watch from now on; *show* is called with one safe line in this thread."""
        super().__init__(name="replies", daemon=True)
        self._facts = control.watch()
        self._show = show
        self._asked: dict[str, float] = {}  # number -> when it last sent an SMS
        self.last = time.monotonic()  # when the last fact was read
        self.count = 0

    def run(self) -> None:
        """Show replies until the simulator ends."""
        try:
            for fact in self._facts:
                self._read(fact)
                self.last = time.monotonic()
        except (OSError, ValueError):
            return  # the connection ended in the middle of a line

    def settle(self, quiet: float = 0.1) -> None:
        """Wait until no fact has come for *quiet* seconds."""
        while time.monotonic() - self.last < quiet:
            time.sleep(quiet / 4)

    def _read(self, fact: dict[str, Any]) -> None:
        if fact["fact"] == "offered" and "from" in fact:
            self._asked[fact["from"]] = fact["t"]
        elif fact["fact"] == "mt":
            self.count += 1
            self._show(self._reply(fact))

    def _reply(self, fact: dict[str, Any]) -> str:
        """Return ``+62812...  (1 part, 240 ms)  text``."""
        asked = self._asked.get(fact["to"])
        took = "" if asked is None else f", {round((fact['t'] - asked) * 1000)} ms"
        parts = _("SMS of %(parts)d parts") if fact["parts"] > 1 else _("SMS of 1 part")
        told = parts % {"parts": fact["parts"]}
        return safe_term(f"< {fact['to']} ({told}{took}): {fact['text']}")

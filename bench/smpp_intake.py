"""The daemon with its desk closed: ``python -m bench.smpp_intake`` in an installation.

Only to measure how many messages are taken and made durable while nobody works on them.
"""

from pathlib import Path
from unittest.mock import patch

from gateway import daemon
from gateway.desk import Desk


class ClosedDesk(Desk):
    """A desk that works on nothing."""

    def run(self) -> None:
        """Wait for the end."""
        while not self._office.stopping.wait(0.5):
            self.beats += 1


if __name__ == "__main__":
    with patch.object(daemon, "Desk", ClosedDesk):
        daemon.run(Path("modem.conf"))

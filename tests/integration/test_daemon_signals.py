"""A signal may come while the main thread holds any lock of its own; it must not wait for one."""

import subprocess
import sys

HELD = """
import signal
from pathlib import Path
from gateway.daemon import Daemon

daemon = Daemon(Path("modem.conf"))
daemon._catch_signals()
with daemon.stopping._cond:
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        signal.raise_signal(number)
print("went on")
"""


def test_signal_that_interrupts_the_holder_of_the_lock_goes_on() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HELD], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout == "went on\n"

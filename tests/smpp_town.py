"""The installed daemon with an SMPP line, and our service centre as its provider."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.smsc import Settings, Smsc, message_body

BIN = Path(sys.executable).parent
MODEM_CONF = """\
[kentongan]
database = var/kentongan.db
unknown_wait = 1s
log_file = daemon.log
log_level = info
{user}
[smpp 1708]
host = 127.0.0.1
port = {port}
system_id = kediri
password_file = password
number = 1708
keyword_required = yes
window = 100
{more}
"""
CITY_TOML = """\
[city]
name = "LAPOR MBAK WALI 112"
[[keyword]]
word = "SURGA"
lines = ["1708"]
"""


def body(citizen: int, text: str) -> bytes:
    """Return what the provider hands over for citizen *citizen*."""
    return message_body(f"62812{citizen:08d}", "1708", text.encode())


@dataclass
class SmppTown:
    """One installation in *folder* and its provider."""

    folder: Path
    smsc: Smsc
    more: str = ""
    daemon: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        user = "user = root\n" if os.geteuid() == 0 else ""  # root must say that it means it
        conf = MODEM_CONF.format(user=user, port=self.smsc.port, more=self.more)
        for name, text in (
            ("modem.conf", conf), ("city.toml", CITY_TOML), ("password", "rahasia\n"),
        ):  # fmt: skip
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(0o600)
        self.kentongan("key", "init")

    def kentongan(self, *words: str) -> str:
        """Run one command and return what it printed."""
        done = subprocess.run(
            [BIN / "kentongan", *words], cwd=self.folder, capture_output=True, text=True,
            check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def listed(self, noun: str, *options: str) -> list[dict[str, Any]]:
        """Return all that ``kentongan NOUN list --json`` prints, with *options*."""
        printed = self.kentongan(noun, "list", "--json", "--limit", "1000000", *options)
        return [json.loads(line) for line in printed.splitlines()]

    def start(self) -> None:
        """Start the daemon."""
        with (self.folder / "stderr").open("ab") as stderr:
            self.daemon = subprocess.Popen(
                [BIN / "kentongan", "run"], cwd=self.folder, stdout=subprocess.DEVNULL,
                stderr=stderr, start_new_session=True,
            )  # fmt: skip

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End the daemon and return its exit code."""
        assert self.daemon is not None
        self.daemon.send_signal(number)
        return self.daemon.wait(30)

    def texts(self) -> list[tuple[str, str]]:
        """Return (number, text) of each part that the provider took."""
        return [
            (fact["to"], bytes.fromhex(fact["text"]).decode("latin-1"))
            for fact in list(self.smsc.facts)
            if fact["fact"] == "mt" and not fact["status"]
        ]

    def wait(self, what: Any, seconds: float = 30) -> None:
        """Wait until *what* is true."""
        ends = time.monotonic() + seconds
        while not what():
            assert self.daemon is None or self.daemon.poll() is None, "the daemon ended"
            assert time.monotonic() < ends, "it did not happen in time"
            time.sleep(0.02)


@contextmanager
def smpp_town(
    folder: Path, centre: Settings | None = None, more: str = "", **options: Any
) -> Iterator[SmppTown]:
    """Return a town whose daemon is not started; everything ends with the block."""
    smsc = Smsc(centre, **options).start()
    town = SmppTown(folder, smsc, more)
    try:
        yield town
    finally:
        if town.daemon is not None and town.daemon.poll() is None:
            town.stop(signal.SIGKILL)
        smsc.close()

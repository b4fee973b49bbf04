"""A daemon under attack: the network in one process, the installed console script in another.

The network (simulator) outlives the daemon and keeps the truth log; the daemon runs in a process
group of its own and is killed from outside. What came of it all is judged by tests/checker.py from
the truth log and the lists that the command line prints, never from the product's modules.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.simulator.control import Control, Watch
from tests import checker

NUMBER = "+6285500000001"
BIN = Path(sys.executable).parent
MODEM_CONF = """\
[kentongan]
database = {database}
unknown_wait = 1s
multipart_timeout = 5s
log_file = daemon.log
{user}[modem kartu]
device = {device}
number = +6285500000001
receive_frequency = 2s
status_frequency = 5s
command_timeout = 2s
send_timeout = 5s
"""
CITY_TOML = """\
[city]
name = "LAPOR MBAK WALI 112"
[[keyword]]
word = "SURGA"
lines = ["kartu"]
"""


def sender(number: int) -> str:
    """Return the mobile number of citizen *number*: no two share a budget."""
    return f"+62812{number:08d}"


def text(number: int) -> str:
    """Return the report of citizen *number*, with the marker that the checker looks for."""
    return f"SURGA lampu jalan mati uji{number:06d}x di Jl. Veteran"


@dataclass
class Rig:
    """One network and one daemon in *folder*. `tree` is another copy of the product, if any."""

    folder: Path
    slots: int = 30
    tree: Path | None = None  # run this source tree instead of the installed one
    network: Sequence[str] = ()  # more options of the simulator
    database: str = "var/kentongan.db"
    daemon: subprocess.Popen[bytes] | None = None
    kills: int = 0
    sent: int = 0
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        device, self.socket = self.folder / "modem", self.folder / "control"
        self.truth = self.folder / "truth.jsonl"
        user = "user = root\n" if os.geteuid() == 0 else ""  # root must say that it means it
        conf = MODEM_CONF.format(device=device, database=self.database, user=user)
        (self.folder / "modem.conf").write_text(conf)
        (self.folder / "modem.conf").chmod(0o600)
        (self.folder / "city.toml").write_text(CITY_TOML)
        if not (self.folder / "kentongan.key").exists():
            self.kentongan("key", "init")
        options = {
            "--link": device, "--control": self.socket, "--truth": self.truth,
            "--slots": self.slots, "--number": NUMBER,
        }  # fmt: skip
        command = [sys.executable, "-m", "gateway.simulator"]
        command += [str(word) for pair in options.items() for word in pair] + [*self.network]
        self.peer = subprocess.Popen(
            command, stdout=subprocess.PIPE, start_new_session=True, cwd=self.folder
        )
        assert self.peer.stdout is not None
        assert self.peer.stdout.readline().startswith(b"ready")
        self.control = Control(self.socket)
        self.seen: Counter[str] = Counter()  # facts of the network, as they happen
        self.answered: set[str] = set()  # numbers that got an SMS
        self._watch = self.control.watch()
        threading.Thread(target=self._listen, name="network", daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError, ValueError):
            for fact in self._watch:
                self.seen[fact["fact"]] += 1
                if fact["fact"] == "mt":
                    self.answered.add(fact["to"])

    def unanswered(self) -> int:
        """Return how many citizens wrote and had no SMS yet: what a kill can hurt."""
        return sum(sender(number) not in self.answered for number in range(self.sent))

    def close(self) -> None:
        """End both processes."""
        self.stop()
        with suppress(OSError, ValueError):
            self.control.close()
        self.peer.kill()
        self.peer.wait()
        if self.peer.stdout:
            self.peer.stdout.close()

    def _environment(self, **extra: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("KENTONGAN_")}
        found = {"PYTHONFAULTHANDLER": "1", **kept, **self.env, **extra}
        if self.tree is not None:
            found["PYTHONPATH"] = str(self.tree)
        return found

    def _program(self) -> list[str]:
        if self.tree is None:
            return [str(BIN / "kentongan")]
        return [sys.executable, str(self.tree / "cli.py")]

    def kentongan(self, *arguments: str, check: bool = True) -> str:
        """Run one command of the product and return what it printed."""
        done = subprocess.run(
            [*self._program(), *arguments], cwd=self.folder, env=self._environment(),
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0 or not check, done.stderr[-2000:]
        return done.stdout

    def start(self, failpoint: str = "", prefix: Sequence[str] = ()) -> None:
        """Start the daemon; *failpoint* kills it from inside, *prefix* runs it under a tool."""
        extra = {"KENTONGAN_FAILPOINT": failpoint} if failpoint else {}
        with (self.folder / "stderr").open("ab") as stderr:
            self.daemon = subprocess.Popen(
                [*prefix, *self._program(), "run"], cwd=self.folder,
                env=self._environment(**extra), stdout=subprocess.DEVNULL, stderr=stderr,
                start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """Kill the daemon and all it started, with no chance to clean up."""
        assert self.daemon is not None
        with suppress(ProcessLookupError):
            os.killpg(self.daemon.pid, signal.SIGKILL)
        self.daemon.wait(10)
        self.kills += 1

    def stop(self) -> int | None:
        """Ask the daemon to end and return its exit code; fails with its stacks when it hangs."""
        if self.daemon is None or self.daemon.poll() is not None:
            return None if self.daemon is None else self.daemon.returncode
        with suppress(ProcessLookupError):
            os.killpg(self.daemon.pid, signal.SIGTERM)
        try:
            return self.daemon.wait(20)
        except subprocess.TimeoutExpired as error:
            self.daemon.send_signal(signal.SIGABRT)  # faulthandler writes where each thread is
            with suppress(subprocess.TimeoutExpired):
                self.daemon.wait(5)
            self.kill()
            stacks = (self.folder / "stderr").read_text("utf-8", "replace")
            raise AssertionError(f"did not end in 20 s:\n{stacks[-6000:]}") from error

    def ended(self) -> bool:
        """Tell whether the daemon died by itself (a failpoint); counts it as a kill."""
        if self.daemon is None or self.daemon.poll() is None:
            return False
        self.kills += 1
        return True

    def send(self, count: int, write: Callable[[int], str] = text) -> None:
        """Let *count* more citizens write."""
        for _ in range(count):
            self.control.sms(sender(self.sent), write(self.sent))
            self.sent += 1

    def kill_at(self, point: str, hit: int) -> None:
        """Start a daemon that dies at passage *hit* of *point*, and write to it until it does."""
        self.start(failpoint=f"{point}:{hit}")
        started = pushed = time.monotonic()
        while not self.ended():
            now = time.monotonic()
            assert now < started + 20, f"{point} was never reached"
            if not self.unanswered() or now > pushed + 1:  # a planted bug may lose one for ever
                self.send(2)
                pushed = now
            time.sleep(0.01)

    def storm(self, messages: int, kills: int, seed: int) -> None:
        """Hand over *messages*; kill the daemon *kills* times, each time at work on some of them.

        A daemon serves again at the end.
        """
        dice = random.Random(seed)
        per_life = max(1, (messages - self.sent) // (kills + 1))
        for _ in range(kills):
            self.start()
            working = self.seen["deleted"] + self.seen["mt_part"]
            self.send(max(1, min(per_life, messages - self.sent)))
            ends = time.monotonic() + 20
            while self.seen["deleted"] + self.seen["mt_part"] == working:
                assert self.daemon is None or self.daemon.poll() is None, "the daemon ended"
                assert time.monotonic() < ends, "the daemon does nothing"
                time.sleep(0.005)  # until it has begun
            moment = time.monotonic() + dice.uniform(0.0, 0.5)
            while time.monotonic() < moment and self.unanswered():
                time.sleep(0.001)
            if not self.unanswered():
                self.send(1)
            self.kill()
            assert self.unanswered(), "the daemon was idle when it was killed"
        self.start()
        self.send(messages - self.sent)

    def facts(self, kind: str) -> list[dict[str, Any]]:
        """Return the facts of one kind from the truth log."""
        return [fact for fact in checker.read(self.truth) if fact["fact"] == kind]

    def listed(self, noun: str) -> list[dict[str, Any]]:
        """Return all that ``kentongan NOUN list --json`` prints."""
        printed = self.kentongan(noun, "list", "--json", "--limit", "1000000")
        return [json.loads(line) for line in printed.splitlines()]

    def wait_quiet(self, seconds: float = 60) -> None:
        """Wait until the network has nothing left and nothing waits on our side."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            stat = self.control.stat()
            if not stat["used"] and not stat["queue"] and not self._open():
                return
            assert self.daemon is None or self.daemon.poll() is None, "the daemon ended"
            time.sleep(0.3)
        raise TimeoutError(f"not quiet: {self.control.stat()}, open {self._open()}")

    def _open(self) -> int:
        """Count rows on which work is left: new or held messages, queued, sending, unknown parts.

        An unknown part that was sent twice already waits for a person: it is not work.
        """
        inbox = [row for row in self.listed("inbox") if row["state"] in {"new", "held"}]
        outbox = [
            row
            for row in self.listed("outbox")
            if row["state"] in {"queued", "sending"}
            or (row["state"] == "unknown" and row["attempts"] < 2)
        ]
        return len(inbox) + len(outbox)

    def judge(self, **limits: Any) -> checker.Report:
        """Return the checker's report on everything so far."""
        limits.setdefault("kills", self.kills)
        return checker.check(
            checker.read(self.truth), self.listed("ticket"), self.listed("inbox"),
            self.listed("outbox"), checker.Limits(**limits),
        )  # fmt: skip

    def assert_kept(self, **limits: Any) -> checker.Report:
        """Fail unless every promise was kept; the report is shown without texts or numbers."""
        report = self.judge(**limits)
        broken = {name: len(getattr(report, name)) for name in report.violations()}
        assert not broken, f"{broken} after {self.kills} kills"
        assert report.tickets >= report.offered
        return report


@contextmanager
def rig(folder: Path, **options: Any) -> Iterator[Rig]:
    """Return a rig that is ended whatever happens."""
    made = Rig(folder, **options)
    try:
        yield made
    finally:
        made.close()


def until(watch: Watch, kind: str, count: int = 1) -> None:
    """Wait until the network saw *count* facts of *kind*."""
    while count:
        count -= next(watch)["fact"] == kind


__all__ = ["Rig", "rig", "sender", "text", "until"]

"""A city of examples/ with everything but the modem: its desk, its clock, phones and a terminal."""

import base64
import contextlib
import io
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import cli
from console.app import speak
from gateway.segments import join_text
from gateway.sweep import Sweep
from models import event, keyfile
from models.base import Store
from models.clocks import WORKING_DAYS, Calendar, Span, due
from models.times import from_us
from tests.acceptance.script import Script
from tests.town import Town

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
PICTURE = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
"""The smallest file that looks like a photograph."""

MASTER = bytes(range(64))
_DATABASE = re.compile(r"^database = .*\n", re.MULTILINE)
DAWN = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


class Hall(Town):
    """A town whose two files lie in its folder already."""

    def _furnish(self) -> None:
        """Change nothing."""


class Paper(io.StringIO):
    """Keeps what a command writes, bytes too."""

    @property
    def buffer(self) -> "Paper":  # type: ignore[override]  # takes both
        """Be the binary stream beneath itself."""
        return self

    def write(self, said: str | bytes) -> int:
        """Take text, or bytes of UTF-8."""
        return super().write(said.decode() if isinstance(said, bytes) else said)


class Screen(Paper):
    """Keeps what a terminal would show."""

    def isatty(self) -> bool:
        """Be one."""
        return True


class Stage:
    """Where one scene is played. `close()` when it is over."""

    def __init__(
        self,
        folder: Path,
        script: Script,
        database: str = "var/kentongan.db",
        *,
        now: datetime = DAWN,
    ) -> None:
        """Open the city in *folder*, which furnish() has made; *database* as in modem.conf."""
        self.script = script
        self.folder = folder
        conf = folder / "modem.conf"
        text = conf.read_text("utf-8")
        conf.write_text(_DATABASE.sub(f"database = {database}\n", text, count=1), "utf-8")
        keys = keyfile.load(folder / "kentongan.key")
        url = database if "://" in database else str(folder / database)
        self.store = Store.open(url, keys, volatile=True)
        self.town = Hall(self.store, folder, now=now)
        self.sweep = Sweep(self.town.office, lambda: self.town.desk.setting)
        self.first_line = self._own_sim()
        self._heard = dict.fromkeys(self.town.carriers, 0)
        self._names = {n: name for name, all_ in script.phones.items() for n in all_}

    def _own_sim(self) -> str:
        """Return the line that people mean who name none: one that needs no keyword."""
        lines = self.town.office.settings.lines
        return min(lines, key=lambda line: line.keyword_required).name

    @property
    def calendar(self) -> Calendar:
        """The city's working days."""
        return self.town.desk.setting.sop.calendar

    def check(self) -> None:
        """Fail when the desk broke on a message, or a ticket's chain of events is not whole."""
        with self.store.reading() as tx:
            assert tx.execute("SELECT id, reason FROM inbox WHERE state <> 'done'") == []
            for (ticket,) in tx.execute("SELECT id FROM ticket"):
                assert event.verify(tx, ticket), f"ticket {ticket}: its chain is broken"

    def close(self) -> None:
        """End the desk and the store."""
        self.town.close()
        self.store.close()
        assert self.town.faults == []

    def sms(self, who: str, text: str, line: str) -> None:
        """Let every phone of *who* write *text*, and the desk do what it can."""
        for number in self.script.phones[who]:
            self.town.sms(number, text, line=line or self.first_line)
        self.town.work()

    def until(self, moment: datetime) -> None:
        """Let time go by until *moment*: what the clock does on the way is done at its time."""
        if moment < self.town.now:
            raise ValueError(f"the clock goes back to {moment}")
        for _turn in range(2000):
            at = self._next()
            if at is None or at > moment:
                break
            self._look(at)
        self._look(moment)

    def _next(self) -> datetime | None:
        """Return when something happens by itself after now."""
        sql = (
            "SELECT MIN(x) FROM (SELECT MIN(wake) AS x FROM clock UNION ALL"
            " SELECT MIN(next_at) FROM alarm UNION ALL"
            " SELECT MIN(not_before) FROM delivery WHERE state = 'queued') AS soon"
        )
        ((soon,),) = self.town.rows(sql)
        return None if soon is None else from_us(soon)

    def _look(self, moment: datetime) -> None:
        self.town.now = max(self.town.now, moment)
        self.sweep.tick()
        self.town.work()

    def after(self, span: str) -> datetime:
        """Return the moment *span* from now; working days end at the same time of day."""
        wanted, zone = Span.parse(span), self.calendar.zone
        if wanted.unit != WORKING_DAYS:
            return due(self.town.now, wanted, self.calendar)
        day = self.calendar.day(due(self.town.now, wanted, self.calendar))
        return datetime.combine(day, self.town.now.astimezone(zone).time(), zone)

    def local(self, text: str) -> datetime:
        """Return the local time ``2026-11-23 09:00``."""
        return datetime.fromisoformat(text).replace(tzinfo=self.calendar.zone)

    def type(
        self, login: str, command: str, given: tuple[str, ...], *, screen: bool = False
    ) -> tuple[int, str]:
        """Run *command* at the terminal of *login*; return its exit code and all it printed.

        With *screen* it prints as it does on a terminal: tables and colours.
        """
        words = shlex.split(command)
        if words[:1] != ["kentongan"]:
            raise ValueError(f"{words[:1]}: only kentongan is played")
        printed = Screen() if screen else Paper()
        typed = io.StringIO("".join(f"{line}\n" for line in given))
        with (
            self._terminal(login),
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
            patch("sys.stdin", typed),
        ):
            code = cli.run(words[1:])
        self.town.work()
        return code, printed.getvalue()

    @contextlib.contextmanager
    def _terminal(self, login: str) -> Iterator[None]:
        """Be *login* in the folder of the installation, at the time of the conversation."""
        environ = {"SUDO_USER": login, "LC_ALL": "C.UTF-8", "KENTONGAN_DEBUG": "1"}
        with contextlib.chdir(self.folder), patch.dict(os.environ, environ):
            os.environ.pop("KENTONGAN_CONFIG", None)
            speak("id")
            with patch.object(cli, "_now", lambda: self.town.now):
                try:
                    yield
                finally:
                    speak("en")

    def heard(self) -> list[tuple[str, str, str]]:
        """Return (who, line, text) of every SMS that left since the last call, in order."""
        found: list[tuple[str, str, str]] = []
        for line, carrier in self.town.carriers.items():
            new = carrier.air[self._heard[line] :]
            self._heard[line] = len(carrier.air)
            texts: list[tuple[str, list[object]]] = []
            for air in new:
                if air.part is None or air.part.sequence == 1:
                    texts.append((air.destination, []))
                texts[-1][1].append(air.data)
            found += [(self._name(to), line, join_text(parts)) for to, parts in texts]  # type: ignore[arg-type]
        return found

    def _name(self, number: str) -> str:
        return self._names.get(number, number)


def furnish(folder: Path, script: Script) -> None:
    """Put into the empty *folder* what the city of *script* has before anybody works there."""
    for file in (EXAMPLES / script.city).iterdir():
        shutil.copy(file, folder)
    for name in script.files:
        (folder / name).write_bytes(PICTURE)
    conf = folder / "modem.conf"
    text = conf.read_text("utf-8").replace("[kentongan]", "[kentongan]\nvolatile = yes", 1)
    conf.write_text(text, "utf-8")
    (folder / "var").mkdir(mode=0o700)
    key = folder / "kentongan.key"
    key.write_bytes(base64.b64encode(MASTER))  # of all test databases
    key.chmod(0o600)

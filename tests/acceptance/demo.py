"""``make demo``: a city's conversation in the terminal at reading speed, and no modem anywhere.

``python -m tests.acceptance.demo palu``; SPEED=4 is four times as fast, SPEED=0 waits for nobody.
All scenes are played on one desk, so time only goes on: a scene that begins before the last one
ended is moved by whole weeks. What is stored lies in a folder of its own, which is gone afterwards.
"""

import logging
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import click

from tests.acceptance.cases import CITIES, city_scripts
from tests.acceptance.player import FAILED, Player
from tests.acceptance.script import Act, Line, Scene, Script
from tests.acceptance.stage import Stage, furnish

COLOURS = {">": "cyan", "P": "yellow", "$": "green", "<": "bright_white", "@": "magenta"}
"""Citizens, officers, staff, what is told to them, and the clock."""

LETTER, LONGEST = 0.02, 2.0
"""Seconds for each letter of what is read, and the most for one text."""

MOST_LINES = 12
"""Of a command's output, but for the last two."""

_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")
_NEW = re.compile(r"\{([a-z]\w*)\}")
_NUMBER = re.compile(r"\b\d{7,9}\b")
_CODE = re.compile(r"OK (\d{6})")


@dataclass
class Show:
    """One conversation on one stage."""

    stage: Stage
    player: Player
    speed: float  # 1 is for reading, 0 waits for nobody
    officers: frozenset[str]
    failed: list[str]  # commands that should not have
    weeks: int = 0

    def play(self, script: Script) -> None:
        """Show all scenes."""
        for act in script.prologue.acts:
            self.player.do(act)
        self.stage.heard()
        for scene in script.scenes:
            self._scene(scene)

    def close(self, login: str) -> None:
        """Show what the coordinator sees now."""
        for command in ("kentongan work --limit 5", "kentongan ticket list --limit 12"):
            self._say("@", f"\n{login}$ {command}")
            _code, printed = self.stage.type(login, command, (), screen=self.player.screen)
            click.echo(printed)

    def _scene(self, scene: Scene) -> None:
        begins = next(act.deed.text for act in scene.acts if act.deed.kind == "@")
        while self.stage.local(self._moved(begins)) < self.stage.town.now:
            self.weeks += 1
        click.secho(f"\n== {scene.title}", fg=COLOURS["@"], bold=True)
        self.player.bound.clear()
        for act in scene.acts:
            self._act(replace(act, deed=replace(act.deed, text=self._moved(act.deed.text))))

    def _moved(self, text: str) -> str:
        """Return *text* with its days moved by as many weeks as the scene is."""
        later = timedelta(weeks=self.weeks)
        return _DAY.sub(lambda day: str(date.fromisoformat(day[0]) + later), text)

    def _act(self, act: Act) -> None:
        deed = act.deed
        if deed.kind != "@":
            self._say(self._kind(deed), self._told(deed))
        printed, failed = self.player.do(act)
        if deed.kind == "@":
            self._say("@", self._clock())
        if failed and not any(line.text.startswith(FAILED) for line in act.of("|")):
            self.failed.append(f"{deed.text}: {printed}")
        self.player.unread(act, printed)
        if printed:
            lines = printed.rstrip().splitlines()
            more = [f"({len(lines) - MOST_LINES} ...)"] if len(lines) > MOST_LINES else []
            click.echo("\n".join(f"    {line}" for line in (*lines[:MOST_LINES], *more)))
        self._hear(act)
        self._learn_rest(act)

    def _hear(self, act: Act) -> None:
        """Show what was sent; the same to many, but for the number, once."""
        many: dict[tuple[str, str], list[str]] = {}
        for who, _line, text in self.stage.heard():
            self._learn(act, text)
            many.setdefault((who, _NUMBER.sub("", text)), []).append(text)
        for (who, _same), texts in many.items():
            count = f"{len(texts)} x " if len(texts) > 1 else ""
            self._say("<", f"        {count}{who} < {texts[0]}")

    def _kind(self, deed: Line) -> str:
        return "P" if deed.kind == ">" and deed.who in self.officers else deed.kind

    def _told(self, deed: Line) -> str:
        text = self.player.fill(deed, deed.text)
        if deed.kind == "+":
            return f"+ {text}"
        many = len(self.stage.script.phones.get(deed.who, ())) if deed.kind == ">" else 1
        who = f"{many} x {deed.who}" if many > 1 else deed.who
        return f"{who}$ {text}" if deed.kind == "$" else f"{who} > {text}"

    def _clock(self) -> str:
        return f"{self.stage.town.now.astimezone(self.stage.calendar.zone):-- %d-%m-%Y %H.%M}"

    def _learn(self, act: Act, text: str) -> None:
        """Keep the numbers in *text* that the conversation gives names to."""
        for line in act.of("<"):
            names = [name for name in _NEW.findall(line.text) if name not in self.player.bound]
            if names and self.player.match(line.text, text):
                return
            code = _CODE.search(text)
            if names and code and _CODE.search(line.text.replace("{" + names[0] + "}", code[1])):
                self.player.bound[names[0]] = code[1]

    def _learn_rest(self, act: Act) -> None:
        """Take the newest ticket for a name that no text gave a number."""
        for line in act.of("="):
            name = line.text.split()[0]
            if name not in {"kota", *self.stage.script.phones, *self.player.bound}:
                sql = "SELECT number FROM ticket ORDER BY id DESC LIMIT 1"
                self.player.bound[name] = str(self.stage.town.rows(sql)[0][0])

    def _say(self, kind: str, text: str) -> None:
        click.secho(text, fg=COLOURS.get(kind, COLOURS["@"]), bold=kind in ">P$")
        sys.stdout.flush()
        if self.speed:
            time.sleep(min(len(text) * LETTER, LONGEST) / self.speed)


def _officers(script: Script) -> frozenset[str]:
    """Return the phones of the officers: those that the beginning adds."""
    added = " ".join(
        act.deed.text for act in script.prologue.acts if " officer add " in act.deed.text
    )
    return frozenset(
        name
        for name, numbers in script.phones.items()
        if numbers[0].replace("+62", "0", 1) in added
    )


def show(city: str, *, speed: float, screen: bool) -> list[str]:
    """Play *city*'s conversation on stdout; return the commands that failed unexpectedly."""
    script = city_scripts()[city]
    login = next(act.deed.text.split()[3] for act in script.prologue.acts if act.deed.kind == "$")
    folder = Path(tempfile.mkdtemp(prefix="kentongan-demo-"))
    try:
        furnish(folder, script)
        stage = Stage(folder, script)
        try:
            player = Player(stage, screen=screen)
            shown = Show(stage, player, speed, _officers(script), [])
            shown.play(script)
            shown.close(login)
            return shown.failed
        finally:
            stage.close()
    finally:
        shutil.rmtree(folder)


def main(arguments: Sequence[str]) -> int:
    """Show the city that is named, else the first."""
    city = arguments[0] if arguments and arguments[0] else CITIES[0]
    if city not in CITIES:
        click.echo(f"demo: {city}: one of {', '.join(CITIES)}", err=True)
        return 2
    try:
        show(city, speed=float(os.environ.get("SPEED", "1")), screen=sys.stdout.isatty())
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # here alone: it holds for the whole process
    sys.exit(main(sys.argv[1:]))

"""Write what really came into a conversation: ``python -m tests.acceptance.write FILE [TITLE]``.

For who writes a new scene, or has changed a text: every ``<`` line is written anew from what the
desk sends; all other lines stay as they are. Then read the difference, for it is the proof.
"""

import logging
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.acceptance.player import Player
from tests.acceptance.script import Act, Scene, Script, ScriptError, read
from tests.acceptance.stage import Stage, furnish

_NAME = re.compile(r"\{([a-z]\w*)\}")
_CODE = re.compile(r"(?<=OK )\d{6}(?!\d)")
_TICKET = re.compile(r"(?<![\d+])(?!1234566)\d{7,9}(?!\d)")
_SMS = re.compile(r"(\d+ )?[a-z]\w*(@\S+)?< ")


class Writer:
    """One scene being written."""

    def __init__(self, player: Player, acts: Sequence[Act]) -> None:
        """*acts* are all of the scene, for the names that later ones use."""
        self.player = player
        self.acts = acts

    def heard(self, act: Act) -> list[str]:
        """Return the ``<`` lines of what came of *act*, each person's together."""
        stage, each = self.player.stage, dict[str, list[str]]()
        for who, line, text in stage.heard():
            on = "" if line == stage.first_line else f"@{line}"
            each.setdefault(f"{who}{on}", []).append(text)
        found: list[str] = []
        for whom, texts in each.items():
            who = whom.partition("@")[0]
            if len(stage.script.phones.get(who, ())) > 1:
                counted = [_TICKET.sub("{?}", text) for text in texts]
                found += [f"{counted.count(t)} {whom}< {t}" for t in dict.fromkeys(counted)]
            else:
                found += [f"{whom}< {self._named(act, who, text)}" for text in texts]
        return found

    def _named(self, act: Act, who: str, text: str) -> str:
        """Return *text* with names for its numbers: the known ones, else those that come next."""
        told = [name for line in act.expected for name in _NAME.findall(line.text)]
        subjects = [line.text.split()[0] for line in act.of("=")]
        free = [name for name in dict.fromkeys([*told, *subjects]) if self._is_free(name)]

        def ticket(found: re.Match[str]) -> str:
            return self._name(found[0], free[0] if free else "")

        def code(found: re.Match[str]) -> str:
            later = self.acts[self.acts.index(act) + 1 :]
            names = [n for a in later if a.deed.who == who for n in _NAME.findall(a.deed.text)]
            return self._name(found[0], next((n for n in names if self._is_free(n)), ""))

        return _TICKET.sub(ticket, _CODE.sub(code, text))

    def _is_free(self, name: str) -> bool:
        taken = {"kota", *self.player.stage.script.phones, *self.player.bound}
        return name not in taken

    def _name(self, digits: str, name: str) -> str:
        bound = self.player.bound
        known = next((key for key, value in bound.items() if value == digits), "")
        if not known and name:
            bound[name] = digits
        return "{" + (known or name or "?") + "}"


def written(script: Script, scene: Scene, folder: Path) -> dict[int, list[str]]:
    """Play *scene* and return the ``<`` lines that belong behind each line of the file."""
    furnish(folder, script)
    stage = Stage(folder, script)
    found: dict[int, list[str]] = {}
    try:
        player = Player(stage)
        player.play(script.prologue)
        writer = Writer(player, scene.acts)
        for act in scene.acts:
            printed, _failed = player.do(act)
            found[act.deed.at] = writer.heard(act)
            player.unread(act, printed)
    except ScriptError as error:
        print(f"{scene.title}: stopped: {error}", file=sys.stderr)  # noqa: T201 - a tool's word
    finally:
        stage.close()
    return found


def main(arguments: Sequence[str]) -> int:
    """Write the scenes whose title holds the second argument, or all."""
    path, part = Path(arguments[0]), "".join(arguments[1:2])
    script = read(path)
    new: dict[int, list[str]] = {}
    for scene in script.scenes:
        if part in scene.title:
            with tempfile.TemporaryDirectory() as folder:
                new |= written(script, scene, Path(folder))
    deeds = {act.deed.at for scene in script.scenes for act in scene.acts}
    lines, last = list[str](), 0
    for at, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        last = at if at in deeds else last
        if not (last in new and _SMS.match(line)):
            lines.append(line)
        lines += new.get(at, [])
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # here alone: it holds for the whole process
    sys.exit(main(sys.argv[1:]))

"""Plays a scene of a conversation on a stage, and holds every line to what came of it."""

import re
import shlex
from collections import defaultdict
from dataclasses import dataclass, field

from tests.acceptance import standing
from tests.acceptance.script import Act, Line, Scene, ScriptError
from tests.acceptance.stage import Stage

_NAME = re.compile(r"\{([a-z][a-z0-9_]*|\?)\}")
ANY = "?"
"""``{?}``: some number, the same wherever it stands in one text."""

FAILED = "kentongan: "
"""A command may fail only where the conversation expects this beginning of its last line."""


class RedError(AssertionError):
    """Something else came than the conversation says; `marks` are the rows that it disproves."""

    def __init__(self, where: str, act: Act, why: str) -> None:
        self.marks = act.deed.marks
        rows = f" [{' '.join(self.marks)}]" if self.marks else ""
        super().__init__(f"{where}:{act.deed.at}:{rows} {why}")


@dataclass
class Player:
    """One conversation being played on one stage."""

    stage: Stage
    screen: bool = False  # commands print as on a terminal
    bound: dict[str, str] = field(default_factory=dict)  # {lampu} -> 4839206

    def play(self, scene: Scene) -> None:
        """Do all acts of *scene*; RedError at the first that went otherwise."""
        for act in scene.acts:
            self.act(act)

    def act(self, act: Act) -> None:
        """Do one act and look at all that came of it."""
        printed, failed = self.do(act)
        try:
            self._compare_sms(act)
            if act.deed.kind == "$":
                self._compare_output(act, printed, failed=failed)
            for line in act.of("="):
                self._compare_standing(act, line)
        except KeyError as error:
            raise self._red(act, f"{error}: unknown here") from error

    def do(self, act: Act) -> tuple[str, bool]:
        """Do *act*; return what its command printed and whether it failed."""
        deed, stage = act.deed, self.stage
        text = self.fill(deed, deed.text)
        if deed.kind == ">":
            stage.sms(deed.who, text, deed.on)
        elif deed.kind == "$":
            code, printed = stage.type(deed.who, text, act.given, screen=self.screen)
            return printed, code != 0
        else:
            stage.until(stage.local(text) if deed.kind == "@" else stage.after(text))
        return "", False

    def fill(self, line: Line, text: str) -> str:
        """Return *text* with the numbers that are known; ScriptError for one that is not."""

        def known(found: re.Match[str]) -> str:
            if found[1] not in self.bound:
                where = f"{self.stage.script.path.name}:{line.at}"
                raise ScriptError(f"{where}: {found[0]}: not seen yet")
            return self.bound[found[1]]

        return _NAME.sub(known, text)

    def _red(self, act: Act, why: str) -> RedError:
        return RedError(self.stage.script.path.name, act, why)

    def _compare_sms(self, act: Act) -> None:
        """Hold all SMS that left against those of the conversation: each person's, in order."""
        sent: dict[tuple[str, str], list[str]] = defaultdict(list)
        for who, on, text in self.stage.heard():
            sent[who, on].append(text)
        for line in act.of("<"):
            key = (line.who, line.on or self.stage.first_line)
            came = sent.get(key, [])
            if len(came) < line.count:
                raise self._red(act, f"{line.who} got no SMS; expected: {self._shown(line.text)}")
            for text in [came.pop(0) for _one in range(line.count)]:
                if not self.match(line.text, text):
                    told = f"  expected: {self._shown(line.text)}\n  came:     {text}"
                    raise self._red(act, f"{line.who} got another SMS\n{told}")
        left = [f"{who}@{on}< {text}" for (who, on), texts in sent.items() for text in texts]
        if left:
            raise self._red(act, "nobody expected\n  " + "\n  ".join(left))

    def match(self, expected: str, text: str, *, loose: bool = False) -> bool:
        """Tell whether *text* is what is *expected*, and keep the numbers that are seen first.

        *loose*: ``*`` is anything.
        """
        pattern, new = "", set[str]()
        for at, part in enumerate(_NAME.split(expected)):
            if at % 2 == 0:
                pattern += r".*?".join(map(re.escape, part.split("*") if loose else [part]))
            elif part in self.bound:
                pattern += self.bound[part]
            else:
                name = "any_" if part == ANY else part
                pattern += rf"(?P={name})" if name in new else rf"(?P<{name}>\d+)"
                new.add(name)
        found = re.fullmatch(pattern, text)
        if found:
            self.bound |= {name: found[name] for name in new if name != "any_"}
        return found is not None

    def _shown(self, text: str) -> str:
        return _NAME.sub(lambda found: self.bound.get(found[1], found[0]), text)

    def _compare_output(self, act: Act, printed: str, *, failed: bool) -> None:
        """Hold what a command printed against the ``|`` and ``!`` lines."""
        wanted = act.of("|")
        if failed != any(line.text.startswith(FAILED) for line in wanted):
            how = "failed" if failed else "did not fail"
            raise self._red(act, f"the command {how}:\n{printed}")
        for line in self.unread(act, printed):
            raise self._red(act, f"line {line.at} is not in the output:\n{printed}")
        for line in act.of("!"):
            if self.fill(line, line.text) in printed:
                raise self._red(act, f"line {line.at} is in the output:\n{printed}")

    def unread(self, act: Act, printed: str) -> list[Line]:
        """Return the ``|`` lines that *printed* has not, in their order; keep their numbers."""
        lines = iter([" ".join(line.split()) for line in printed.splitlines()])
        return [
            line
            for line in act.of("|")
            if not any(self.match(" ".join(line.text.split()), one, loose=True) for one in lines)
        ]

    def _compare_standing(self, act: Act, line: Line) -> None:
        """Hold a ticket, a phone or the desk against one ``=`` line."""
        subject, *pairs = shlex.split(line.text)
        if not pairs:
            raise self._red(act, f"line {line.at}: says nothing")
        for pair in pairs:
            key, _sign, value = pair.partition("=")
            value = self.fill(line, value)
            is_ = self._stands(line, subject, key)
            if is_ != value:
                raise self._red(act, f"{subject}: {key} is {is_}, not {value}")

    def _stands(self, line: Line, subject: str, key: str) -> str:
        stage, phones = self.stage, self.stage.script.phones
        with stage.store.reading() as tx:
            if subject == "kota":
                return standing.of_desk(tx, key)
            if subject in phones:
                return standing.of_phone(tx, phones[subject][0], key, stage.town.now)
            number = int(self.fill(line, "{" + subject + "}"))
            return standing.of_ticket(tx, number, key, stage.calendar)

"""Conversations as text files: who says what to whom, what comes back, how the ticket stands then.

One line, one thing; blank lines and ``# remarks`` are for the reader::

    kota kediri-112                the folder of examples/ that is played; not in its own file
    hp budi 0812-3456-7890         a phone; ``hp warga 0855-1000-0000 x40`` is forty of them
    berkas lampu.jpg               a picture in the folder of the terminal
    == A lamp in Jalan Veteran     a scene; each begins anew with what stands above the first
    @ 2026-11-23 09:00             the clock, local time
    + 3 hk                         time goes by: hk, hari, jam or menit
    budi> lampu jalan mati         an SMS to the city's own SIM
    budi@1708> SURGA lampu mati    on another line
    sari$ kentongan work           a command at the terminal, by whoever sari is there
    ? 2                            what sari answers when the command asks
    budi< Tiket {lampu}: BARU ...  an SMS that the city sent after the line above, word by word
    | {lampu} * BARU               a line of the command's output, * is anything
    ! 0812                         what the command's output nowhere says
    = lampu state=new category=pju how the ticket stands now (tests/acceptance/standing.py)

``{lampu}`` is a number: whatever stands there when it is first read, the same from then on.
``# A5 A9`` at the end of what somebody does marks the rows of DOMAIN.md that it proves. What is
proved must be seen: a marked line says how a ticket stands afterwards, or what a command shows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

DEEDS = frozenset({"@", "+", ">", "$"})
PROOFS = frozenset({"<", "|", "!", "="})
_TALK = re.compile(
    r"(?:(?P<count>\d+) )?(?P<who>[a-z][a-z0-9_]*)(?:@(?P<on>\S+?))?(?P<kind>[<>$]) ?"
)
_MARKS = re.compile(r"\s+#(?P<rows>(?: [A-Z]\d{1,2})+)\s*$")
_PHONE = re.compile(r"(?P<name>[a-z][a-z0-9_]*) +(?P<number>[+0-9-]+)(?: +x(?P<count>\d+))?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is played or looked for."""

    at: int  # line of the file
    kind: str  # @ + > $ or ? < | ! =
    text: str
    who: str = ""  # of > < $
    on: str = ""  # line of modem.conf, "" the first
    count: int = 1  # of > and <: so many phones at once
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """One deed with what is expected of it."""

    deed: Line
    expected: tuple[Line, ...] = ()
    given: tuple[str, ...] = ()  # what is typed when the command asks

    def of(self, kind: str) -> tuple[Line, ...]:
        """Return the expectations of one *kind*."""
        return tuple(line for line in self.expected if line.kind == kind)


@dataclass(frozen=True, slots=True)
class Scene:
    """Acts under one title."""

    title: str
    at: int
    acts: tuple[Act, ...]

    @property
    def marks(self) -> frozenset[str]:
        """The rows that it proves."""
        return frozenset(mark for act in self.acts for mark in act.deed.marks)


@dataclass(frozen=True, slots=True)
class Script:
    """One file."""

    path: Path
    city: str  # a folder of examples/
    phones: dict[str, tuple[str, ...]]  # name -> numbers, +62...
    files: tuple[str, ...]
    prologue: Scene
    scenes: tuple[Scene, ...]


class ScriptError(Exception):
    """A file that cannot be played: where, and what is wrong."""


@dataclass
class _Reader:
    path: Path
    city: str
    phones: dict[str, tuple[str, ...]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    scenes: list[tuple[str, int, list[tuple[Line, list[Line], list[str]]]]] = field(
        default_factory=lambda: [("", 0, [])]
    )

    def fail(self, at: int, why: str) -> ScriptError:
        return ScriptError(f"{self.path.name}:{at}: {why}")

    def take(self, at: int, text: str) -> None:
        word, _blank, rest = text.partition(" ")
        match word:
            case "==":
                self.scenes.append((rest.strip(), at, []))
            case "kota":
                self.city = rest.strip()
            case "hp":
                self._phone(at, rest)
            case "berkas":
                self.files.append(rest.strip())
            case "?":
                self._last(at)[2].append(rest)
            case "@" | "+":
                self._deed(_marked(Line(at, word, rest)))
            case "|" | "!" | "=":
                self._proof(Line(at, word, rest.strip()))
            case _:
                self._talk(at, text)

    def _phone(self, at: int, text: str) -> None:
        found = _PHONE.fullmatch(text.strip())
        if not found:
            raise self.fail(at, "hp NAME NUMBER [xCOUNT]")
        first = "+62" + found["number"].replace("-", "").removeprefix("+62").removeprefix("0")
        count = int(found["count"] or 1)
        numbers = (f"+{int(first[1:]) + n}" for n in range(count))
        self.phones[found["name"]] = tuple(numbers)

    def _talk(self, at: int, text: str) -> None:
        found = _TALK.match(text)
        if not found:
            raise self.fail(at, f"{text[:30]!r}: no line of a conversation")
        line = Line(
            at, found["kind"], text[found.end() :].strip(), found["who"], found["on"] or "",
            int(found["count"] or 1),
        )  # fmt: skip
        if line.kind != "$" and line.who not in self.phones:
            raise self.fail(at, f"{line.who}: has no phone (hp {line.who} NUMBER)")
        if line.kind == "<":
            self._proof(line)
        else:
            self._deed(_marked(line))

    def _deed(self, line: Line) -> None:
        self.scenes[-1][2].append((line, [], []))

    def _proof(self, line: Line) -> None:
        self._last(line.at)[1].append(line)

    def _last(self, at: int) -> tuple[Line, list[Line], list[str]]:
        if not self.scenes[-1][2]:
            raise self.fail(at, "nothing was done before it")
        return self.scenes[-1][2][-1]

    def close(self) -> Script:
        first, *rest = (self._scene(*scene) for scene in self.scenes)
        return Script(self.path, self.city, self.phones, tuple(self.files), first, tuple(rest))

    def _scene(self, title: str, at: int, acts: list[tuple[Line, list[Line], list[str]]]) -> Scene:
        scene = Scene(title, at, tuple(Act(a, tuple(b), tuple(c)) for a, b, c in acts))
        for act in scene.acts:
            if act.deed.marks and not _proved(act):
                told = " ".join(act.deed.marks)
                raise self.fail(act.deed.at, f"{told}: nothing shows it; add = or |")
        return scene


def _marked(line: Line) -> Line:
    found = _MARKS.search(line.text)
    if not found:
        return line
    text = line.text[: found.start()].rstrip()
    return replace(line, text=text, marks=tuple(found["rows"].split()))


def _proved(act: Act) -> bool:
    """Tell whether what a marked line proves can be seen."""
    return bool(act.of("=") or (act.deed.kind == "$" and act.of("|")))


def read(path: Path, city: str = "") -> Script:
    """Return the conversation in *path*, played on the example *city* unless it names another.

    ScriptError names file and line.
    """
    reader = _Reader(path, city or path.parent.name)
    for at, text in _lines(path):
        reader.take(at, text)
    return reader.close()


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for at, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        if text.strip() and not text.startswith("#"):
            yield at, text

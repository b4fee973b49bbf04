"""Rules come from knowing the language: no rule file holds the words of a case."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import parser
from tests.readings import EXAMPLES, Row, held_out, rows

RUN = 4  # words
_WORDS = re.compile(r"[^\W_]+")
FOLDER = Path(parser.__file__).parent / "data"
FILES = sorted(
    path
    for folder in (FOLDER, EXAMPLES)
    for path in folder.rglob("*")
    if path.suffix in {".toml", ".csv", ".txt"} and path.name != "conversation.txt"
)
"""What the parser reads: not the replies, nor the conversations that a test plays."""


def runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of four words of *text*."""
    words = _WORDS.findall(text.casefold())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def texts(row: Row) -> Iterator[str]:
    yield row.get("text", "")
    for part in row.get("parts", []):
        yield part["text"]


@pytest.fixture(scope="module")
def told() -> dict[tuple[str, ...], str]:
    """Every run of every case -> the case; what is unseen is compared but never shown."""
    return {
        run: row["id"]
        for name in ("sms_cases", "own_cases")
        for row in rows(name)
        for text in texts(row)
        for run in runs(text)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_rule_file_shares_four_words_with_a_case(
    path: Path, told: dict[tuple[str, ...], str]
) -> None:
    shared = runs(path.read_text("utf-8")) & told.keys()
    found = sorted(
        (told[run], "" if told[run][0] == "s" and held_out(told[run]) else " ".join(run))
        for run in shared
    )
    if found:
        pytest.fail(f"{path.name}: words of cases: {found}", pytrace=False)


def test_rule_files_are_there_and_packaged() -> None:
    assert (FOLDER / "__init__.py").is_file()
    assert {path.suffix for path in FOLDER.iterdir()} <= {".py", ".toml", ".csv", ".txt", ""}
    assert len([path for path in FILES if path.parent == FOLDER]) > 5

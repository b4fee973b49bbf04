"""Every measurement runs and prints what a program can read; none is asked to be fast."""

import json
import re
from pathlib import Path

import pytest

from bench import table
from bench.__main__ import FAMILIES, main
from bench.result import Result, percentile

ROOT = Path(__file__).parents[2]
KEYS = ["name", "unit", "median", "min", "max", "runs", "limit", "peer", "verdict"]
ASKED = {
    "full_path", "reply", "ready", "rss_idle", "rss_waiting", "burst", "sqlite_limit", "accept",
    "desk", "codec", "parse", "seal", "number", "startup", "history", "report",
    "smpp", "smpp_memory", "http",
}  # fmt: skip
QUICK = ("sqlite_limit", "accept", "desk", "codec", "parse", "seal", "number", "history", "report")
DAEMON = ("full_path", "ready", "smpp_memory", "http")  # each starts the installed program


def test_each_named_measurement_exists() -> None:
    assert set(FAMILIES) == ASKED


@pytest.mark.parametrize("name", [*QUICK, *DAEMON])
def test_tiny_run_prints_json_lines(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--tiny", name]) == 0
    printed = capsys.readouterr()
    rows = [json.loads(line) for line in printed.out.splitlines()]
    assert rows
    for row in rows:
        assert list(row) == KEYS
        assert row["name"].partition(".")[0] == name
        assert 0 <= row["min"] <= row["median"] <= row["max"]
        assert row["runs"] >= 1
        assert f" {row['name']} " in printed.err


def test_markdown_is_the_block_of_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--tiny", "--markdown", "seal", "number"])
    first, *lines, last = capsys.readouterr().out.splitlines()
    assert (first, last) == (table.BEGIN, table.END)
    assert [line.split(" | ")[0] for line in lines[-2:]] == ["| seal", "| number"]
    page = (ROOT / "docs" / "performance.md").read_text("utf-8")
    assert page.count(table.BEGIN) == page.count(table.END) == 1


def test_document_names_each_measurement() -> None:
    page = (ROOT / "docs" / "performance.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == ASKED


def test_unknown_name_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["speed"])
    assert ended.value.code == 2
    assert "speed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("least", "most", "verdict", "limit"),
    [
        (90.0, None, "met", 90.0),
        (110.0, None, "missed", 110.0),
        (None, 100.0, "met", 100.0),
        (None, 99.0, "missed", 99.0),
        (None, None, "", None),
    ],
)
def test_median_is_held_against_the_target(
    least: float | None, most: float | None, verdict: str, limit: float | None
) -> None:
    result = Result("x", "s", (1.0, 100.0, 200.0), at_least=least, at_most=most)
    assert (result.verdict, result.limit) == (verdict, limit)


def test_bound_of_the_same_run_goes_before_the_target() -> None:
    row = Result("x", "s", (12.34567, 1.0, 50.0), 99.0, 1.93, at_least=5).row()
    assert list(row.values()) == ["x", "s", 12.35, 1.0, 50.0, 3, 99.0, 1.93, "met"]


def test_percentile_of_few_values_is_one_of_them() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3.0
    assert percentile([7.0], 0.5) == 7.0

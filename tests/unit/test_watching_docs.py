"""What docs/watching.md and the dashboard say of alarms and figures is what there is."""

import json
import re
from pathlib import Path
from typing import Any

from gateway.config_alerts import AlertSettings
from gateway.watch.kinds import KINDS
from gateway.watch.metrics import METRICS
from models.binding import options

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "watching.md").read_text("utf-8")
DASHBOARD: dict[str, Any] = json.loads((ROOT / "examples/grafana/kentongan.json").read_text())


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the first table under *heading*."""
    body = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    found = [line.strip("| ").split(" | ") for line in body.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in row] for row in found]


def test_every_figure_is_documented_as_it_is_and_no_other() -> None:
    table = [row for row in rows("Figures for Prometheus") if row[0].startswith("`kentongan_")]
    assert table == [
        [f"`{metric.full_name}`", " ".join(metric.labels) or "-", metric.help] for metric in METRICS
    ]


def test_every_alarm_is_documented_and_no_other() -> None:
    assert sorted(row[0].strip("`") for row in rows("Alarms")) == sorted(KINDS)


def test_every_limit_that_is_named_exists() -> None:
    named = set(re.findall(r"`([a-z]+_[a-z_]+)`", PAGE.partition("## Credit")[0]))
    assert named - set(KINDS) <= set(options(AlertSettings))


def test_dashboard_shows_figures_that_exist() -> None:
    queries = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    queries += [one["query"] for one in DASHBOARD["templating"]["list"]]
    shown = {name for query in queries for name in re.findall(r"kentongan_\w+", query)}
    known = {metric.full_name for metric in METRICS}
    assert shown <= known
    assert len(shown) > 20, "a dashboard without figures shows nothing"


def test_panels_stand_beside_each_other() -> None:
    places = [
        (x, y)
        for panel in DASHBOARD["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(places) == len(set(places))
    assert max(x for x, _y in places) < 24
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))

"""Drawings: the same each time, quiet, and with the numbers that stand in their tables."""

import io
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image

from reports import charts
from reports.charts import palette
from reports.page import Chart, Column, Table
from tests import reports_sample as sample


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(svg).iter("text")]


@pytest.mark.parametrize("chart", sample.CHARTS, ids=lambda chart: chart.form)
def test_each_form_is_drawn_in_both_widths(chart: Chart) -> None:
    wide = charts.svg(chart, key="a")
    narrow = charts.svg(chart, key="b", narrow=True)
    sizes = [ET.fromstring(svg).get("viewBox", "").split()[2] for svg in (wide, narrow)]
    assert float(sizes[0]) > 1.5 * float(sizes[1])
    assert wide.startswith("<svg ")
    for svg in (wide, narrow):
        assert len(svg) < 40_000
        assert not {"metadata", "style", "script", "title"} & {
            n.tag for n in ET.fromstring(svg).iter()
        }
        assert "font-family" not in svg
        assert "xmlns" not in svg


def test_the_same_report_gives_the_same_bytes() -> None:
    for chart in sample.CHARTS[:2]:
        assert charts.svg(chart, key="a") == charts.svg(chart, key="a")
        assert charts.png(chart) == charts.png(chart)


def test_drawings_in_one_page_have_ids_of_their_own() -> None:
    one, two = (charts.svg(sample.CHARTS[0], key=key) for key in "ab")
    ids = [{n.get("id") for n in ET.fromstring(svg).iter() if n.get("id")} for svg in (one, two)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_numbers_and_labels_are_those_of_the_table() -> None:
    shown = texts(charts.svg(sample.CHARTS[2], key="a"))
    assert {"Jalan dan jembatan rusak", "41", "32 %", "Bagian bersama"} <= set(shown)
    shown = texts(charts.svg(sample.CHARTS[4], key="a"))
    assert shown.count("<5") == 2
    assert texts(charts.svg(sample.CHARTS[0], key="a")).count("16 Nov") == 1


def test_colours_are_variables_with_the_light_ones_as_fallback() -> None:
    svg = charts.svg(sample.CHARTS[1], key="a")
    for colour in (palette.GREEN, palette.VERMILLION, palette.GREY, palette.INK):
        assert f"var({palette.VARIABLES[colour]}, {colour})" in svg


def test_a_picture_for_mail_is_1200_pixels_wide_on_white() -> None:
    picture = Image.open(io.BytesIO(charts.png(sample.CHARTS[1])))
    assert picture.width == 1200
    assert picture.convert("RGB").getpixel((1199, 0)) == (255, 255, 255)


def test_what_is_empty_or_odd_is_no_error() -> None:
    for chart in sample.empty().sections[0].charts:
        assert charts.svg(chart, key="a") == ""
        assert charts.png(chart) == b""
    for chart in sample.odd().sections[0].charts:
        assert charts.svg(chart, key="a", narrow=True)


def test_a_drawing_shows_the_first_thirty_of_many() -> None:
    for chart in sample.big().sections[0].charts:
        shown = texts(charts.svg(chart, key="a"))
        assert sum(text.startswith("KEL.NOMOR") for text in shown) == charts.MOST_ROWS


def test_letters_that_the_font_has_not_are_replaced_without_a_warning() -> None:
    report = sample.hostile("\U0001f525 \u6f22\u5b57 $a$")
    assert charts.png(report.sections[0].charts[0])
    assert "\ufffd \ufffd\ufffd $a$" in texts(charts.svg(report.sections[0].charts[0], key="a"))


def test_a_service_without_a_home_draws_without_a_word(tmp_path: Path) -> None:
    code = "from reports import charts; from tests import reports_sample as s; "
    code += "assert charts.svg(s.CHARTS[3], key='a')"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"HOME": "/proc/nowhere", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("form", ["pareto", "heat"])
def test_every_hostile_text_is_only_a_label(form: Literal["pareto", "heat"]) -> None:
    bad = sample.bad_texts()
    for at in range(0, len(bad), charts.MOST_ROWS):
        some = bad[at : at + charts.MOST_ROWS]
        columns = (Column("a"), Column(some[0], "number"), Column(some[-1], "percent"))
        rows = tuple((text, 2, 0.5) for text in some)
        svg = charts.svg(Chart(form, "t", "u", 2, Table("t", "t", columns, rows)), key="a")
        shown = texts(svg)
        assert len(shown) >= len(some)
        assert not [c for text in shown for c in text if ord(c) < 32]
        assert {node.tag for node in ET.fromstring(svg).iter()} <= {
            "svg", "g", "path", "text", "defs", "clipPath", "rect", "use",
        }  # fmt: skip

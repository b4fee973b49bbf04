"""The e-mail of a report: pictures that go along, a text that reads alone, nothing from outside."""

import re

import pytest
from rich.cells import cell_len

from reports.render import email
from tests import reports_sample as sample
from tests.unit.test_render_html import read, without_charts


@pytest.fixture(scope="module")
def letter() -> email.Letter:
    return email.build(sample.weekly(warnings=("Jumlah tidak cocok.",)))


def test_every_picture_shown_goes_along(letter: email.Letter) -> None:
    page = read(letter.html)
    shown = [attrs["src"].removeprefix("cid:") for attrs in page.named("img")]
    assert shown == [image.cid for image in letter.images]
    assert len(shown) == 3
    assert all(image.png.startswith(b"\x89PNG") for image in letter.images)
    assert all("n = " in attrs["alt"] for attrs in page.named("img"))
    assert sum(len(image.png) for image in letter.images) < 600_000


def test_mail_programs_need_no_style_sheet_and_no_network(letter: email.Letter) -> None:
    page = read(letter.html)
    assert not {tag for tag, _ in page.tags} & {"style", "script", "svg", "link", "form"}
    assert not re.search(r"(?i)https?:|url\(|@import|javascript:", letter.html)
    assert len(letter.html.encode()) < 100_000  # Gmail cuts at 102 kB


def test_the_text_part_reads_alone(letter: email.Letter) -> None:
    assert letter.text.startswith("!! PERHATIAN: Jumlah tidak cocok.\n")
    for words in ("16 s.d. 22 November 2026", "Jalan dan jembatan rusak", "4839206", "87 %"):
        assert words in letter.text
    assert max(map(cell_len, letter.text.split("\n"))) <= 72


def test_wide_tables_are_continued_with_their_first_column(letter: email.Letter) -> None:
    page = read(letter.html)
    assert "".join(page.text).count("KEC.MOJOROTO") == 2
    assert (
        email.build(without_charts(sample.big())).html.count(f"{email.MOST_ROWS} dari 250 baris")
        == 3
    )


def test_every_hostile_text_is_only_text() -> None:
    for bad in sample.bad_texts():
        page = read(email.build(without_charts(sample.hostile(bad))).html)
        assert not {tag for tag, _ in page.tags} & {"script", "svg", "img", "style", "a"}
        assert not [n for _t, attrs in page.tags for n in attrs if n.startswith("on")]


def test_odd_and_empty_reports_are_letters_too() -> None:
    for report in (sample.empty(), sample.odd()):
        assert read(email.build(report).html).named("h1")

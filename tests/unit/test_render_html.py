"""The HTML page: nothing in it runs or loads, and it is built for eyes, ears and paper."""

import re
import subprocess
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reports.charts import palette
from reports.page import Report
from reports.render import html
from tests import reports_sample as sample

VOID = {"meta", "link", "br", "img", "hr", "wbr"}


@dataclass
class Page(HTMLParser):
    """What stands in a page: tags with their attributes, ids, text, and whether tags match."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.path.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.path or self.path.pop() != tag:
            self.unmatched.append(tag)

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.path):
            self.text.append(data)

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]


def read(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    assert page.unmatched == []
    assert page.path == []
    return page


@pytest.fixture(scope="module")
def weekly() -> str:
    return html.render(sample.weekly(warnings=("Jumlah tidak cocok.",)))


@pytest.fixture(scope="module")
def monthly() -> str:
    return html.render(sample.monthly())


def test_a_weekly_page_is_small(weekly: str, monthly: str) -> None:
    assert len(weekly.encode()) < 400_000
    assert len(monthly.encode()) < 400_000


def test_nothing_in_it_runs_or_loads(weekly: str, monthly: str) -> None:
    for text in (weekly, monthly):
        page = read(text)
        assert not {tag for tag, _ in page.tags} & {"script", "iframe", "object", "embed", "img"}
        for _tag, attrs in page.tags:
            assert not [name for name in attrs if name.startswith("on")]
            for name in ("href", "src", "xlink:href", "action"):
                assert attrs.get(name, "#").startswith(("#", "data:,"))
        assert "url(" not in text.replace("url(#", "")
        assert "@import" not in text
        policy = next(a["content"] for a in page.named("meta") if "http-equiv" in a)
        assert policy.startswith("default-src 'none'")


def test_it_is_built_for_a_screen_reader(weekly: str, monthly: str) -> None:
    for text in (weekly, monthly):
        page = read(text)
        assert page.named("html") == [{"lang": "id"}]
        assert len(page.named("h1")) == 1
        assert len(page.named("table")) == len(page.named("caption")) > 3
        assert all(attrs.get("scope") in {"col", "row"} for attrs in page.named("th"))
        ids = [attrs["id"] for _tag, attrs in page.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        for _tag, attrs in page.tags:
            for name in ("aria-labelledby", "aria-describedby"):
                assert set(attrs.get(name, "").split()) <= set(ids)
            if attrs.get("href", "").startswith("#"):
                assert attrs["href"][1:] in ids
        drawn = [attrs for _tag, attrs in page.tags if attrs.get("role") == "img"]
        assert len(drawn) == len(page.named("figure")) == len(page.named("details")) > 2
        assert all("aria-describedby" in attrs for attrs in drawn)


def test_colours_never_come_without_a_word(weekly: str) -> None:
    for name in ("merah", "kuning", "hijau"):
        assert f'<span class="light {name}">{name.capitalize()}</span>' in weekly
    assert "<b>Memburuk</b>: turun 4 poin dari 91 %" in weekly


def test_warnings_stand_before_all_else(weekly: str) -> None:
    assert weekly.index("Jumlah tidak cocok.") < weekly.index("<main>")


def test_every_hostile_text_is_only_text() -> None:
    allowed = {tag for tag, _ in read(html.render(sample.monthly())).tags} | {"li", "ul", "wbr"}
    for bad in sample.bad_texts():
        shown = html.render(without_charts(sample.hostile(bad)))
        page = read(shown)
        assert {tag for tag, _ in page.tags} <= allowed
        assert not [c for c in shown if c != "\n" and ord(c) < 32]
        assert not [n for _t, attrs in page.tags for n in attrs if n.startswith("on")]
    page = read(html.render(without_charts(sample.hostile("<b>&amp;{{ 7*7 }}"))))
    assert "".join(page.text).count("<b>&amp;{{ 7*7 }}") > 10


@pytest.mark.parametrize(
    "bad",
    ["]]></svg><script>alert(1)</script>&lt;&#0;", "$x^2$ \x1b[2J \U0001f525\u202e \ud800\ufffe"],
)
def test_hostile_texts_in_drawings_are_only_text(bad: str) -> None:
    page = read(html.render(sample.hostile(bad)))
    assert page.named("svg")
    assert not page.named("script")


def without_charts(report: Report) -> Report:
    """Return *report* with its charts as tables: drawing each text would take minutes."""
    (section,) = report.sections
    bare = type(section)(
        section.title,
        section.facts,
        section.text,
        (),
        (*section.tables, *(chart.table for chart in section.charts)),
        section.stories,
    )
    return type(report)(
        report.name, report.title, report.city, report.scope, report.first, report.last,
        report.made_at, (bare,), report.warnings, report.sms,
    )  # fmt: skip


def test_odd_and_empty_reports_are_pages_too() -> None:
    for report in (sample.empty(), sample.odd()):
        page = read(html.render(report))
        assert page.named("table")
    assert "Tidak ada." in html.render(sample.empty())


_BLOCKED = """
import sys
sys.modules["matplotlib"] = None
from reports import charts
from reports.render import email, html, text
from tests import reports_sample as sample
report = sample.monthly()
page, letter = html.render(report), email.build(report)
assert "<svg" not in page and 'class="n bar" style="--part:' in page
assert page.count(charts.HOW.replace("'", "&#39;")) == 3 and not letter.images
assert "cid:" not in letter.html and charts.HOW.replace("'", "&#39;") in letter.html
assert "\\u2588" in text.render(report) and "Jalan dan jembatan rusak" in letter.text
assert charts.png(report.sections[0].charts[0]) == b""
"""


def test_without_matplotlib_there_are_tables_with_bars_and_a_hint() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", _BLOCKED], check=True)


def test_a_broken_matplotlib_costs_the_charts_only(tmp_path: Path) -> None:
    (tmp_path / "matplotlib.py").write_text("raise ImportError('numpy is of another age')\n")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from reports.render import html; "
        "from tests import reports_sample as s; page = html.render(s.weekly()); "
        "assert '<svg' not in page and 'kentongan[reports]' in page"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], check=True, capture_output=True, text=True
    )
    assert done.stderr.count("numpy is of another age") == 1


def test_matplotlib_is_imported_when_something_is_drawn() -> None:
    code = (
        "import sys; from reports.render import email, html, text, workbook, csvfile; "
        "assert not {'matplotlib', 'xlsxwriter'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_letters_and_marks_have_contrast_in_the_light_and_in_the_dark() -> None:
    """WCAG 2.2: 4.5 for letters (1.4.3), 3 for what a drawing needs (1.4.11)."""
    style = (Path(html.__file__).parent / "templates" / "page.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks]
    light = found[0]
    for colours in (light, light | found[1]):
        paper = colours["paper"]
        for name in ("ink", "faint", "accent", "red", "leaf", "vermillion"):
            assert contrast(colours[name], paper) >= 4.5, name
        for name in ("ink", "faint"):
            assert contrast(colours[name], colours["shade"]) >= 4.5
        assert contrast(colours["alarm"], colours["alarm-soft"]) >= 4.5
        for letters, below in (
            ("on-blue", "blue"), ("on-blue", "vermillion"), ("on-green", "green"), ("ink", "grey")
        ):  # fmt: skip
            assert contrast(colours[letters], colours[below]) >= 4.5, below
        for name in ("blue", "sky", "green", "vermillion"):
            assert contrast(colours[name], paper) >= 3, name
        # What stands side by side is told apart in grey too.
        for one, other in (("blue", "sky"), ("green", "vermillion"), ("vermillion", "grey")):
            assert contrast(colours[one], colours[other]) >= 1.9, one
    assert {light[v[2:]] for v in ("--blue", "--sky", "--green", "--vermillion", "--grey")} == {
        palette.BLUE, palette.SKY, palette.GREEN, palette.VERMILLION, palette.GREY
    }  # fmt: skip


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

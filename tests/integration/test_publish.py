"""``kentongan publish``: closed in itself, nobody recognisable, never over other files."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from models.rows import insert
from models.times import to_us
from tests.cityhall import CITIZEN, NOW, Hall, build, furnish
from tests.integration.test_cli_privacy import change

HOSTILE = '<script>alert("x")</script> =1+1 \x1b[31m \u202e lampu'


class Links(HTMLParser):
    """Collects what a page asks for or leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """A city hall with one released story, in hostile words, done by DISHUB."""
    made = furnish(build(tmp_path_factory.mktemp("hall")))
    change(
        made,
        "UPDATE ticket SET state = 'done', done_at = ?, released = 1, redacted = ? WHERE id = 1",
        to_us(NOW), HOSTILE,
    )  # fmt: skip
    store = made.store()
    with store.transaction() as tx:
        times = {"created_at": to_us(NOW), "updated_at": to_us(NOW), "ended_at": to_us(NOW)}
        row = {"id": 1, "ticket": 1, "agency": "DISHUB", "lead": 1, "state": "done"}
        insert(tx, "assignment", {**row, **times})
    store.close()
    return made


@pytest.fixture(scope="module")
def site(hall: Hall) -> Path:
    folder = hall.folder / "www"
    done = hall.run("publish", str(folder), "--date", "2026-11-22")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def pages(site: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(site.rglob("*.html")):
        yield path, path.read_text("utf-8")


def test_every_link_leads_to_a_file_or_an_sms(site: Path) -> None:
    found = 0
    for path, text in pages(site):
        links = Links()
        links.feed(text)
        assert "script" not in links.tags
        for link in links.found:
            if link.startswith(("#", "data:", "sms:")):
                continue
            assert (path.parent / link).is_file(), (path.name, link)
            found += 1
    assert found > 10


def test_nobody_can_be_recognised_and_nothing_is_executed(site: Path) -> None:
    for path in site.rglob("*"):
        if not path.is_file():
            continue
        text = path.read_text("utf-8")
        assert CITIZEN not in text
        assert CITIZEN[3:] not in text
        assert "\x1b" not in text
        assert "<script>" not in text
        assert "jalan lubang" not in text  # not released
    assert "&lt;script&gt;" in (site / "index.html").read_text("utf-8")
    assert "alert" in (site / "opd" / "dishub.html").read_text("utf-8")


def test_open_data_are_what_the_dictionary_says(site: Path) -> None:
    told = json.loads((site / "data" / "kamus.json").read_text("utf-8"))
    names = {file["nama"] for file in told["berkas"]}
    assert {"bulanan", "opd", "kategori", "wilayah"} <= names
    for file in told["berkas"]:
        rows = json.loads((site / "data" / f"{file['nama']}.json").read_text("utf-8"))
        columns = [column["nama"] for column in file["kolom"]]
        assert all(list(row) == columns for row in rows)
        head = (site / "data" / f"{file['nama']}.csv").read_text("utf-8-sig").splitlines()[0]
        assert len(head.split(",")) == len(columns)
    months = json.loads((site / "data" / "bulanan.json").read_text("utf-8"))
    assert (len(months), months[-1]["Bulan"], months[-1]["Masuk"]) == (13, "2026-11", 3)


def test_how_to_report_has_a_code_for_each_number(site: Path) -> None:
    text = (site / "lapor.html").read_text("utf-8")
    assert text.count("<svg") == len(re.findall(r'class="door"', text)) >= 1
    assert 'href="sms:' in text
    assert "CEK nomor" in text


def test_a_second_time_leaves_nothing_of_the_first(hall: Hall, site: Path) -> None:
    stale = site / "opd" / "lama.html"
    stale.write_text("x")
    assert hall.run("publish", str(site), "--date", "2026-11-22").returncode == 0
    assert not stale.exists()
    assert (site / "index.html").stat().st_mode & 0o044 == 0o044
    assert [path.name for path in site.parent.glob(".www*")] == []


def test_a_folder_of_somebody_else_is_left_alone(hall: Hall) -> None:
    other = hall.folder / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    done = hall.run("publish", str(other))
    assert done.returncode == 1
    assert "not ours" in done.stderr
    assert [path.name for path in other.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("day", ["2031-01-01", "2020-02-29"])
def test_a_month_without_anything_is_a_site_too(hall: Hall, day: str) -> None:
    folder = hall.folder / day
    done = hall.run("publish", str(folder), "--date", day)
    assert done.returncode == 0, done.stderr
    assert "Tidak ada." in (folder / "index.html").read_text("utf-8")

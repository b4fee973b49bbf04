"""A poster has the right format for each line, says what becomes of the data, and fits its page."""

import re
from html.parser import HTMLParser

import pytest

from gateway.poster import WIDE, Door, Poster, national, page, text
from parser import parse
from parser.reading import Vocabulary

SHARED = Door("1708", "SURGA", "biasa")
OWN = Door("082173763007", "", "rahasia")
KEDIRI = Poster("SURGA KEDIRI", "112", (SHARED, OWN))


def test_shared_number_asks_for_the_keyword_and_the_own_one_does_not() -> None:
    told = text(KEDIRI)
    assert "SMS ke 1708\n  Ketik: SURGA (spasi) isi laporan dan lokasi\n" in told
    assert "SMS ke 082173763007\n  Ketik: isi laporan dan lokasi\n" in told
    assert "Telepon 112 (gratis, 24 jam)" in told
    assert max(map(len, told.splitlines())) <= WIDE


def test_poster_says_how_hidden_a_report_is() -> None:
    open_, hidden = text(Poster("KOTA", "112", (SHARED,))), text(Poster("KOTA", "112", (OWN,)))
    assert "SURGA RAHASIA isi laporan" in " ".join(open_.split())
    assert "Semua laporan ke nomor ini RAHASIA" in hidden
    assert "Awali dengan RAHASIA" not in hidden
    assert "tanpa nama" in text(Poster("KOTA", "112", (Door("1", "", "anonim"),)))
    for told in (open_, hidden):
        assert "HAPUS DATA SAYA" in " ".join(told.split())
        assert "UU 27/2022" in told


@pytest.mark.parametrize(("keyword", "required"), [("SURGA", True), ("", False)])
def test_what_the_poster_teaches_is_understood(keyword: str, required: bool) -> None:
    told = text(Poster("KOTA", "112", (Door("1708", keyword, "biasa"),)))
    words = Vocabulary.of({"SURGA": []})
    example = re.search(r"Contoh: (.*)", told)
    assert example is not None
    reading = parse(example[1], words, keyword_required=required)
    assert (reading.intent, reading.category) == ("aduan", "pju")
    secret = f"{keyword} RAHASIA lampu jalan mati di Jl Veteran".strip()
    assert "rahasia" in parse(secret, words, keyword_required=required).flags
    for order, intent in {"CEK 4839206": "cek", "TAMBAH 4839206 sudah 3 hari": "tambah",
                          "NILAI 4839206 4": "nilai", "BUKA 4839206": "buka",
                          "BATAL 4839206": "batal", "STOP": "stop", "PRIVASI": "privasi",
                          "HAPUS DATA SAYA": "hapus_data"}.items():  # fmt: skip
        assert order.split()[0] in told
        assert parse(order, words, keyword_required=required).intent == intent


class Page(HTMLParser):
    """Collect the tags that are open, and every address."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag and what it would fetch."""
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Each tag that ends is the last that was opened."""
        assert self.open.pop() == tag


def test_page_is_whole_and_asks_nothing_of_the_network() -> None:
    made = Page()
    written = page(KEDIRI)
    made.feed(written)
    assert made.open == []
    assert made.addresses == []
    assert "url(" not in written
    assert "@import" not in written
    assert '<span class="number">1708</span>' in written


def test_name_of_a_city_is_no_markup() -> None:
    written = page(Poster("A<b>&CO", "112", (Door("<1>", "X&Y", "biasa"),)))
    assert "<h1>A&lt;b&gt;&amp;CO</h1>" in written
    assert "&lt;1&gt;" in written
    assert "X&amp;Y (spasi)" in written


def test_number_is_written_as_people_dial_it() -> None:
    assert national("+6281333702221") == "081333702221"
    assert national("1708") == "1708"
    assert national("+60123456789") == "+60123456789"

"""The keyword is found however it is typed, and plain words are not taken for it."""

import re

import pytest

from parser import Vocabulary, parse

KEDIRI = Vocabulary.of({"SURGA": []}, ["PALU", "MKS", "BDG"])
PALU = Vocabulary.of({"PALU": ["LAPORWALI"]}, ["SURGA"])
BANDUNG = Vocabulary.of({"BDG": ["BANDUNG"]})

BODY = "tiang roboh di gang mawar"


@pytest.mark.parametrize(
    "written",
    [
        "SURGA {}", "surga {}", "sUrGa {}", "SURGA#{}", "SURGA*{}", "SURGA.{}", "SURGA,{}",
        "SURGA:{}", "SURGA;{}", "SURGA-{}", "SURGA – {}", "SURGA — {}", "SURGA/{}", "SURGA={}",
        "SURGA_{}", "SURGA|{}", "SURGA!{}", "SURGA+{}", "SURGA\n{}", "SURGA\r\n\r\n{}",
        "SURGA\u00a0{}", "\ufeffSURGA {}", "S\u200bURGA {}", "  SURGA   {}  ", "SURGA...{}",
        "(SURGA) {}", "[SURGA] {}", '"SURGA" {}', "<SURGA> {}", "*SURGA* {}", "SURGA - - {}",
        "SURGA{}", "surga{}", "Surga{}", "S U R G A {}", "S.U.R.G.A {}", "s-u-r-g-a {}",
        "SURGA SURGA {}", "SURGA, surga {}", "SURGA spasi {}", "SURGA (spasi) {}",
        "SURGA(spasi){}", "SURGA<spasi>{}", "SURGA [spasi] {}", "SURGA SPASI - {}",
        "SURGA spasi aduan {}", "SURGA aduan: {}", "SURGA isi aduan {}", "SURGA spasi isi aduan {}",
        "ketik SURGA {}", "Ketik: SURGA spasi {}", "reg SURGA {}", "ketik SURGA(spasi){}",
        "FW: SURGA {}", "Fwd: Fwd: surga {}", "> SURGA {}", ">> SURGA {}", "Re: SURGA {}",
        "[3/12 07.40] Pak RT: SURGA {}", "Diteruskan: SURGA {}", "SURGA {} kirim ke 1708",
        "ass wr wb. SURGA {}", "Slmt pagi pak, SURGA {}", "yth bapak walikota surga {}",
        "selamat malam min SURGA {}", "maaf mengganggu pak, surga {}", "halo admin surga {}",
        "＃SURGA {}", "ＳＵＲＧＡ {}", "\x1b[1mSURGA\x1b[0m {}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("required", [True, False])
def test_keyword_is_found_and_the_report_stays(written: str, required: bool) -> None:
    reading = parse(written.format(BODY), KEDIRI, keyword_required=required)
    assert (reading.intent, reading.keyword, reading.match) == ("aduan", "SURGA", "exact")
    assert reading.body == BODY


@pytest.mark.parametrize(
    "text",
    [
        "surganya indah sekali taman itu", "surgawi nama tokonya", "Surat saya hilang di kantor",
        "harga cabai naik", "warga resah", "sungai bau", "Surya Kencana jalannya rusak",
        "palung sungai dangkal", "paluh", "s u r at saya", "jalan ke surga rusak",
    ],
)  # fmt: skip
def test_plain_word_is_not_the_keyword(text: str) -> None:
    reading = parse(text, KEDIRI, keyword_required=False)
    assert (reading.intent, reading.keyword, reading.match) == ("aduan", None, "none")
    assert reading.body == text


@pytest.mark.parametrize(
    ("text", "words", "keyword", "match"),
    [
        ("LAPORWALI talud ambrol", PALU, "PALU", "alias"),
        ("laporwali#talud ambrol", PALU, "PALU", "alias"),
        ("PALU talud ambrol", PALU, "PALU", "exact"),
        ("PALUtalud ambrol", PALU, "PALU", "exact"),
        ("bandung talud ambrol", BANDUNG, "BDG", "alias"),
        ("BDGtalud ambrol", BANDUNG, "BDG", "exact"),
    ],
)
def test_alias_means_the_city_keyword(
    text: str, words: Vocabulary, keyword: str, match: str
) -> None:
    reading = parse(text, words, keyword_required=True)
    assert (reading.keyword, reading.match, reading.body) == (keyword, match, "talud ambrol")


def test_other_city_counts_only_on_a_shared_number() -> None:
    shared = parse("PALU got mampet", KEDIRI, keyword_required=True)
    assert (shared.keyword, shared.match, shared.body) == ("PALU", "other_city", "got mampet")
    own = parse("palu saya tertinggal di kantor kelurahan", KEDIRI, keyword_required=False)
    assert (own.keyword, own.match) == (None, "none")


def test_keyword_behind_other_words_counts_only_where_it_is_required() -> None:
    text = "pokoknya gini lho SURGA got mampet"
    reading = parse(text, KEDIRI, keyword_required=True)
    assert (reading.keyword, reading.body) == ("SURGA", "pokoknya gini lho got mampet")
    assert parse(text, KEDIRI, keyword_required=False).body == text


@pytest.mark.parametrize("before", ["Lapor pak", "lapor", "Lapor bu,", "Aduan min:"])
def test_keyword_counts_behind_a_complaint_word_and_an_address(before: str) -> None:
    reading = parse(f"{before} SURGA lampu mati", KEDIRI, keyword_required=True)
    assert (reading.keyword, reading.body) == ("SURGA", "lampu mati")


def test_missing_keyword_is_told_on_a_line_that_requires_it() -> None:
    reading = parse("got mampet", KEDIRI, keyword_required=True)
    assert (reading.intent, reading.match, reading.body) == ("aduan", "none", "got mampet")
    assert "tanpa_kunci" in reading.flags
    assert parse("got mampet", KEDIRI, keyword_required=False).intent == "aduan"


@pytest.mark.parametrize(
    "text", ["SURGA", "SURGA spasi", "surga...", "LAPOR", "aduan", "ketik SURGA"]
)
@pytest.mark.parametrize("required", [True, False])
def test_keyword_alone_is_blank(text: str, required: bool) -> None:
    reading = parse(text, KEDIRI, keyword_required=required)
    assert reading.intent == "aduan"
    assert reading.blank


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("LAPOR got mampet", "got mampet"),
        ("lapor: got mampet", "got mampet"),
        ("LAPORgot mampet", "got mampet"),
        ("Aduan# got mampet", "got mampet"),
        ("keluhan got mampet", "got mampet"),
        ("adu ayam tiap minggu di gang mawar", "adu ayam tiap minggu di gang mawar"),
        ("aduan saya kemarin belum dijawab", "aduan saya kemarin belum dijawab"),
        ("laporan warga tidak ditanggapi", "laporan warga tidak ditanggapi"),
        ("laporkan saja ke polisi", "laporkan saja ke polisi"),
    ],
)
@pytest.mark.parametrize("required", [True, False])
def test_complaint_word_opens_a_report(text: str, body: str, required: bool) -> None:
    reading = parse(text, KEDIRI, keyword_required=required)
    assert (reading.keyword, reading.body) == (None, body)
    assert reading.intent == "aduan"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Assalamualaikum wr wb, got mampet", "got mampet"),
        ("slmt pagi pak, got mampet", "got mampet"),
        ("malam minggu ada balap liar", "malam minggu ada balap liar"),
        ("ass pak lurah tidak pernah di kantor", "pak lurah tidak pernah di kantor"),
        ("pak lurah tidak pernah di kantor", "pak lurah tidak pernah di kantor"),
    ],
)
def test_greeting_is_left_out_but_nobody_who_is_meant(text: str, body: str) -> None:
    assert parse(text, KEDIRI, keyword_required=False).body == body


@pytest.mark.parametrize(
    "text", ["", " \n\t ", ".", "??!", "👍", "p", "assalamualaikum", "pagi pak"]
)
def test_nothing_said_is_blank(text: str) -> None:
    assert parse(text, KEDIRI, keyword_required=False).blank


def test_long_report_keeps_every_word() -> None:
    body = " ".join(f"kata{n}" for n in range(3000))
    assert parse(f"SURGA {body}", KEDIRI, keyword_required=True).body == body


def test_fault_of_ours_is_a_report_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_text: str) -> None:
        raise RecursionError

    monkeypatch.setattr("parser.reader.normalise", broken)
    reading = parse("got mampet\0", KEDIRI, keyword_required=False)
    assert (reading.intent, reading.body) == ("aduan", "got mampet")
    assert reading.flags == ("perlu_dibaca",)
    ((rule, said),) = reading.why
    assert rule == "fault"
    assert re.fullmatch(r"RecursionError at test_parser_keyword\.py:\d+", said)


def test_keyword_that_is_also_a_form_of_address_is_not_skipped() -> None:
    words = Vocabulary.of({"WALI": []})
    reading = parse("pagi pak wali got mampet", words, keyword_required=True)
    assert (reading.keyword, reading.body) == ("WALI", "got mampet")

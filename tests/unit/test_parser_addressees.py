"""Whom a report speaks to, calls or has told of it changes nothing of what it is about."""

from itertools import product

import pytest

from parser.addressees import without
from parser.tokens import split
from tests.unit.test_parser_metamorphic import read

REPORTS = """lampu jalan mati di Jl Kawi|got mampet di Kel Bujel|sampah menumpuk di pasar Bandar|
pohon tumbang di Jl Doho|air PDAM mati sejak kemarin|jalan berlubang di Kel Pojok|
KTP saya belum jadi sudah setahun|bansos tidak tepat sasaran di Kel Dermo|
puskesmas tutup sebelum jam buka|guru jarang masuk di SDN Ngronggo|PKL menutup trotoar Jl Stasiun|
parkir liar di Jl Patimura|traffic light mati di simpang Sumur Bor|anak dibully di sekolah|
anjing liar menggigit ayam warga|pengemis tidur di emperan toko|asap pabrik bau menyengat|
truk sampah bocor di Jl Mastrip|wc pasar jorok sekali|rumah tetangga ambruk kena hujan"""
CALLED = """{c}, {r}|Yth {c}, {r}|kepada yth {c}. {r}|{c} tolong {r}|{r}, mohon {c} turun|
{r}. tolong {c} cek lokasi|{r} mohon ditindaklanjuti {c}|{r}, terima kasih {c}|
{r}, {c} mohon segera ditangani|{r}. sudah lapor ke {c}|{r}, tidak ada tanggapan dari {c}|
{r}. {c} diam saja|{r}, kapan {c} bertindak|{r}, {c} kemana|mohon perhatian {c}, {r}"""
BODIES = """pak lurah, bu camat, pak walikota, pak RT, Dinas PU, Dinas Perhubungan, dishub, DLHKP,
Dinas Kesehatan, Dinas Pendidikan, bu kadis, satpol PP, pak polisi, PLN, dinas terkait, pemkot"""
ENOUGH = 0.985


def about(text: str) -> tuple[str, str]:
    row = {"id": "call", "city": "kediri", "channel": "modem", "role": "warga"}
    found = read(row, text)
    return found.category, found.urgency


def listed(text: str, mark: str) -> list[str]:
    return [one.strip() for one in text.replace("\n", " ").split(mark)]


def test_whoever_is_called_a_report_is_about_the_same() -> None:
    rows = list(product(listed(REPORTS, "|"), listed(CALLED, "|"), listed(BODIES, ",")))
    rows = rows[::3]  # 1,600 of 4,800
    known = {report: about(report) for report in listed(REPORTS, "|")}
    wrong = [
        form.format(c=c, r=r) for r, form, c in rows if about(form.format(c=c, r=r)) != known[r]
    ]
    assert len(wrong) <= (1 - ENOUGH) * len(rows), wrong


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Yth Dinas PU, selokan mampet", "selokan mampet"),
        ("Bu lurah yth, selokan mampet", "selokan mampet"),
        ("selokan mampet, dishub tolong", "selokan mampet tolong"),
        ("selokan mampet. mohon kepada dinas pekerjaan umum turun", "selokan mampet turun"),
        ("selokan mampet mohon ditindak oleh dishub", "selokan mampet"),
        ("selokan mampet, sudah lapor ke pak RT", "selokan mampet"),
        ("selokan mampet, tidak ada tindakan dari kelurahan", "selokan mampet"),
        ("selokan mampet, kelurahan tidak peduli", "selokan mampet tidak peduli"),
        ("tolong tindak petugas dishub yang pungli", None),
        ("lampu mati di depan kantor dishub", None),
        ("pelayanan kelurahan lambat", None),
        ("dishub pasang rambu salah", None),
        ("pak lurah minta uang", None),
        ("lapor RT 3 lampu mati", None),
    ],
)
def test_only_the_call_is_left_out(text: str, left: str | None) -> None:
    told = split(text)
    assert [token.raw for token in without(told)] == (left or " ".join(t.raw for t in told)).split()


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("kelurahan diam saja", "pelayanan_kelurahan"),
        ("PDAM tolong ditindak lanjuti", "air"),
        ("Yth PLN tolong segera datang", "listrik"),
    ],
)
def test_where_nothing_else_is_told_it_is_about_them(text: str, category: str) -> None:
    assert about(text)[0] == category

"""Our own replies coming back are a machine's text; what citizens write is not taken for them."""

import pytest

from gateway.reply import KINDS, Texts
from parser import parse
from parser.echo import Echo
from parser.reading import Keyword, Vocabulary
from parser.tokens import split

TEXTS = Texts.load()
ECHO = Echo(template.text for template in TEXTS.templates.values())
CITY = Vocabulary((Keyword("SURGA"), Keyword("LAPOR")), echo=ECHO)
VALUES = {
    "nama": "LAPOR MBAK WALI 112", "no": "4839206", "tgl": "28-12-2026", "kunci": "SURGA",
    "status": "DIPROSES", "opd": "DISHUB", "wil": "Mojoroto", "tl": "lampu sudah diganti",
    "verba": "SELESAI", "kode": "381724", "skor": "4", "hari": "3", "n": "12", "pct": "93",
    "tepat": "93%",
    "daftar": "4839206, 1234566", "sms": "9", "aduan": "9", "selesai": "9", "telat": "9",
    "darurat": "9", "iseng": "9", "kontak": "0354-123", "tindakan": "DIPROSES",
    "waktu": "28-12 09.15", "berlaku": "10 menit", "lama": "10 hari kerja", "sisa": "9",
    "baris": "kartu1", "alarm": "jalur putus", "nilai": "80 MB", "batas": "500 MB",
}  # fmt: skip
SHORT = {
    "ALARM", "ALARM_PULIH", "ALARM_LINE_PAUSED", "ALARM_MAIL_FAILING", "KABAR", "P_DAFTAR",
    "P_DARURAT", "P_DICATAT", "P_ESKALASI", "P_KEMBALI", "P_KOSONG", "P_LAMBAT",
    "P_PESAN", "P_TAMBAH",
}  # fmt: skip
"""Fewer than six words of our own, the rest is what a person wrote: the loop guard stops these."""


@pytest.mark.parametrize("kind", sorted(KINDS - SHORT))
@pytest.mark.parametrize("around", ["%s", "Fwd: %s", "Pesan diteruskan: %s"])
def test_every_reply_that_comes_back_is_a_machines_text(kind: str, around: str) -> None:
    text = around % TEXTS.render(kind, **VALUES)
    for role in ("warga", "petugas"):
        for required in (True, False):
            reading = parse(text, CITY, role=role, keyword_required=required)
            assert (reading.intent, reading.flags[0]) == ("mesin", "otomatis")


def test_a_long_answer_of_an_officer_changes_nothing() -> None:
    long = {"tl": "regu A sudah ke lokasi dan lampu diganti yang baru " * 9}
    text = TEXTS.render("SELESAI", **(VALUES | long))
    assert parse(text, CITY).intent == "mesin"


@pytest.mark.parametrize(
    "text",
    [
        "SURGA lampu mati di Jl Veteran",
        "SURGA lampu mati di Jl Veteran RT 2",
        "tiket 4839206 status DIPROSES sudah sebulan kok lampunya belum juga menyala pak",
        "mohon maaf laporan saya belum jelas, yang mati lampu jalan depan SD Negeri 3",
        "CEK 4839206",
        "TAMBAH 4839206 isi got sudah meluap ke jalan",
        "BUKA 4839206 belum beres",
        "NILAI 4839206 angka 5",
        "laporan diterima tapi tidak ada yang datang, got masih mampet di gang mawar rt 3",
        "saya dapat sms laporan diterima no tiket 4839206 tapi lampunya masih mati",
        "tiket 4839206 ditutup padahal belum beres, mohon dibuka lagi",
        "laporan 4839206 diteruskan ke mana pak",
        "",
    ],
)
def test_words_of_a_citizen_are_not_taken_for_ours(text: str) -> None:
    assert parse(text, CITY).intent != "mesin"


LONG = (
    "lampu di jalan veteran depan toko rejeki sampai hari ini mati total kampung kami gelap "
    "sekali tiap malam anak anak takut lewat mohon petugas segera turun memperbaiki tiang "
    "yang miring itu sebelum roboh menimpa rumah warga terima kasih banyak"
)


@pytest.mark.parametrize("kind", sorted(KINDS - SHORT))
@pytest.mark.parametrize("own", ["ini kenapa belum ada yang datang", LONG])
def test_who_quotes_a_reply_is_read(kind: str, own: str) -> None:
    text = f"{TEXTS.render(kind, **VALUES)} {own}"
    assert parse(text, CITY).intent != "mesin"


def test_words_of_a_citys_own_text_do_not_make_it_a_quotation() -> None:
    text = "Laporan {no} kami terima, tapi kantor tutup. Kami jawab besok pagi"
    city = Vocabulary(echo=Echo([text]))
    assert parse(text.format(no="4839206"), city).intent == "mesin"


def test_no_word_that_a_reply_may_miss_is_needed_to_look_at_it() -> None:
    for template in TEXTS.templates.values():
        words = [token.raw for token in split(template.text)]
        for missing in set(words):
            kept = [w for w in words if w != missing]
            slow = ECHO._has_all(kept)
            assert ECHO.is_ours(split(" ".join(kept))) == slow

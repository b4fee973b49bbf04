"""Words around a ticket number say what is wanted of the ticket; a report stays one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser import Vocabulary, parse
from parser.mentions import read

CITY = Vocabulary.of({"SURGA": []}, agencies={"DISHUB": ["PERHUBUNGAN"]})
NO = "7701238"
REPORTS = {"aduan", "aspirasi", "permintaan_info"}


@pytest.mark.parametrize(
    ("text", "intent", "body"),
    [
        ("tambahan utk {}: gelap juga di gang 4", "tambah", "gelap juga di gang 4"),
        ("utk tiket {} rumahnya cat hijau", "tambah", "rumahnya cat hijau"),
        ("menyambung laporan no {} air sdh surut", "tambah", "air sdh surut"),
        ("laporan saya {}: pagarnya roboh", "tambah", "pagarnya roboh"),
        ("jangan batalkan tiket {}", "tambah", "jangan batalkan tiket"),
        ("mana hasil laporan {}", "cek", ""),
        ("kok tiket {} didiamkan", "cek", ""),
        ("aduan no {} belum ada tanggapan", "cek", ""),
        ("pripun kabare laporan {}", "cek", ""),
        ("tiket {} belum tuntas", "buka", "belum tuntas"),
        ("mohon dibuka lagi tiket {}, bocor lagi", "buka", "bocor lagi"),
        ("tolong dibatalkan aduan {}", "batal", "dibatalkan aduan"),
        ("saya cabut laporan {} karena sudah rukun", "batal", "karena sudah rukun"),
        ("kenapa {} ditutup, belum beres", "buka", "ditutup, belum beres"),
        ("saya kasih 4 untuk tiket {}", "nilai", "4"),
        ("{} sudah bagus terima kasih", "terima_kasih", "{} sudah bagus terima kasih"),
    ],
)
@pytest.mark.parametrize("opening", ["", "selamat siang pak, "])
def test_words_about_a_ticket_are_understood(
    text: str, intent: str, body: str, opening: str
) -> None:
    reading = parse(opening + text.format(NO), CITY)
    assert reading.intent == intent
    assert [ref.digits for ref in reading.tickets] == [NO]
    assert opening or reading.body == body.format(NO)


@pytest.mark.parametrize(
    "text",
    [
        "lampu Jl Kawi padam lagi padahal tiket {} sudah ditutup",
        "lapor baru: got buntu di Jl Mawar, tiket lama {}",
        "{} nomor pelanggan PDAM saya, air mati 3 hari",
        "tambahan dana {} untuk RT tidak transparan",
        "belum beres juga perbaikan pasar, anggaran Rp{} ke mana",
        "kabel ditarik orang tadi malam, di tempat tiket {} dulu",
        "batal dapat KIP karena NISN {} tidak cocok",
    ],
)
def test_report_with_a_number_stays_one(text: str) -> None:
    assert parse(text.format(NO), CITY).intent in REPORTS


def test_named_number_that_is_wrong_is_told_so() -> None:
    reading = parse("bagaimana kabar tiket 7701239", CITY)
    assert (reading.intent, reading.flags) == ("cek", ("nomor_rusak",))


@pytest.mark.parametrize("text", ["tiket {0} dan {1} gimana", "gimana 081{0}", "kabar pak?"])
def test_no_single_ticket_is_no_mention(text: str) -> None:
    assert read(text.format(NO, "1234566")) is None


@pytest.mark.parametrize(
    ("text", "intent", "body"),
    [
        ("pak tiket {} sudah selesai, dicat ulang", "petugas_selesai", "dicat ulang"),
        ("selesai dicat ulang {}", "petugas_selesai", "dicat ulang"),
        ("mohon disposisi {} ke dishub", "petugas_disposisi", ""),
        ("disposisi ke dishub {}", "petugas_disposisi", ""),
    ],
)
def test_officer_may_write_the_number_anywhere(text: str, intent: str, body: str) -> None:
    reading = parse(text.format(NO), CITY, role="petugas")
    assert (reading.intent, reading.body) == (intent, body)


def test_officer_who_says_thanks_accepts_nothing() -> None:
    assert parse(f"terima kasih tiket {NO}", CITY, role="petugas").intent == "terima_kasih"


@given(st.text(st.sampled_from("tiket 0123456789lagi beluesrpno,."), max_size=80))
def test_any_words_are_read(text: str) -> None:
    read(text)

"""Officers write sentences: what surely stands there is done, all else is an internal note."""

import pytest

from parser import Vocabulary, parse
from parser.reading import Reading
from parser.tickets import check_ok

CITY = Vocabulary.of({"SURGA": []}, agencies={"DISHUB": [], "DLHKP": ["dinas kebersihan"]})
NO, TO = [f"77012{n}{d}" for n in (3, 8) for d in range(10) if check_ok(f"77012{n}{d}")]
WRONG = f"{NO[:-1]}{(int(NO[-1]) + 1) % 10}"


def read(text: str, role: str = "petugas") -> Reading:
    return parse(text, CITY, role=role)


@pytest.mark.parametrize(
    ("text", "act", "body"),
    [
        (f"{NO} pompa sudah kami pasang", "selesai", "pompa sudah kami pasang"),
        (f"mengganti pipa {NO} telah dilakukan perbaikan", "selesai", None),
        (f"Siang ndan, kawat {NO} wis dirapikan", "selesai", f"kawat {NO} wis dirapikan"),
        (f"{NO} 100% beres, pagar dicat", "selesai", None),
        (f"{NO} pagar sudah dicat 60%", "proses", None),
        (f"{NO} pagar sudah dicat, gerbangnya belum", "proses", None),
        (f"{NO} tukang masih memasang keramik", "proses", None),
        (f"{NO} baru mulai digali", "proses", None),
        (f"infokan ke pelapor {NO} petugas datang pukul 3", "proses", None),
        (f"oke {NO} kami ambil", "terima", "kami ambil"),
        (f"ini {NO} ranah PDAM", "tolak", None),
        (
            f"bisa tanyakan ke pelapor {NO}: pagar yang sebelah mana?",
            "tanya",
            "pagar yang sebelah mana?",
        ),
        (f"{NO} dicatat dulu: kontraktor kabur", "catat", None),
        (f"{NO} terbukti fiktif", "prank", "terbukti fiktif"),
        (f"pelapor {NO} minta dirahasiakan", "rahasia", None),
    ],
)
def test_sentence_is_read_as_the_act_that_it_tells(text: str, act: str, body: str | None) -> None:
    reading = read(text)
    assert (reading.intent, [t.digits for t in reading.tickets]) == (f"petugas_{act}", [NO])
    assert "kalimat" in reading.flags
    assert "tanpa_perintah" not in reading.flags
    assert body is None or reading.body == body


@pytest.mark.parametrize(
    "words",
    [
        "pagar belum dicat", "pagar akan dicat", "kalau cerah pagar kami cat", "pagar mesti dicat",
        "katanya pagar sudah dicat", "rupanya entah pagar sudah dicat", "pagar tidak jadi dicat",
        "selesai pekan depan", "pagar sudah dicat tapi rusak lagi", "cat habis",
        "sudah kami cat meski bukan wewenang kami", "mohon petunjuk", "pagar sudah siap dicat",
    ],
)  # fmt: skip
def test_sentence_that_is_not_sure_is_an_internal_note(words: str) -> None:
    reading = read(f"{NO} {words}")
    assert (reading.intent, reading.body) == ("petugas_catat", words)
    assert {"kalimat", "tanpa_perintah"} <= set(reading.flags)


def test_result_that_says_nothing_of_what_was_done_is_none() -> None:
    reading = read(f"{NO} sudah kami tangani pak")
    assert (reading.intent, reading.body) == ("petugas_selesai", "")
    assert "tanpa_bukti" in reading.flags


def test_number_that_is_nearly_a_ticket_is_refused_not_reported() -> None:
    reading = read(f"tiket {WRONG} sudah kami cat")
    assert reading.intent == "petugas_selesai"
    assert not reading.tickets[0].check_ok
    assert "nomor_rusak" in reading.flags


@pytest.mark.parametrize(
    ("text", "ticket", "into"),
    [
        (f"{NO} kembar dengan {TO}", NO, TO),
        (f"ke {TO} tolong satukan {NO}", NO, TO),
    ],
)
def test_two_reports_of_one_thing_are_merged(text: str, ticket: str, into: str) -> None:
    reading = read(text)
    assert reading.intent == "petugas_gabung"
    assert reading.into is not None
    assert (reading.tickets[0].digits, reading.into.digits) == (ticket, into)


def test_other_acts_of_two_tickets_keep_both() -> None:
    """The desk asks for one command a ticket (P_SATU)."""
    for text in (f"{NO} dan {TO} sudah kami cat", f"{NO} bukan {TO} yang dimaksud"):
        assert len(read(text).tickets) == 2


def test_ticket_is_handed_on_to_an_agency_that_is_known_or_offered() -> None:
    known = read(f"tolong {NO} dilanjutkan ke dinas kebersihan sore ini")
    assert (known.intent, known.agency) == ("petugas_disposisi", "DLHKP")
    assert known.body == "sore ini"
    offered = read(f"tolong {NO} dilanjutkan ke DISHBU")
    assert (offered.agency, offered.suggest) == ("", "DISHUB")
    assert read(f"sudah kami lanjutkan {NO} ke DISHUB").intent == "petugas_catat"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("pekerjaan saya hari ini apa", "petugas_daftar"),
        ("rekap tugas unit kami dong", "petugas_daftar"),
        ("adakah tugas yang lewat tenggat", "aduan"),
        ("ada tugas yang lewat tenggat", "petugas_telat"),
        ("tugas guru di SD 3 apa saja, kok murid dibiarkan", None),
        ("berapa lama lagi tiket kereta dijual", None),
    ],
)
def test_list_is_asked_for_in_a_sentence_of_known_words(text: str, intent: str | None) -> None:
    read_as = read(text).intent
    if intent is None:
        assert not read_as.startswith("petugas_")
    elif intent != "aduan":
        assert read_as == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        (f"CEK {NO}", "cek"), (f"{NO} kapan dicat", "cek"), (f"tiket {NO}", "cek"),
        (f"TAMBAH {NO} gerbangnya juga", "tambah"), (f"makasih {NO} sudah dicat", "terima_kasih"),
        ("pagar taman di Jl Kawi rubuh", "aduan"), ("kami cat sendiri pagar di Jl Kawi", "aduan"),
        (f"pagar di Jl Kawi rusak, dulu tiket {NO} sudah dicat", "aduan"),
        (f"{NO} rumah kebakaran, ada orang terjebak api, tolong", "tambah"),
    ],
)  # fmt: skip
def test_what_an_officer_writes_as_a_citizen_stays_so(text: str, intent: str) -> None:
    assert read(text).intent == intent


@pytest.mark.parametrize("words", ["sudah kami cat", "bukan wewenang kami", "cat habis", "siap"])
def test_sentence_of_a_citizen_is_no_command(words: str) -> None:
    reading = read(f"{NO} {words}", role="warga")
    assert not reading.intent.startswith("petugas_")
    assert "kalimat" not in reading.flags

"""Officers write commands; a citizen who writes one is told, and nothing else happens."""

import pytest

from parser import Vocabulary, parse
from parser.tickets import check_ok

CITY = Vocabulary.of(
    {"SURGA": []},
    agencies={
        "DISHUB": ["dinas perhubungan"],
        "BAG.HUKUM": [],
        "PUPR": ["dinas pu"],
        "PUSKESMAS": [],
    },
)
NO, TO = [f"77012{n}{d}" for n in (3, 8) for d in range(10) if check_ok(f"77012{n}{d}")]


@pytest.mark.parametrize(
    ("text", "intent", "body"),
    [
        (f"TERIMA {NO}", "terima", ""), (f"terima no. {NO}", "terima", ""),
        (f"PROSES {NO} regu berangkat", "proses", "regu berangkat"),
        (f"TL {NO}: disurvei besok", "proses", "disurvei besok"),
        (f"SELESAI {NO} sudah ditambal", "selesai", "sudah ditambal"),
        (f"sls#{NO}#sudah ditambal", "selesai", "sudah ditambal"),
        (f"slesai {NO} sudah ditambal", "selesai", "sudah ditambal"),
        (f"TOLAK {NO} jalan provinsi", "tolak", "jalan provinsi"),
        (f"TANYA {NO} di mana tepatnya?", "tanya", "di mana tepatnya?"),
        (f"CATAT {NO} pesan suku cadang", "catat", "pesan suku cadang"),
        (f"RAHASIA {NO}", "rahasia", ""), (f"PRANK {NO}", "prank", ""),
        (f"{NO} selesai sudah ditambal", "selesai", "sudah ditambal"),
        ("DAFTAR", "daftar", ""), ("telat.", "telat", ""), ("OK 381724", "ok", "381724"),
        (f"SURGA SELESAI {NO} beres", "selesai", "beres"),
    ],
)  # fmt: skip
def test_officer_command_is_read(text: str, intent: str, body: str) -> None:
    reading = parse(text, CITY, role="petugas")
    assert (reading.intent, reading.body) == (f"petugas_{intent}", body)
    assert "bukan_petugas" not in reading.flags


@pytest.mark.parametrize(
    ("typed", "agency", "offered", "body"),
    [
        ("DISHUB", "DISHUB", "", ""), ("dishub segera", "DISHUB", "", "segera"),
        ("Dinas Perhubungan, segera", "DISHUB", "", "segera"), ("ke dishub", "DISHUB", "", ""),
        ("bag hukum", "BAG.HUKUM", "", ""), ("Bag. Hukum besok", "BAG.HUKUM", "", "besok"),
        ("dihsub", "", "DISHUB", "dihsub"), ("dinas entah", "", "", "dinas entah"),
        ("", "", "", ""),
    ],
)  # fmt: skip
def test_agency_is_understood_or_offered(typed: str, agency: str, offered: str, body: str) -> None:
    reading = parse(f"DISPOSISI {NO} {typed}", CITY, role="petugas")
    assert (reading.agency, reading.suggest, reading.body) == (agency, offered, body)
    assert ("tanpa_opd" in reading.flags) is (not agency)


def test_tickets_are_merged_and_named_together() -> None:
    merged = parse(f"GABUNG {NO} ke {TO}", CITY, role="petugas")
    assert merged.into is not None
    assert ([ref.digits for ref in merged.tickets], merged.into.digits) == ([NO], TO)
    both = parse(f"selesai {NO}, {TO} semua nyala", CITY, role="petugas")
    assert ([ref.digits for ref in both.tickets], both.body) == ([NO, TO], "semua nyala")


@pytest.mark.parametrize("text", [f"SELESAI {NO}", f"selesai {NO} ..."])
def test_result_is_missed(text: str) -> None:
    assert "tanpa_bukti" in parse(text, CITY, role="petugas").flags


@pytest.mark.parametrize("text", ["SELESAI", "proses", "DISPOSISI 12"])
def test_number_is_missed(text: str) -> None:
    reading = parse(text, CITY, role="petugas")
    assert reading.intent.startswith("petugas_") or reading.intent == "aduan"


@pytest.mark.parametrize(
    "text",
    [
        "jalan rusak di depan kantor kami", "terima kasih pak", f"terima kasih {NO} sudah dicek",
        "proses ktp lama sekali di kecamatan", "daftar tunggu rumah sakit panjang",
        "tolak bala di sungai", "selesai hujan jalan banjir", "rahasia umum ada pungli di pasar",
    ],
)  # fmt: skip
@pytest.mark.parametrize("role", ["warga", "petugas"])
def test_report_is_not_an_officer_command(text: str, role: str) -> None:
    assert not parse(text, CITY, role=role).intent.startswith("petugas_")


@pytest.mark.parametrize(
    "verb", ["SELESAI", "TERIMA", "PROSES", "TOLAK", "DISPOSISI", "PRANK", "CATAT"]
)
def test_citizen_with_an_officer_word_is_told(verb: str) -> None:
    reading = parse(f"{verb} {NO} coba", CITY)
    assert reading.intent == f"petugas_{verb.lower()}"
    assert "bukan_petugas" in reading.flags


def test_citizen_asks_and_hides_his_own_ticket() -> None:
    assert parse(f"TANYA {NO} kapan?", CITY).intent == "cek"
    assert parse(f"TANYA {NO} apa perlu foto tiang yang roboh?", CITY).intent == "tambah"
    hidden = parse(f"RAHASIA {NO}", CITY)
    assert (hidden.intent, "rahasia" in hidden.flags) == ("tambah", True)

"""Commands between polite words: none is taken for thanks, for talk or for a report."""

from collections.abc import Iterable
from itertools import product

import pytest

from tests.unit.test_parser_metamorphic import read

NO = "1234566"
CITIZENS = {"cek {}": "cek", "STATUS no {}": "cek", "mau cek tiket {}": "cek", "BATAL {}": "batal",
            "batalkan laporan saya {}": "batal", "buka lagi {}": "buka", "NILAI {} 4": "nilai",
            "TAMBAH {} dekat pos ronda": "tambah"}  # fmt: skip
OFFICERS = {"TERIMA {}": "petugas_terima", "PROSES {} tim berangkat": "petugas_proses",
            "SELESAI {} lampu diganti": "petugas_selesai", "RAHASIA {}": "petugas_rahasia",
            "DISPOSISI {} DISHUB": "petugas_disposisi", "DAFTAR": "petugas_daftar",
            "TANYA {} sebelah mana": "petugas_tanya", "telat": "petugas_telat",
            "CATAT {} menunggu material": "petugas_catat"}  # fmt: skip
ALL = CITIZENS | OFFICERS
BEFORE = ("", "Pak ", "pak, ", "Min ", "Assalamualaikum ", "selamat pagi, ", "maaf pak ", "tolong ")
AFTER = ("", " pak", ".", " makasih", " terima kasih", " ya min", "? makasih")
READY = ("", "Pak ", "siap, ", "siap pak, ", "izin pak, ", "Mohon izin ")
THUS = ("", ".", " pak", " demikian", " mohon arahan", " terima kasih", ", demikian terima kasih")


def misread(role: str, said: str, before: Iterable[str], after: Iterable[str]) -> list[str]:
    """Return what is not read as *said* by itself is, between all that may stand around it."""
    row = {"id": "polite", "city": "kediri", "channel": "modem", "role": role}
    wanted = ALL[said]
    texts = [f"{one}{said.format(NO)}{two}" for one, two in product(before, after)]
    readings = [(text, read(row, text)) for text in texts]
    return [
        f"{text}: {found.intent}"
        for text, found in readings
        if found.intent != wanted or ("{}" in said and found.tickets[0].digits != NO)
    ]


@pytest.mark.parametrize("said", CITIZENS)
def test_citizens_command_is_one_between_any_polite_words(said: str) -> None:
    assert misread("warga", said, BEFORE, AFTER) == []


@pytest.mark.parametrize("said", [*OFFICERS, "cek {}", "STATUS no {}"])
def test_officers_command_is_one_between_any_polite_words(said: str) -> None:
    assert misread("petugas", said, READY, THUS) == []


@pytest.mark.parametrize("said", ["siap ndan {} meluncur", "izin pak {} besok apel jam 7"])
def test_what_names_a_ticket_is_no_talk_of_colleagues(said: str) -> None:
    row = {"id": "talk", "city": "kediri", "channel": "modem", "role": "petugas"}
    assert read(row, said.replace("{} ", "")).intent == "bukan_aduan"
    assert read(row, said.format(NO)).intent != "bukan_aduan"


@pytest.mark.parametrize(
    "said", ["anak diculik", "orang hanyut", "banjir bandang", "ibu mau melahirkan"]
)
def test_call_for_help_before_thanks_is_no_thanks(said: str) -> None:
    row = {"id": "help", "city": "kediri", "channel": "modem", "role": "warga"}
    found = read(row, f"pak {said} makasih di perempatan Baruna")
    assert (found.intent, found.urgency) == ("aduan", "darurat")

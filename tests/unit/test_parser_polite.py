"""Commands between polite words: none is taken for thanks, for talk or for a report."""

from itertools import product

import pytest

from tests.unit.test_parser_metamorphic import read

NO = "1234566"
CITIZENS = {"cek {}": "cek", "STATUS no {}": "cek", "mau cek tiket {}": "cek", "BATAL {}": "batal",
            "batalkan laporan saya {}": "batal", "buka lagi {}": "buka", "NILAI {} 4": "nilai",
            "TAMBAH {} dekat pos ronda": "tambah"}  # fmt: skip
OFFICERS = {"TERIMA {}": "terima", "PROSES {} tim berangkat": "proses", "RAHASIA {}": "rahasia",
            "SELESAI {} lampu diganti": "selesai", "DISPOSISI {} DISHUB": "disposisi",
            "TANYA {} sebelah mana": "tanya", "CATAT {} menunggu material": "catat",
            "DAFTAR": "daftar", "telat": "telat"}  # fmt: skip
BEFORE = ("", "Pak ", "pak, ", "Min ", "Assalamualaikum ", "selamat pagi, ", "maaf pak ", "tolong ")
AFTER = ("", " pak", ".", " makasih", " terima kasih", " ya min", "? makasih")
READY = ("", "Pak ", "siap, ", "siap pak, ", "izin pak, ", "Mohon izin ")
THUS = ("", ".", " pak", " demikian", " mohon arahan", " terima kasih", ", demikian terima kasih")


@pytest.mark.parametrize("said", CITIZENS)
def test_citizens_command_is_one_between_any_polite_words(said: str) -> None:
    row = {"id": "polite", "city": "kediri", "channel": "modem", "role": "warga"}
    wrong = []
    for before, after in product(BEFORE, AFTER):
        text = f"{before}{said.format(NO)}{after}"
        reading = read(row, text)
        if reading.intent != CITIZENS[said] or reading.tickets[0].digits != NO:
            wrong.append((text, reading.intent))
    assert wrong == []


@pytest.mark.parametrize("said", OFFICERS)
def test_officers_command_is_one_between_any_polite_words(said: str) -> None:
    row = {"id": "polite", "city": "kediri", "channel": "modem", "role": "petugas"}
    wrong = []
    for before, after in product(READY, THUS):
        text = f"{before}{said.format(NO)}{after}"
        if (found := read(row, text).intent) != f"petugas_{OFFICERS[said]}":
            wrong.append((text, found))
    assert wrong == []

"""Each of our replies is known when it comes back, whoever sends it, on every line."""

import re
from configparser import RawConfigParser
from pathlib import Path

import pytest

import gateway
from parser import machines, parse
from parser.reading import Vocabulary
from parser.tokens import split

SAMPLE = {
    "no": "2718287", "tgl": "28-12-2026", "telp": "112", "nama": "LAPOR MBAK WALI", "opd": "DISHUB",
    "status": "DIPROSES", "kunci": "SURGA", "n": "3", "daftar": "2718287 28-12, 3141591 29-12",
    "tl": "regu A sudah ke lokasi dan lampu diganti", "skor": "5", "kode": "482913", "wil": "Dermo",
    "verba": "SELESAI", "lama": "10 hari kerja", "kontak": "0354-112233", "waktu": "pukul 08.00",
    "berlaku": "10 menit", "tindakan": "diselesaikan",
}  # fmt: skip
INWARD = ("ALARM", "D_")  # to the house's own people, whose phones send nothing back by themselves
SHORT = frozenset(
    {"KABAR", "P_TAMBAH", "P_JAWAB", "P_DARURAT", "P_OK", "P_OK_NANTI", "P_DICATAT", "P_KOSONG"}
    | {"P_NIHIL", "P_KEMBALI", "P_PESAN", "P_DAFTAR", "P_LAMBAT", "P_ESKALASI", "PROSES"}
    | {"ARSIP", "PERPANJANG"}
)
"""Too little of these is ours: the loop guard of the desk knows them by what it has sent."""


def _replies() -> dict[str, str]:
    file = RawConfigParser()
    file.read(Path(gateway.__file__).parent / "templates" / "id.ini", "utf-8")
    texts = {name: file[name]["text"] for name in file.sections() if not name.startswith(INWARD)}
    return {
        name: re.sub(r"\{(\w+)\}", lambda field: SAMPLE[field[1]], text)
        for name, text in texts.items()
        if name not in SHORT
    }


REPLIES = _replies()


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_that_comes_back_is_a_machines_text(name: str) -> None:
    city = Vocabulary.of({"SURGA": [], "LAPOR": []})
    for role in ("warga", "petugas"):
        for required in (True, False):
            reading = parse(REPLIES[name], city, role=role, keyword_required=required)
            assert reading.intent == "mesin", (reading, _missing(REPLIES[name]))


def _missing(text: str) -> list[str]:
    """Return the words of *text* that parser/data/replies.toml does not have."""
    words = ["0" if token.raw.isdigit() else token.word for token in split(text)]
    runs = [tuple(words[at : at + 3]) for at in range(len(words) - 2)]
    return [" ".join(run) for run in runs if run not in machines._runs_of_ours()]


@pytest.mark.parametrize(
    "text",
    [
        "saya dapat sms laporan diterima no tiket 2718287 tapi lampunya masih mati",
        "TAMBAH 2718287 isi got sudah meluap ke jalan",
        "BUKA 2718287 belum beres",
        "NILAI 2718287 angka 5",
        "tiket 2718287 ditutup padahal belum beres, mohon dibuka lagi",
        "laporan 2718287 diteruskan ke mana pak",
    ],
)
def test_a_citizen_may_quote_a_reply(text: str) -> None:
    assert parse(text, Vocabulary.of({"SURGA": []})).intent != "mesin"

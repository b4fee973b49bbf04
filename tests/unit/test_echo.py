"""Our own replies coming back are known; what citizens write is not taken for them."""

import pytest

from gateway.echo import Echo
from gateway.reply import KINDS, Texts

TEXTS = Texts.load()
ECHO = Echo(template.text for template in TEXTS.templates.values())
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
def test_every_reply_is_known_when_it_comes_back(kind: str) -> None:
    assert ECHO.is_ours(TEXTS.render(kind, **VALUES))


@pytest.mark.parametrize(
    "text",
    [
        "SURGA lampu mati di Jl Veteran",
        "SURGA lampu mati di Jl Veteran RT 2",
        "tiket 4839206 status DIPROSES sudah sebulan kok lampunya belum juga menyala pak",
        "mohon maaf laporan saya belum jelas, yang mati lampu jalan depan SD Negeri 3",
        "CEK 4839206",
        "laporan diterima tapi tidak ada yang datang, got masih mampet di gang mawar rt 3",
        "",
    ],
)
def test_words_of_a_citizen_are_not_taken_for_ours(text: str) -> None:
    assert not ECHO.is_ours(text)

"""Who is accused, and who is only near: a report goes to the agency it is for, or to nobody's."""

from itertools import product

import pytest

from tests.unit.test_parser_metamorphic import read

NEAR = """RW 4 Kel Bujel, RT 3 RW 2, depan kantor kelurahan Bujel, depan SDN 2, halaman kecamatan,
dekat puskesmas Sukorame, samping kantor PDAM, sebelah rumah pak RT, belakang sekolah,
seberang polsek, jalan menuju RSUD Gambiran, gang samping SMP 3, area parkir RSUD, depan dukcapil,
lingkungan RT 5, dekat kantor PLN, depan rumah pak lurah, pertigaan TK Pertiwi"""
TOLD = """minta fogging di {}|minta lampu jalan di {}|mohon dipasang tong sampah di {}|
minta polisi tidur di {}|pohon di {} minta ditebang|warung jual miras di {}|
anak punk tidur di {}|orang mabuk di {}|ada judi sabung ayam di {}|jalan rusak {}|
PKL jual gorengan menutup trotoar {}|orang jual obat di {}|pengemis tidur di {}|
tawuran pelajar di {}|kami minta bantuan tenda utk {}|anak dipalak preman di {}|
tolong dinas terkait perbaiki got {}|minta dipasang cermin di {}"""
BODIES = """petugas kelurahan Bujel, pak lurah, ketua RT, pak RW, guru SDN 2, kepala sekolah, camat,
pegawai puskesmas, dokter RSUD, tukang parkir, satpol PP, petugas dukcapil, pegawai kecamatan,
oknum polisi, petugas PDAM, petugas PLN, pendamping PKH, kepala dinas"""
DEEDS = """{} minta uang 50rb|{} minta 100rb|{} pungli|{} jual bansos|{} marah marah|
{} tidur saat jam kerja|{} menolak melayani saya|saya dimintai uang {}|{} minta rokok|
disuruh bayar 100rb sama {}|{} judi di kantor|{} narik iuran liar|bansos dipotong {}|
{} bentak warga|saya diancam {}|{} korupsi|{} memukul warga|urus surat dipersulit {}|
{} minta bayaran kalau mau cepat"""
ENOUGH = 0.99


def accused(text: str) -> bool:
    row = {"id": "body", "city": "kediri", "channel": "modem", "role": "warga"}
    return any(flag.startswith("dituduh:") for flag in read(row, text).flags)


def said(sentences: str, names: str) -> list[str]:
    pairs = product(sentences.replace("\n", "").split("|"), names.replace("\n", " ").split(", "))
    return [sentence.format(name) for sentence, name in pairs]


def test_whoever_is_only_near_is_not_accused() -> None:
    texts = said(TOLD, NEAR)
    wrong = [text for text in texts if accused(text)]
    assert len(wrong) <= (1 - ENOUGH) * len(texts), wrong


def test_whoever_did_it_is_accused() -> None:
    texts = said(DEEDS, BODIES)
    wrong = [text for text in texts if not accused(text)]
    assert len(wrong) <= (1 - ENOUGH) * len(texts), wrong


@pytest.mark.parametrize(
    "text",
    [
        "polisi tidur terlalu tinggi di Gg 3",
        "minta polisi tidur di Jl Kawi",
        "lampu mati di Jl Hakim",
        "sampah menumpuk di asrama polisi Kel Bujel",
        "pju padam di Jl Tentara Pelajar",
        "gang Kejaksaan gelap",
    ],
)
def test_what_is_named_like_a_body_is_none(text: str) -> None:
    row = {"id": "named", "city": "kediri", "channel": "modem", "role": "warga"}
    found = read(row, text).flags
    assert not {"aparatur", "bukan_kewenangan", "dituduh:polisi"}.intersection(found)

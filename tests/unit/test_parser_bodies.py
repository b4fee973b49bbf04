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
ELSEWHERE = """ada pungli di pasar|ada preman minta setoran ke pedagang|dana desa dikorupsi|
juru parkir pungli 10 ribu|calo minta uang 200 ribu urus KTP|bantuan beras disunat"""
CALLED = """{b}, {t}|Yth {b}, {t}|assalamualaikum {b}, {t}|{b} tolong, {t}|{t}, {b} mohon ditindak|
{t}. {b} harus turun|{t}, mohon {b} turun|{t} tolong {b} tindak|{t}, mohon ditindak oleh {b}|
{t}, kapan {b} bertindak|{t}. terima kasih {b}|{t}, saya sudah lapor ke {b}|
{t}. mohon kepada {b} segera periksa|{t}, gimana ini {b}"""
HELPERS = "pak camat, pak walikota, bu lurah, pak RW, kepala dinas"
STRUCK = """tolong tindak {} yang pungli|tolong {} yang minta uang 50rb ditindak|
mohon pecat {} itu, pungli terus|ada pungli, tolong tegur {}|ada pungli. mohon {} ditertibkan|
pak walikota, {} minta uang 50 ribu|pungli {} 20 ribu, mohon pak walikota tindak|
minta tolong {} malah minta uang 50 ribu|saya lapor ke {} malah dimintai uang 50 ribu|
{}, kapan berhenti pungli|minta {} diganti, sering minta uang 50 ribu"""
ENOUGH = 0.99


def accused(text: str) -> bool:
    return bool(charged(text))


def charged(text: str) -> set[str]:
    row = {"id": "body", "city": "kediri", "channel": "modem", "role": "warga"}
    return {flag for flag in read(row, text).flags if flag.startswith("dituduh:")}


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


def test_whoever_is_called_to_help_is_not_accused() -> None:
    sentences, helpers = CALLED.replace("\n", "").split("|"), HELPERS.split(", ")
    told = ELSEWHERE.replace("\n", "").split("|")
    rows = [(t, f.format(b=b, t=t)) for f, b, t in product(sentences, helpers, told)]
    wrong = [text for report, text in rows if charged(text) != charged(report)]
    assert len(wrong) <= (1 - ENOUGH) * len(rows), wrong


def test_whoever_shall_be_punished_is_accused() -> None:
    texts = said(STRUCK, BODIES)
    wrong = [text for text in texts if not charged(text) - {"dituduh:pejabat"}]
    wrong = [text for text in wrong if "kepala dinas" not in text]
    assert len(wrong) <= (1 - ENOUGH) * len(texts), wrong


@pytest.mark.parametrize(
    "text",
    [
        "lurah baru saja dilantik, di pasar orang judi",
        "kelurahan sudah bagus tapi anak muda mabuk di taman",
        "depan SD sepi, siang siang orang jual miras",
    ],
)
def test_what_anybody_may_do_is_no_deed_of_who_is_far(text: str) -> None:
    assert not accused(text)


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

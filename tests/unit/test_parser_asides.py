"""Wishes, thanks beforehand, praise and questions about the line swallow no report beside them."""

from itertools import product

import pytest

from parser.asides import apart
from parser.tokens import split
from tests.unit.test_parser_metamorphic import read

REPORTS = """lampu jalan mati di Jl Kawi|sampah Kel Pojok ramai di grup WA|
tetangga jual miras di Kel Bujel|elpiji 3 kg di pangkalan Kel Pocanan 28rb|
guru SDN 2 sering tidak masuk|air PDAM keruh di Banaran|
pedagang daging campur celeng di pasar|daftar tunggu operasi di RSUD lama sekali|
developer belum serahkan fasum di Griya Indah|trotoar Jl Doho dipakai jualan semua|
SPPT PBB saya tahun ini naik 300%|dompet saya diambil di angkot|got mampet di Kel Dermo|
calo SIM duduk di dalam loket|asap pabrik bau menyengat di Kel Tosaren"""
ASIDES = """terima kasih sebelumnya pak|matur nuwun sakderenge pak|makasih sudah ada nomor ini|
semoga bapak sehat selalu|pagi pak wali semoga sehat|semoga sukses selalu pak|
mantap kinerja pak wali|salut sama kinerja pemkot|bangga jadi warga kediri|
selamat atas penghargaannya pak wali|selamat ulang tahun kota kediri|selamat hari raya idul fitri|
benar ini nomor pengaduan?|apakah nomor ini masih aktif|baru tau ada layanan ini|
ini pertama kali saya sms|mau curhat pak|semoga dibaca|tes sms ya pak|kami doakan sehat selalu|
percuma bayar pajak tiap tahun|uang rakyat kemana|mana janji walikota waktu kampanye|
kalau tidak diperbaiki kami tidak mau bayar pajak|apa harus viral dulu|malu sama kota sebelah|
sudah sering dilaporkan|sampai sekarang belum ada perbaikan|saya sudah capek lapor|
dulu pernah diperbaiki tapi rusak lagi|kami warga sangat berharap|saya pedagang pasar|
saya tukang ojek online|kalau malam gelap|sangat meresahkan warga|nanti saya kirim fotonya|
kasihan orang tua dan anak kecil|tolong jangan dibiarkan|nunggu ada korban dulu ya|
dekat sekolah dan pasar|banyak anak sekolah lewat situ|ini jalan utama warga ke masjid|
matur nuwun sanget pak|hatur nuhun sateuacanna|tarimo kasih pak wali|sekian terima kasih|
pripun niki pak|mugi2 bapak sehat terus|mesakne bocah sekolah|hormat kami warga RT 5"""
HELP = """rumah kebakaran di Jl Kawi|anak hanyut di sungai Brantas|orang dibacok di pasar Bandar|
ada bom di stasiun|pohon tumbang menimpa warga|korban kecelakaan tidak sadar di Jl Doho|
bapak serangan jantung di Kel Bujel|gas bocor baunya tajam di warung"""
ENOUGH = 0.97


def said(text: str) -> list[str]:
    return [one.strip() for one in text.replace("\n", " ").split("|")]


def reading(text: str) -> tuple[str, str]:
    found = read({"id": "aside", "city": "kediri", "channel": "modem", "role": "warga"}, text)
    return found.intent, found.category


@pytest.mark.parametrize("form", ["{a}, {r}", "{a}. {r}", "{r}. {a}"])
def test_no_report_is_swallowed_by_what_surrounds_it(form: str) -> None:
    rows = list(product(said(REPORTS), said(ASIDES)))
    known = {report: reading(report) for report in said(REPORTS)}
    assert {intent for intent, _ in known.values()} == {"aduan"}
    wrong = [form.format(a=a, r=r) for r, a in rows if reading(form.format(a=a, r=r)) != known[r]]
    assert len(wrong) <= (1 - ENOUGH) * len(rows), wrong


@pytest.mark.parametrize("form", ["{a}, {r}", "{r}. {a}"])
def test_no_cry_for_help_is_quieter_beside_them(form: str) -> None:
    row = {"id": "help", "city": "kediri", "channel": "modem", "role": "warga"}
    texts = [form.format(a=a, r=r) for r, a in product(said(HELP), said(ASIDES)[:20])]
    wrong = [text for text in texts if read(row, text).urgency != "darurat"]
    assert len(wrong) <= (1 - ENOUGH) * len(texts), wrong


@pytest.mark.parametrize(
    "text",
    [
        "terima kasih pak, lampu sudah nyala",
        "terima kasih pak wali, jembatan kami sekarang bisa dilewati",
        "mantap kinerja pak wali, taman jadi indah",
        "semoga sehat selalu pak, sampah sudah diangkut",
        "salut sama petugas, got sudah bersih. terima kasih",
        "makasih pak. mohon dipertahankan pelayanannya",
        "terima kasih, jalan kami sudah mulus",
        "terima kasih pak polisi sudah menangkap maling",
    ],
)
def test_thanks_for_what_was_done_stay_thanks(text: str) -> None:
    assert reading(text)[0] == "terima_kasih"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("benar ini nomor pengaduan? got mampet", "got mampet"),
        ("got mampet, semoga dibaca. lampu mati", "got mampet, lampu mati"),
        ("got mampet, mohon segera ditindaklanjuti", "got mampet, mohon segera ditindaklanjuti"),
        ("terima kasih sebelumnya pak", "terima kasih sebelumnya pak"),
        ("lampu nyala, terima kasih pak", "lampu nyala, terima kasih pak"),
        ("semoga lampu segera nyala, terima kasih", "semoga lampu segera nyala, "),
    ],
)
def test_only_whole_clauses_are_left_out(text: str, left: str) -> None:
    told = split(text)
    body, tokens = apart(text, told, None)
    assert body == left
    assert [token.raw for token in tokens] == [token.raw for token in split(left)]

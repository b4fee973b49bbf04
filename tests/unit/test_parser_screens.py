"""What is no report is told from what is one, and a report is never taken for less."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parser import Reading, Vocabulary, parse
from parser.spam import signs
from parser.tokens import split

CITY = Vocabulary.of({"SURGA": []}, ["PALU"])
HAMMER = Vocabulary.of({"PALU": ["LAPORWALI"]})
REPORTS = {"aduan", "aspirasi", "permintaan_info"}


def _read(text: str, *, required: bool = False) -> Reading:
    return parse(text, CITY, keyword_required=required)


@pytest.mark.parametrize(
    "text",
    [
        "Selamat siang. Anda terpilih jadi pemenang undian bank, hubungi 0812xxxx",
        "Bu ini mama, hp rusak. tolong transfer ke rekening BRI 123",
        "mama lg di kantor polisi, isikan pulsa ke nomor ini dulu",
        "Dana cepat tanpa agunan, cair hari ini WA 081234567",
        "BONUS new member 100% slot gacor daftar di gacor88.example",
        "s l o t g a c o r maxwin tiap hari",
        "d4na tun4i t4npa jam1nan hub 0812345",
        "Dijual cepat mobil avanza 2019 minat hub 0813999",
        "jangan putus di kamu, kirim ke 12 teman agar dapat rezeki",
        "Akun anda akan diblokir, verifikasi data di bank-aman.example",
        "SURGA selamat anda menang undian klaim hadiah di bit.ly/abc",
    ],
)
@pytest.mark.parametrize("required", [True, False])
def test_swindler_is_not_answered(text: str, required: bool) -> None:
    reading = _read(text, required=required)
    assert reading.intent == "spam"
    assert "spam" in reading.flags


@pytest.mark.parametrize(
    "text",
    [
        "judi togel di warung Bu Siti tiap malam sudah lama",
        "ada rumah dipakai main judi slot di gang kami, mohon digerebek",
        "saya kena tipu undian berhadiah, harus lapor ke mana",
        "warga dapat sms hadiah mengatasnamakan pemkot, apa benar",
        "saya diteror pinjol tiap hari pak, mohon bantuannya",
        "jual beli kavling tanpa izin di dekat sawah, mohon dicek",
        "jalan depan rumah yang dijual itu rusak parah",
        "link daftar sekolah error terus pak",
        "hadiah lomba agustusan kelurahan belum dibagi",
        "bantuan presiden belum cair padahal sudah terdaftar",
        "tukang parkir minta 10rb, kalau tidak motor tidak boleh keluar",
        "ada reklame obat kuat ditempel di tiang listrik, kotor sekali",
        "promo pasar murah kok stoknya habis terus",
    ],
)
def test_citizen_who_tells_of_it_is_heard(text: str) -> None:
    assert _read(text).intent in REPORTS


@pytest.mark.parametrize(
    "text",
    [
        "Sisa kuota Anda 1,2 GB berlaku s.d. besok", "Trx Rp50.000 berhasil. Saldo Anda Rp1.000",
        "<#> Kode OTP Anda 338192", "Maaf saya sedang rapat, nanti saya hubungi",
        "Lagi nyetir, dibalas nanti. (pesan otomatis)", "BMKG: Waspada hujan lebat malam ini",
        "Terima kasih telah menghubungi kami. Kami balas pada jam kerja",
        "Tiket 1234566 SELESAI: lampu diganti. Balas NILAI 1234566 1-5 atau BUKA 1234566",
    ],
)  # fmt: skip
def test_machine_is_told(text: str) -> None:
    reading = _read(text)
    assert (reading.intent, "otomatis" in reading.flags) == ("mesin", True)


@pytest.mark.parametrize(
    "text",
    [
        "maaf saya sedang di jalan, lihat pohon tumbang di dekat jembatan",
        "anda telah gagal pak, jalan kampung kami hancur",
        "kode otp tidak masuk waktu saya urus KTP di dukcapil",
        "pulsa saya habis jadi sms saja. got depan rumah mampet",
        "surat pengaduan saya telah terkirim tapi belum dibalas",
        "suami memukul saya, jangan balas sms ini", "nomor hp yang terdaftar di bpjs saya salah",
        "isi ulang tabung gas di pangkalan mahal sekali pak",
        "selamat datang di kota penuh sampah", "masa aktif SIM habis, bagaimana caranya",
    ],
)  # fmt: skip
def test_citizen_who_writes_like_a_machine_is_heard(text: str) -> None:
    assert _read(text).intent in REPORTS


@pytest.mark.parametrize(
    "text",
    [
        "p", "P P P", "tes", "test 123", "cek cek 1 2 3", "halo", "hai min", "pagi pak", "wkwkwk",
        "hahaha hihi", "qwertyuiop", "zxcvbnm", "iseng doang", "siapa ini", "apa kabar",
        "👍", "🙏🙏", "coba aja kok", "a" * 300, "pak",
    ],
)  # fmt: skip
def test_ping_is_a_ghost(text: str) -> None:
    reading = _read(text)
    assert (reading.intent, "ghost" in reading.flags) == ("kosong", True)


@pytest.mark.parametrize(
    "text", ["SURGA tes", "SURGA wkwk", "SURGA coba coba", "surga cek cek 1 2 3"]
)
def test_ping_with_the_keyword_is_still_addressed(text: str) -> None:
    reading = _read(text, required=True)
    assert (reading.intent, reading.keyword, "ghost" in reading.flags) == ("aduan", "SURGA", True)


@pytest.mark.parametrize(
    "text", ["banjir", "tolong", "lampu mati", "maling", "tes antigen gratis dimana"]
)
def test_one_word_can_be_a_report(text: str) -> None:
    assert _read(text).intent in REPORTS


def test_saying_with_the_keyword_is_for_a_person() -> None:
    reading = _read("Surga dan neraka itu urusan saya, got mampet urusan siapa", required=True)
    assert reading.intent == "aduan"
    saying = _read("Surga neraka urusan nanti", required=True)
    assert (saying.intent, "idiom" in saying.flags) == ("kosong", True)


def test_pun_on_the_keyword_is_a_prank() -> None:
    pun = parse("palu godam punya siapa hahaha", HAMMER, keyword_required=True)
    assert (pun.intent, "curiga_prank" in pun.flags) == ("kosong", True)
    assert parse("palu jalan rusak parah hehe", HAMMER).category == "jalan"


@pytest.mark.parametrize(
    "text", ["ada kuntilanak di gedung lama", "godzilla muncul di alun-alun wkwk"]
)
def test_fable_is_suspected(text: str) -> None:
    assert "curiga_prank" in _read(text).flags


def test_threat_is_never_a_prank() -> None:
    assert "curiga_prank" not in _read("ada bom di terminal hahaha").flags


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("dalane rusak pak, nyuwun tulung didandani", "jv"), ("lampu pareum tos lami", "su"),
        ("sarok indak ado nan maangkek", "min"), ("torang pe jalan so rusak", "palu"),
        ("jalan rusak pak, tolong diperbaiki ya", ""), ("banjir lagi nih, gimana sih", ""),
        ("rumah saya di pojok gang, ga ada lampu", ""), ("mangga di halaman sekolah tumbang", ""),
    ],
)  # fmt: skip
def test_language_is_told(text: str, language: str) -> None:
    told = [flag for flag in _read(text).flags if flag.startswith("bahasa:")]
    assert told == ([f"bahasa:{language}"] if language else [])


@pytest.mark.parametrize(
    ("text", "rude"),
    [
        ("goblok semua, jalan lubang dibiarkan", True), ("dasar tolol", True),
        ("anjing liar menggigit anak di gang", False), ("babi ternak tetangga bau", False),
        ("vaksin anjing gratis kapan", False), ("lampu mati", False),
        ("anjing bgt parkiran, orang sakit antri", True), ("dasar monyet, sampah masuk", True),
    ],
)  # fmt: skip
def test_rude_words_are_told(text: str, rude: bool) -> None:
    assert ("kasar" in _read(text).flags) is rude


@pytest.mark.parametrize(
    "text", ["tolong pak", "mohon segera ditindak", "pemerintah payah", "tolol semua"]
)
def test_too_little_to_act_on_is_told(text: str) -> None:
    assert "terlalu_umum" in _read(text).flags


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("<b>lampu</b> mati", "html"), ("lampu {{7*7}} mati", "template"),
        ("%s%n lampu", "template"),
        ("x' OR '1'='1 lampu mati", "sql"), ("=HYPERLINK(1) lampu", "csv_formula"),
        ("l\u200bampu mati", "kontrol"), ("lamp\u0443 mati", "kontrol"),
        ("lampu " * 100, "panjang"),
        ("lampu &lt;script&gt; mati", "html"),
    ],
)  # fmt: skip
def test_hostile_text_is_told(text: str, flag: str) -> None:
    reading = _read(text)
    assert flag in reading.flags
    assert reading.intent in REPORTS


@pytest.mark.parametrize(
    "text",
    ["lampu mati 50% di Jl. A. Yani; jalan <5 meter", "bayar Rp 5.000,- tanpa karcis", "it's"],
)
def test_honest_marks_are_not_hostile(text: str) -> None:
    assert not {"html", "sql", "template", "csv_formula", "kontrol"} & set(_read(text).flags)


@pytest.mark.parametrize(
    "text",
    [
        "terima kasih", "makasih pak lampunya sdh nyala", "matur nuwun sanget", "hatur nuhun pisan",
        "tarimo kasih pak", "trims infonya",
    ],
)  # fmt: skip
def test_thanks_make_no_ticket(text: str) -> None:
    assert _read(text).intent == "terima_kasih"


@pytest.mark.parametrize("text", ["lampu mati, terima kasih", "jalan rusak matur nuwun"])
def test_thanks_at_the_end_are_manners(text: str) -> None:
    assert _read(text).intent == "aduan"


@pytest.mark.parametrize(
    ("text", "answer"), [("ya", "ya"), ("blm pak", "belum"), ("tidak", "tidak")]
)
def test_short_answer_is_an_answer(text: str, answer: str) -> None:
    reading = _read(text)
    assert (reading.intent, reading.answer) == ("jawab", answer)


def test_every_rule_says_why() -> None:
    told = parse("SURGA lampu mati di Jl Veteran", CITY, explain=True).why
    assert {"keyword", "category"} <= {step.rule.split(":")[0] for step in told}
    assert parse("judi slot gacor maxwin depo", CITY, explain=True).why[-1].rule == "screen spam"
    assert _read("SURGA lampu mati").why == ()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["warga", "petugas"]), st.booleans())
def test_nothing_raises(text: str, role: str, explain: bool) -> None:
    reading = parse(text, CITY, role=role, explain=explain)
    assert "perlu_dibaca" not in reading.flags


@given(st.text(st.sampled_from("abcdeklmnoprstu1345 .,"), max_size=120))
def test_spam_needs_words_of_spam(text: str) -> None:
    assert isinstance(signs(split(text), text), tuple)


@pytest.mark.parametrize(
    "text",
    [
        "surga adalah impian tiap manusia",
        "semoga nenek masuk surga",
        "palu bapak ketinggalan",
        "palu sama gergaji taruh situ",
    ],
)
def test_keyword_may_be_a_plain_word(text: str) -> None:
    reading = _behind_keyword(text)
    assert (reading.intent, bool(reading.keyword)) == ("kosong", True)
    assert reading.flags


@pytest.mark.parametrize(
    "text",
    [
        "surga itu bagaimana, petugas tidak pernah datang",
        "palu saya hilang motor tadi malam",
        "mau lapor ke surga ada got mampet",
        "palu dan sekitarnya gelap lampu padam",
    ],
)
def test_report_behind_such_a_keyword_is_one(text: str) -> None:
    assert _behind_keyword(text).intent in REPORTS


def _behind_keyword(text: str) -> Reading:
    city = HAMMER if text.startswith("palu") else CITY
    return parse(text, city, keyword_required=True)


@pytest.mark.parametrize(
    ("text", "machine"),
    [
        ("Poin anda 1200", True),
        ("pesanan anda no 12345 sudah tiba", True),
        ("kartu anda 1234 tidak aktif", True),
        ("kartu keluarga saya no 12345 belum jadi", False),
        ("anda bohong, KTP saya no 1234 belum jadi", False),
    ],
)
def test_what_a_machine_counts_of_its_reader_is_no_report(text: str, machine: bool) -> None:
    assert (_read(text).intent == "mesin") == machine

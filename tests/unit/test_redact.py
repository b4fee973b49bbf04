"""Numbers that reach or name a person never stay in the copies that others see."""

import random
import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parser.lists import load, words
from parser.redact import CUT, find, redact


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("hub 081234567890 ya", "hub [telepon] ya"),
        ("hub 0812 3456 7890 ya", "hub [telepon] ya"),
        ("hub 0812-3456-7890 ya", "hub [telepon] ya"),
        ("hub 0812.3456.7890 ya", "hub [telepon] ya"),
        ("hub +62 812-3456-7890 ya", "hub [telepon] ya"),
        ("hub 0 8 1 2 3 4 5 6 7 8 9 0 ya", "hub [telepon] ya"),
        ("hub 6281234567890 ya", "hub [telepon] ya"),
        ("hub 8123456789 ya", "hub [telepon] ya"),
        ("hub (0354) 681234 ya", "hub [telepon] ya"),
        ("hub ٠٨١٢٣٤٥٦٧٨٩٠ ya", "hub [telepon] ya"),
        ("NIK 3273010101010001", "NIK [nik]"),
        ("NIK 3273 0101 0101 0001", "NIK [nik]"),
        ("no kk 3273010101010001", "no kk [kk]"),
        ("081234567890 3273010101010001", "[telepon] [nik]"),
        ("rek BRI 003401000123456", "rek BRI [rekening]"),
        ("rek 12345678", "rek [rekening]"),
        ("kartu 4111111111111111111", "kartu [rekening]"),
        ("surat ke budi.s@mail.co.id.", "surat ke [email]."),
        ("PIN 4821", "PIN [pin]"),
        ("kode: 381724", "kode: [pin]"),
        ("hub 0812/3456/7890 ya", "hub [telepon] ya"),
        ("hub 0812*3456*7890 ya", "hub [telepon] ya"),
        ("hubungi WA081234567890ya", "hubungi WA[telepon]ya"),
        ("hub O8l2 3456 789O ya", "hub [telepon] ya"),
        ("hub ０８１２３４５６７８９０ ya", "hub [telepon] ya"),
        ("nol delapan satu dua tiga empat lima enam tujuh delapan", "[telepon]"),
        ("kosong lapan satu dua, tiga empat 5678", "[telepon]"),
        ("NOL DELAPAN SATU DUA TIGA EMPAT LIMA ENAM TUJUH", "[telepon]"),
        ("ktp 35 71 01 550885 0003", "ktp [nik]"),
        ("3571015508850003", "[nik]"),
        ("9999999999999999", "[rekening]"),
        ("kartu keluarga 3571015508850003", "kartu keluarga [kk]"),
        ("norek 555666777 a.n Joko", "norek [rekening] a.n [nama]"),
        ("tf ke BCA 1234509876", "tf ke BCA [rekening]"),
        ("dana 081234567890", "dana [rekening]"),
        ("pada 22-11-2026 hub 081234567890", "pada 22-11-2026 hub [telepon]"),
        ("budi (at) gmail dot com", "[email]"),
        ("budi at yahoo.co.id", "[email]"),
        ("budi_s gmail.com", "[email]"),
        ("budi @ gmail . com", "[email]"),
        ("nama saya siti aminah dari tondo", "nama saya [nama] dari tondo"),
        ("Nama: Agus H. Santoso, umur 40", "Nama: [nama], umur 40"),
        ("perkenalkan saya Rudi warga sini", "perkenalkan saya [nama] warga sini"),
        ("KTP an. Sutrisno belum jadi", "KTP an. [nama] belum jadi"),
        ("atas nama Bunga Citra", "atas nama [nama]"),
        ("saya bernama Yusuf bin Ali", "saya bernama [nama]"),
        ("Pak Budi buang sampah", "Pak [nama] buang sampah"),
        ("motor plat AG 1234 XX", "motor plat [plat]"),
        ("mobil dn1234ab ngebut", "mobil [plat] ngebut"),
        ("nopol BA 12 C", "nopol [plat]"),
        ("angkot D-1991-AB", "angkot [plat]"),
        ("di Jl Melati no 7 bising", "di Jl Melati [alamat] bising"),
        ("di Jl Mayor Sujadi 12 bising", "di Jl Mayor Sujadi [alamat] bising"),
        ("rumah di blok C5 no 2", "rumah di [alamat]"),
        ("alamat: gang buntu 3 no. 12A rt 01", "alamat: [alamat]"),
        ("kel lirboyo rt 03/rw 05", "kel lirboyo [alamat]"),
    ],
)
def test_it_is_cut(text: str, clean: str) -> None:
    assert redact(text)[0] == clean


@pytest.mark.parametrize(
    "text",
    [
        "tiket 1234566 dan 1234577", "jl veteran", "sejak 22-11-2026",
        "-7.8166, 112.0114", "Rp 1.500.000.000", "25rb", "jam 08.15", "112", "a @ b", "@budi",
        "kelas 3.2.1", "", "pak wali, pak RT dan Bu Lurah", "tolong nama saya jangan disebut",
        "atas nama warga", "jl kawi 3 hari mati", "rp 12.500.000", "dana desa 150000000", "B 12 di",
        "rumah kosong dua tahun", "satu dua tiga", "08.15-16.00", "22/11/2026 08.15.30",
        "pasal 27 no 3",
        "uang Rp 500000 lewat BRI", "an anak sekolah", "kami warga jalan Kenanga", "no 7",
    ],
)  # fmt: skip
def test_it_stays(text: str) -> None:
    assert redact(text) == (text, ())


@pytest.mark.parametrize(
    "text", ["rumah Jl Melati no 7", "motor AG 1234 XX", "RT 3 RW 5 Lirboyo", "alamat Jl Kawi 5"]
)
def test_officer_of_a_plain_report_is_told_where(text: str) -> None:
    assert redact(text, "officer") == (text, ())
    assert redact(text, "public")[0] != text
    assert redact(text, "public") == redact(text, "search")


@pytest.mark.parametrize("audience", ["officer", "public", "search"])
def test_nobody_is_told_who(audience: str) -> None:
    text = "nama saya Siti, hp 081234567890, NIK 3571015508850003, rek BRI 123456789, a@b.id"
    clean = redact(text, audience)[0]
    assert clean == "nama saya [nama], hp [telepon], NIK [nik], rek BRI [rekening], [email]"


WORDS = [
    ("nol", "kosong"), ("satu",), ("dua",), ("tiga",), ("empat",),
    ("lima",), ("enam",), ("tujuh",), ("delapan", "lapan"), ("sembilan",),
]  # fmt: skip
MARKS = ("", "", " ", "-", ".", " - ", "/", "_")


def _phone(dice: random.Random) -> str:
    digits = dice.choice(["08", "628", "0354", "022"])
    digits += "".join(dice.choices("0123456789", k=dice.randint(7, 9)))
    if dice.random() < 0.2:
        return " ".join(dice.choice(WORDS[int(digit)]) for digit in digits)
    return dice.choice(["", "+"] if digits[0] == "6" else [""]) + _disguised(dice, digits)


def _disguised(dice: random.Random, digits: str) -> str:
    """Return *digits* parted, in other scripts, or with letters that look like digits."""
    size = dice.choice([1, 2, 3, 4, 5, 20])
    mark = dice.choice(MARKS)
    written = mark.join(digits[at : at + size] for at in range(0, len(digits), size))
    match dice.randrange(5):
        case 0:
            return written.replace("0", "O").replace("1", dice.choice("lI"))
        case 1:
            return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in written)
        case _:
            return written


def _nik(dice: random.Random) -> str:
    day = dice.randint(1, 28) + dice.choice([0, 40])
    date = f"{day:02}{dice.randint(1, 12):02}{dice.randint(0, 99):02}"
    place = dice.choice(["357101", "727101", "137502", "327303", "317101"])
    return _disguised(dice, place + date + f"{dice.randint(1, 9999):04}")


def _email(dice: random.Random) -> str:
    local = "".join(dice.choices("abcdeuio.xyz_", k=dice.randint(3, 12))).strip("._") or "budi"
    host = dice.choice(["gmail.com", "yahoo.co.id", "mail.kota.go.id", "ymail.com", "x-y.id"])
    provider = host.startswith(("gmail", "yahoo", "ymail"))
    at = dice.choice(["@", "@", " @ ", " @", " (at) ", " at "] if provider else ["@"])
    return local + at + host


FRAMES = (
    "{} lampu mati", "hubungi {} segera", "jalan rusak, {}.", "({})", "nomor saya: {} trims", "{}",
    "WA {}\nTolong pak", "pak {} pak",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(10))
def test_none_of_ten_thousand_numbers_and_addresses_is_left(seed: int) -> None:
    dice = random.Random(seed)
    for _turn in range(1_000):
        secret = dice.choice([_phone, _nik, _email])(dice)
        frame = dice.choice(FRAMES)
        clean = redact(frame.format(secret), dice.choice(["search", "officer", "public"]))[0]
        kinds = ("telepon", "nik", "email", "rekening")
        assert clean in {frame.format(f"[{kind}]") for kind in kinds}, secret


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("alamat Jl Kawi budi@mail.com", "alamat Jl Kawi [email]"),
        ("alamat no 7 081200001111", "alamat no 7 [telepon]"),
        (
            "NIK 3506040101010001 alamat Jl Kawi a.n. Budi ttd",
            "NIK [nik] alamat Jl Kawi a.n. [nama] ttd",
        ),
    ],
)
def test_what_officers_may_see_hides_nothing_else(text: str, seen: str) -> None:
    assert redact(text, "officer")[0] == seen


def test_house_number_behind_rt_and_rw_is_cut() -> None:
    assert redact("lampu mati RT 3 no 7")[0] == "lampu mati [alamat] [alamat]"


@pytest.mark.parametrize("before", ["RT 3", "KM 5", "no 7", "di RW 2"])
def test_plate_behind_what_looks_like_one_is_cut(before: str) -> None:
    assert redact(f"mobil {before} AG 1234 XY parkir")[0].endswith(" [plat] parkir")


@pytest.mark.parametrize("first", ["081200001111", "0812 0000 1111", "0354 771234", "1234567890"])
@pytest.mark.parametrize("second", ["0856 1111 2222", "0856-1111-2222", "+62 856 1111 2222"])
@pytest.mark.parametrize("between", [" ", " / ", ", ", " atau "])
def test_of_two_numbers_in_a_row_no_digit_is_left(first: str, second: str, between: str) -> None:
    assert not any(map(str.isdigit, redact(f"hub {first}{between}{second} ya")[0]))


@pytest.mark.parametrize("phone", ["O 8 O O O O O O O", "0 8 O O O O O O O", "O8OOOOOOO"])
def test_a_mobile_number_of_letters_is_one(phone: str) -> None:
    assert redact(f"hubungi {phone} segera")[0] == "hubungi [telepon] segera"


@given(st.randoms(use_true_random=False))
def test_no_phone_is_left_however_it_is_written(dice: random.Random) -> None:
    text = f"hubungi {_phone(dice)} segera, lampu mati"
    clean = redact(text)[0]
    assert clean.startswith("hubungi [")
    assert clean.endswith("] segera, lampu mati")


@example("b000R.R0b")
@given(st.text(alphabet="0123456789 .-+()abcRp@:\n", max_size=80))
def test_spans_are_in_order_and_redacting_twice_adds_nothing(text: str) -> None:
    spans = find(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    for audience in CUT:
        clean, _spans = redact(text, audience)
        assert redact(clean, audience)[0] == clean


def test_each_trigger_of_a_name_holds_a_hint() -> None:
    """Without a hint no trigger is looked for."""
    table = load("redact")["name"]
    hints = words(table["hints"])
    assert [t for t in table["triggers"] if hints.isdisjoint(re.findall("[a-z]+", t))] == []

"""Long, real messages: what a story is about, and strangers who only want to be called."""

import pytest

from parser import (
    Vocabulary,
    categories,
    followups,
    ghosts,
    parse,
    spam,
    types,
    urgency,
    wishes,
)
from parser.stem import minang
from parser.tokens import split


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("lampu gang mati sebulan, kemarin ibu dijambret tasnya", "pju"),
        ("jalan seperti sungai, tidak pernah diaspal", "jalan"),
        ("air PDAM baru keluar pukul 23, istri mencuci tengah malam", "air"),
        ("sudah tiga kali lapor, saluran di sini mampet", "drainase"),
        ("tiang telepon depan rumah miring", "listrik"),
        ("anak SMP merokok dan mabuk di belakang pos", "ketertiban"),
        ("selokan ditutup tetangga untuk warung, air meluap, camat pernah datang", "drainase"),
        ("jambatan ka pasa alah lapuak", "jalan"),
    ],
)
def test_story_is_about_what_is_wrong_first(text: str, wanted: str) -> None:
    assert categories.of(split(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("lampu mati, sampah menumpuk", True),
        ("lampu mati sampai sampah di jalan tidak kelihatan, kena denda", False),
        ("selain lampu mati, pohon di sana hampir tumbang", True),
    ],
)
def test_consequences_are_no_second_problem(text: str, wanted: bool) -> None:
    assert bool(categories.several(split(text))) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("info: mau ada tawuran pelajar nanti sore", "biasa"),
        ("saya kena saraf terjepit, antre berjam-jam", "biasa"),
        ("dua anak jatuh di lubang itu", "tinggi"),
        ("rumah terendam sepinggang, tolong segera", "darurat"),
    ],
)
def test_only_what_happens_now_is_an_alarm(text: str, wanted: str) -> None:
    assert urgency.of(text, split(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("pasar ini mau dibiarkan bau? sudah lama kotor", "aduan"),
        ("kok begini pelayanannya?", "aduan"),
        ("lapak loak pindah ke mana pak", "permintaan_info"),
        ("sampah di mana mana", "aduan"),
        ("berharap kelurahan dilengkapi taman baca", "aspirasi"),
        ("tidak menyangka secepat ini ditangani, terima kasih", "terima_kasih"),
    ],
)
def test_kind_goes_by_how_it_ends(text: str, wanted: str) -> None:
    assert types.of(split(text), asked=text.endswith("?"))[0] == wanted


def test_relief_is_thanks_and_a_second_damage_is_none() -> None:
    assert types.relieved(split("selokan sudah dikeruk, tidak banjir lagi, makasih"))
    assert not types.relieved(split("baru ditambal sudah rusak lagi, makasih"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("kiriman uang ke rek BNI 0345678901 an Yanto saja", True),
        ("iki ibuk, isikne 50rb nang nomer iki", True),
        ("lihat foto kita di album_kita.apk", True),
        ("butuh teman ngobrol, telp 081234500000", True),
        ("hubungi saya 081234500000, lampu di sini mati", False),
        ("mohon dihubungi pak 081234500000", False),
    ],
)
def test_stranger_who_wants_to_be_reached_is_spam(text: str, wanted: bool) -> None:
    assert bool(spam.signs(split(text), text)) is wanted


def test_yes_but_is_a_denial() -> None:
    assert followups.denial("sampun pak, tapi tasih bocor") == "belum"
    assert followups.denial("sudah pak") == ""


def test_what_no_city_has_is_a_jest_only_with_laughter() -> None:
    assert ghosts.jest(split("ada naga di kali hahaha"))
    assert not ghosts.jest(split("ada naga di kali"))


@pytest.mark.parametrize(
    ("word", "wanted"), [("jatuah", "jatuh"), ("putuih", "putus"), ("tabaliak", "terbalik")]
)
def test_minang_endings_are_seen_through(word: str, wanted: str) -> None:
    assert wanted in minang(word)


@pytest.mark.parametrize("never", ["jangan", "jgn"])
def test_no_answer_is_wished_in_shorthand_too(never: str) -> None:
    assert "jangan_balas" in wishes.of(split(f"tolong {never} dibalas, suami saya memukul"))


@pytest.mark.parametrize(
    ("text", "category", "others"),
    [
        ("jalan Dr Saharjo rusak, juga lampunya mati semua", "jalan", ("pju",)),
        ("sampah menumpuk di TPS, got mampet dan anjing liar berkeliaran", "sampah",
         ("drainase", "hewan")),
        ("banjir karena got mampet", "drainase", ()),
        ("lampu mati di depan pasar", "pju", ()),
    ],
)  # fmt: skip
def test_further_problems_are_named(text: str, category: str, others: tuple[str, ...]) -> None:
    reading = parse(text, Vocabulary())
    assert (reading.category, reading.others) == (category, others)
    assert ("multi_masalah" in reading.flags) is bool(others)

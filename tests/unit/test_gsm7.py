"""The GSM 7-bit tables are those of 3GPP TS 23.038, and text survives them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import gsm7, shift_tables

_LANGUAGES = range(14)
_DEFAULT = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ALPHABET = sorted(set(_DEFAULT) | set("\f^{}\\[~]|€"))

texts = st.text(st.sampled_from(_ALPHABET))


def test_default_table_is_the_one_of_clause_6_2_1() -> None:
    assert gsm7.decode(bytes(range(0x1B))) == _DEFAULT[:0x1B]
    assert gsm7.decode(bytes(range(0x1C, 0x80))) == _DEFAULT[0x1C:]


@pytest.mark.parametrize(
    ("septet", "character"),
    [
        (0x0A, "\f"),
        (0x14, "^"),
        (0x28, "{"),
        (0x29, "}"),
        (0x2F, "\\"),
        (0x3C, "["),
        (0x3D, "~"),
        (0x3E, "]"),
        (0x40, "|"),
        (0x65, "€"),
    ],
)
def test_extension_table_is_the_one_of_clause_6_2_1_1(septet: int, character: str) -> None:
    assert gsm7.decode(bytes((0x1B, septet))) == character
    assert gsm7.encode(character) == bytes((0x1B, septet))


def test_0x5f_is_the_section_sign() -> None:
    assert gsm7.decode(b"\x5f") == "§"


@pytest.mark.parametrize(
    ("units", "text"),
    [
        (b"\x1b", " "),
        (b"a\x1b", "a "),
        (b"\x1b\x1b", " "),
        (b"\x1b\x1bb", " b"),
        (b"\x1b\x1b\x1be", " €"),
        (b"\x1bA", "A"),
        (b"\x1b\x01", "£"),
        (b"\x1b\x00", "@"),
        (b"", ""),
        (b"\xff", "\ufffd"),
    ],
)
def test_escape_always_shows_something(units: bytes, text: str) -> None:
    assert gsm7.decode(units) == text


# Rows of the charts in annex A: language, its locking septets from 0x00, its single septets.
_CHARTS = [
    (1, "@£$¥€éùıòÇ\nĞğ\rÅå", {0x47: "Ğ", 0x49: "İ", 0x53: "Ş", 0x63: "ç", 0x69: "ı", 0x73: "ş"}),
    (2, "@£$¥èéùìòÇ\nØø\rÅå", {0x09: "ç", 0x41: "Á", 0x4F: "Ó", 0x55: "Ú", 0x61: "á", 0x75: "ú"}),
    (3, "@£$¥êéúíóç\nÔô\rÁá", {0x05: "ê", 0x12: "Φ", 0x1F: "Ê", 0x5B: "Ã", 0x7B: "ã", 0x7F: "â"}),
    (4, "ঁংঃঅআইঈউঊঋ\nঌ \r এ", {0x19: "০", 0x1C: "২", 0x23: "৯", 0x24: "\u09df", 0x2A: "ৣ"}),
    (5, "ઁંઃઅઆઇઈઉઊઋ\nઌઍ\r એ", {0x19: "।", 0x1C: "૦", 0x25: "૯"}),
    (6, "ँंःअआइईउऊऋ\nऌऍ\rऎए", {0x19: "।", 0x1C: "०", 0x26: "॑", 0x2C: "\u0958", 0x3A: "ॱ"}),
    (7, " ಂಃಅಆಇಈಉಊಋ\nಌ \rಎಏ", {0x1C: "೦", 0x26: "ೞ", 0x2A: "ೲ"}),
    (8, " ംഃഅആഇഈഉഊഋ\nഌ \rഎഏ", {0x1C: "൦", 0x26: "൰", 0x2E: "ൺ", 0x34: "ൿ"}),
    (9, "ଁଂଃଅଆଇଈଉଊଋ\nଌ \r ଏ", {0x1C: "୦", 0x26: "\u0b5c", 0x2A: "ୟ", 0x2C: "ୱ"}),
    (10, "ਁਂਃਅਆਇਈਉਊ \n  \r ਏ", {0x1C: "੦", 0x26: "\u0a59", 0x2C: "\u0a5e", 0x2D: "ੵ"}),
    (11, " ஂஃஅஆஇஈஉஊ \n  \rஎஏ", {0x1C: "௦", 0x24: "௮", 0x26: "௳", 0x2E: "௺"}),
    (12, "ఁంఃఅఆఇఈఉఊఋ\nఌ \rఎఏ", {0x1C: "౦", 0x26: "ౘ", 0x2A: "౸", 0x32: "౿", 0x65: "€"}),
    (13, "اآبٻڀپڦتۂٿ\nٹٽ\rٺټ", {0x1C: "۰", 0x26: "،", 0x34: "ـ", 0x3B: "ۍ", 0x3F: "۔"}),
]


@pytest.mark.parametrize(("language", "locking", "single"), _CHARTS)
def test_national_tables_are_those_of_annex_a(
    language: int, locking: str, single: dict[int, str]
) -> None:
    assert gsm7.decode(bytes(range(16)), locking=language) == locking
    for septet, character in single.items():
        assert gsm7.decode(bytes((0x1B, septet)), single=language) == character


@pytest.mark.parametrize("language", range(4, 14))
def test_indic_and_urdu_tables_keep_what_all_of_them_share(language: int) -> None:
    locking, single = shift_tables.locking(language), shift_tables.single(language)
    shared = {0x20: " ", 0x21: "!", 0x28: ")", 0x29: "(", 0x2C: ",", 0x2E: ".", 0x3F: "?"}
    shared |= {ord(c): c for c in "0123456789:;abcdefghijklmnopqrstuvwxyz"}
    assert {septet: locking[septet] for septet in shared} == shared
    upper = {ord(c): c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"} | {0x65: "€", 0x28: "{", 0x29: "}"}
    upper |= {0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x00: "@", 0x19 - 1: "*"}
    assert {septet: single[septet] for septet in upper} == upper


@pytest.mark.parametrize("language", _LANGUAGES)
def test_each_table_has_128_places_and_its_own_script(language: int) -> None:
    scripts = "BENGALI GUJARATI DEVANAGARI KANNADA MALAYALAM ORIYA GURMUKHI TAMIL TELUGU ARABIC"
    for table in (shift_tables.locking(language), shift_tables.single(language)):
        assert max(table) <= 0x7F
        assert table[gsm7.ESCAPE] == " "
        named = {unicodedata.name(c).split()[0] for c in table.values() if c.isalpha()}
        assert len(named.intersection(scripts.split())) <= 1


@pytest.mark.parametrize("language", [14, 99, 255])
def test_language_without_tables_is_the_default(language: int) -> None:
    assert not shift_tables.has_locking(language)
    assert not shift_tables.has_single(language)
    assert gsm7.decode(b"\x00\x1be", locking=language, single=language) == "@€"


@pytest.mark.parametrize("language", _LANGUAGES)
def test_every_character_of_a_national_table_survives(language: int) -> None:
    characters = {**shift_tables.single(language), **shift_tables.locking(language)}
    text = "".join(characters.values())
    units = gsm7.encode(text, locking=language, single=language)
    assert gsm7.decode(units, locking=language, single=language) == text


def test_character_outside_the_tables_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="gsm7: '😀' is not in the alphabet"):
        gsm7.encode("a😀")


@pytest.mark.parametrize("text", ["ş", "\x1b", "\0", "“", "á"])
def test_what_the_default_alphabet_lacks_does_not_fit(text: str) -> None:
    assert not gsm7.fits(text)


def test_extension_characters_cost_two_septets() -> None:
    assert gsm7.septets("[€]") == 6
    assert gsm7.septets("abc") == 3


@pytest.mark.parametrize(
    ("text", "packed"),
    [
        ("hellohello", "E8329BFD4697D9EC37"),
        ("Hello, world!", "C8329BFD6681EE6F399B1C02"),
        ("[abcdef]", "1B5E583C2697CD1B1F"),
        ("Telfort", "D432DBFC96D301"),
    ],
)
def test_packing_gives_known_octets(text: str, packed: str) -> None:
    units = gsm7.encode(text)
    assert gsm7.pack(units).hex().upper() == packed
    assert gsm7.unpack(bytes.fromhex(packed), len(units)) == units


def test_unpacking_more_than_there_is_is_an_error() -> None:
    with pytest.raises(ValueError, match="3 septets do not fit 2 octets"):
        gsm7.unpack(b"\0\0", 3)


@given(texts)
def test_text_in_the_alphabet_survives(text: str) -> None:
    assert gsm7.fits(text)
    assert gsm7.decode(gsm7.encode(text)) == text


@given(st.binary().map(lambda b: bytes(c & 0x7F for c in b)), st.integers(0, 6))
def test_septets_survive_packing_behind_fill_bits(units: bytes, fill: int) -> None:
    packed = gsm7.pack(units, fill=fill)
    assert len(packed) == (len(units) * 7 + fill + 7) // 8
    assert gsm7.unpack(packed, len(units), fill=fill) == units


@given(st.binary(), st.integers(0, 20), st.integers(0, 20))
def test_decoding_never_raises(units: bytes, locking: int, single: int) -> None:
    gsm7.decode(units, locking=locking, single=single)

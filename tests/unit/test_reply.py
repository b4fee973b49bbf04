"""Every reply is GSM-7, fits its parts whatever it says, and is never read as a template."""

import string
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import gsm7
from gateway.reply import FREE, KINDS, PART, WIDTHS, Texts, cut_at_word
from models.casework.states import WORDS
from models.errors import ConfigError


@dataclass(frozen=True)
class Town:
    """A city as far as texts need one."""

    name: str
    emergency: str = "112"


TEXTS = Texts.load(None, Town("LAPOR MBAK WALI 112"))
FULL = {name: "W" * width for name, width in WIDTHS.items()} | dict.fromkeys(FREE, "kata " * 100)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_longest_reply_fits_its_parts(kind: str) -> None:
    text = TEXTS.render(kind, **FULL)
    assert gsm7.septets(text) <= PART[TEXTS.templates[kind].parts]
    assert "{" not in text


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=200), st.text(max_size=400))
def test_any_value_fits_and_is_gsm7(kind: str, value: str, free: str) -> None:
    fields = dict.fromkeys(WIDTHS, value) | dict.fromkeys(FREE, free)
    text = TEXTS.render(kind, **fields)
    assert gsm7.septets(text) <= PART[TEXTS.templates[kind].parts]


def test_acknowledgement_reads_as_designed() -> None:
    assert TEXTS.render("TERIMA", no="4839206", tgl="28-12-2026") == (
        "LAPOR MBAK WALI 112: laporan diterima, no tiket 4839206. Diverifikasi s.d. 28-12-2026."
        " Cek: CEK 4839206. Info baru: TAMBAH 4839206 isi. Darurat 112"
    )


def test_values_are_not_templates() -> None:
    text = TEXTS.render("PROSES", no="1", opd="{tl}", tl="{no} %s {opd} {0.__class__}")
    assert "Tiket 1 PROSES oleh " in text
    assert text.count("Tiket 1") == 1


def test_free_text_is_downgraded_and_cut_at_a_word() -> None:
    said = "\u201clampu\u201d sudah diganti \u2013 regu A kembali besok pagi untuk tiang kedua"
    text = TEXTS.render("SELESAI", no="483920615", tgl="28-12-2026", tl=said)
    assert gsm7.fits(text)
    assert 'SELESAI: "lampu" sudah diganti' in text
    assert not any(word in text for word in ("tiang", "pagi untu"))


def test_missing_field_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        TEXTS.render("TERIMA", no="1")


def test_merged_answer_names_many_tickets() -> None:
    numbers = ", ".join(str(100_000_000 + n) for n in range(15))
    assert numbers in TEXTS.render("TERIMA_BANYAK", n="15", daftar=numbers)


def test_every_state_has_a_word_that_fits() -> None:
    shown = [word.shown for word in WORDS.values()]
    assert all(gsm7.septets(word) <= WIDTHS["status"] for word in shown)


@given(st.text(alphabet=string.ascii_letters + " €{", max_size=80), st.integers(0, 60))
def test_cut_never_outgrows_its_room(text: str, room: int) -> None:
    cut = cut_at_word(text, room)
    assert gsm7.septets(cut) <= room
    assert " ".join(text.split()).startswith(cut)


def _load(path: Path, content: str) -> Texts:
    path.write_text(content, encoding="utf-8")
    return Texts.load(path, Town("KOTA"))


def test_city_gives_its_own_words(tmp_path: Path) -> None:
    texts = _load(tmp_path / "kota.ini", "[FORMAT]\ntext = Ketik {kunci} isi # lokasi, 100%\n")
    assert texts.render("FORMAT", kunci="SURGA") == "Ketik SURGA isi # lokasi, 100%"
    assert texts.render("LIMIT").startswith("KOTA: Anda sudah")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[FORMAL]\ntext = x\n", "[FORMAL]: no such reply; FORMAT"),
        ("[FORMAT]\ntext = {no}\n", "[FORMAT] text: field 'no'; allowed: kunci"),
        ("[STATUS]\ntext = {no.__class__}\n", "[STATUS] text: field 'no.__class__'"),
        ("[STATUS]\ntext = {no!r}\n", "field 'no!r'"),
        ("[STATUS]\ntext = {no:>99}\n", "field 'no:>99'"),
        ("[STATUS]\ntext = {}\n", "field ''"),
        ("[STATUS]\ntext = {no\n", "[STATUS] text: a brace that belongs to no field"),
        ("[STATUS]\ntext = tiket \u201c{no}\u201d\n", "are not in the GSM-7 alphabet"),
        (
            "[STATUS]\ntext = " + "x" * 161 + "\n",
            "[STATUS] text: up to 161 characters; at most 160",
        ),
        ("[STATUS]\ntext = {no} " + "€" * 76 + "\n", "up to 162 characters; at most 160"),
        ("[PROSES]\ntext = {tl} " + "x" * 150 + "\n", "[PROSES] text: up to 171 characters"),
        ("[STATUS]\ntext =\n", "[STATUS] text: missing or empty"),
        ("[STATUS]\nparts = 3\ntext = x\n", "[STATUS] parts: unknown; only text may be set"),
        ("[STATUS]\ntext = a\n[STATUS]\ntext = b\n", "already exists"),
        ("text = a\n", "no section headers"),
    ],
)
def test_wrong_text_file_is_refused_by_name(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "kota.ini"
    with pytest.raises(ConfigError) as caught:
        _load(path, content)
    assert says in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_text_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"tidak\.ini"):
        Texts.load(tmp_path / "tidak.ini")


def test_the_number_to_call_is_the_citys(tmp_path: Path) -> None:
    here = Texts.load(None, Town("KOTA", "119"))
    said = {"no": "4839206", "tgl": "28-12-2026", "kunci": "LAPOR"}
    assert here.render("TERIMA", **said).endswith(" Darurat 119")
    assert "SEGERA TELEPON 119 (gratis" in here.render("DARURAT", **said)
    assert not [kind for kind, one in here.templates.items() if "112" in one.text]
    path = tmp_path / "texts.ini"
    path.write_text("[FORMAT]\ntext = {kunci} isi. Bahaya? {telp}\n")
    own = Texts.load(path, Town("KOTA", "0354"))
    assert own.render("FORMAT", **said) == "LAPOR isi. Bahaya? 0354"

"""How one's report stands, asked in free words; who is meant by a number; what only hums."""

import pytest

from parser import ghosts, languages, spam, types, urgency
from parser.reader import parse
from parser.reading import Vocabulary
from parser.tokens import split

CITY = Vocabulary.of({"SURGA": []})


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("pak laporan sy minggu lalu kok blm ada kabar?", "cek"),
        ("SURGA gmn kelanjutan aduan saya", "cek"),
        ("kapan petugas datang pak, saya sdh lapor 3 hari lalu", "cek"),
        ("cek 4839205 sdh sampai mana pak", "cek"),
        ("laporan saya ttg got mampet di Jl Kawi kok blm ditangani", "aduan"),
        ("laporan saya tidak pernah dijawab", "aduan"),
        ("kok saya belum lapor", "aduan"),
        ("cek 5000000 rupiah uang saya hilang di loket", "aduan"),
    ],
)
def test_a_question_how_a_report_stands_is_one_only_without_a_matter(
    text: str, wanted: str
) -> None:
    assert parse(text, CITY).intent == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ini bener nomernya mas agus bengkel bukan", True),
        ("apa benar ini nomor dinas sosial", False),
        ("mmmm", True),
        ("hmmm zzz", True),
    ],
)
def test_who_looks_for_a_person_says_nothing_to_the_city(text: str, wanted: bool) -> None:
    assert ghosts.says_nothing(split(text)) is wanted


@pytest.mark.parametrize("text", ["taman alun-alun kotor", "paling tidak ditambal dulu"])
def test_words_of_indonesian_tell_no_other_language(text: str) -> None:
    assert languages.of(split(text)) == ""


def test_an_account_with_hidden_digits_is_one() -> None:
    said = "ini nomor baru saya, transfer dulu ke BRI 0021xxxxxxx"
    assert spam.signs(split(said), said)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("istri saya jatuh dari motor luka parah gara2 jalan berlubang", "tinggi"),
        ("bus terguling, penumpang banyak yang luka", "darurat"),
    ],
)
def test_what_a_hole_did_is_urgent_but_over(text: str, wanted: str) -> None:
    assert urgency.of(text) == wanted


@pytest.mark.parametrize("told", ["diberi pembinaan", "dikasih sanksi", "ditegur"])
def test_who_wants_staff_punished_complains(told: str) -> None:
    assert types.of(split(f"tolong petugas loket {told}"))[0] == "aduan"


def test_taxes_that_were_paid_leave_the_spot_to_be_asked_for() -> None:
    text = "jalan berlubang parah, uang pajak ke mana"
    assert "tanpa_lokasi" in parse(text, CITY).flags

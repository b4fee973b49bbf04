"""A rule's words are whole ones: a short form in a rule would keep it from being written out."""

import pytest

from parser import lexicon, types, wishes
from parser.lists import inverse, load
from parser.tokens import split

RULES = ("categories", "types", "urgency", "wishes", "accused")
AS_WRITTEN = frozenset({"kel", "kec"})
"""Before a name these say where; written out they may be the office that is complained of."""
SHORT = inverse(load("shorthand")["words"]).keys() - AS_WRITTEN


@pytest.mark.parametrize("name", RULES)
def test_no_rule_holds_a_short_form(name: str) -> None:
    said = {
        word
        for rules in lexicon.table(name).values()
        for text in rules.values()
        for term in lexicon.listed(text)
        for word in term
    }
    assert not said & SHORT


def test_no_role_holds_a_short_form() -> None:
    roles = lexicon.table("same")["role"].values()
    assert not {word for text in roles for word in text.split()} & SHORT


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tlg jgn bls sms ini", "jangan_balas"),
        ("jgn telp sy", "jangan_balas"),
        ("tlp sy jgn, suami cek handphone", "jangan_balas"),
        ("suami sy cek hp tiap hr", "jangan_balas"),
        ("jgn kasih tau siapa2", "rahasia"),
        ("jngn smpe dia tau", "rahasia"),
        ("nmr sy jgn disebar", "rahasia"),
    ],
)
def test_a_wish_is_heard_however_short_it_is_written(text: str, wanted: str) -> None:
    assert wanted in wishes.of(split(text))


@pytest.mark.parametrize("short", ["makasih", "mksh", "thx", "trims", "tq"])
def test_thanks_are_heard_however_short(short: str) -> None:
    assert types.of(split(f"{short} pak lampu sdh nyala"))[0] == "terima_kasih"


def test_a_rule_against_burning_is_no_threat() -> None:
    assert "ancaman" not in wishes.of(split("mohon warga tdk bakar sampah sembarangan"))
    assert "ancaman" in wishes.of(split("tak bakar kantor lurah kene"))

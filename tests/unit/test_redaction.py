"""Words are cut for others in whatever form a number is written."""

import pytest

from models.redaction import cut
from parser.redact import redact

NUMBER = "081234567890"
WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
SPOKEN = [WORDS[int(digit)] for digit in NUMBER]


@pytest.mark.parametrize(
    "written",
    [
        NUMBER, "+6281234567890", "0812-3456-7890", "0812.3456.7890", " ".join(NUMBER),
        "0812\n3456\n7890", "0812\r\n34567890", "\n".join(NUMBER), "0812,3456,7890",
        "0812, 3456, 7890", "0812:3456:7890", "0812;34567890", "+62,812,3456,7890",
        "".join(SPOKEN), " ".join(SPOKEN), ", ".join(SPOKEN), "\n".join(SPOKEN),
        "0812 tiga empat lima enam 7890", "nol 8 satu 2 tiga 4 5 6 7 8 9 nol",
        "zero eight one two three four five six seven eight nine zero",
        "delapansatuduatigaempatlimaenamtujuhdelapansembilannol",
        "\u2070\u2078\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u2070",
        "\u24ea\u2467\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467\u2468\u24ea",
        "".join(chr(0xFF10 + int(digit)) for digit in NUMBER),
    ],
)  # fmt: skip
@pytest.mark.parametrize("audience", ["search", "officer", "public"])
def test_a_phone_number_is_cut_in_every_form(written: str, audience: str) -> None:
    text = cut(f"Lampu mati di pasar, hubungi {written} segera", audience)
    assert "[telepon]" in text
    assert not any(char.isdigit() for char in text)
    assert not {"delapan", "eight"} & set(text.split())
    assert text.startswith("Lampu mati di pasar, hubungi ")
    assert text.endswith(" segera")


@pytest.mark.parametrize(
    "text",
    [
        "air mati sejak 08-12-2026 14:30 sampai 20.00",
        "listrik padam tgl 08,12,2026 jam 07:30:15",
        "harga naik dari 8,123,456 jadi 9,250,000 rupiah",
        "tiket 4839206 dan 1234566 belum dijawab",
        "ada 3, 4, 5, 6 lubang dan dua tiga pohon",
        "satu dua tiga empat lima enam tujuh delapan sembilan",
        "no rumah 12\n13\n14\n15\n16\n17",
        "lampu mati",
        "",
    ],
)
def test_what_is_no_number_of_anybody_stays(text: str) -> None:
    assert cut(text, "officer") == redact(text, "officer")[0] == text


def test_a_nik_over_lines_is_cut() -> None:
    assert cut("KK saya 3273\n0101\n0101\n0001") == "KK saya [nik]"


def test_two_numbers_are_cut_each() -> None:
    text = "0812\n3456\n7890 atau 0813:9999:8888"
    assert cut(text) == "[telepon] atau [telepon]"


def test_an_audience_that_is_not_known_is_an_error() -> None:
    with pytest.raises(KeyError):
        cut("x", "everybody")

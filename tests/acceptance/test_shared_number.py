"""A number that several cities share: another city's report is not ours, and is not answered."""

import pytest

from gateway import answer
from models import city as cities
from tests.town import CITY_TOML, LINE, Town

BUDI = "+6281234567890"
OTHERS = """
[[other_city]]
word = "PALU"
aliases = ["LAPORWALI"]
name = "Kota Palu"
[[other_city]]
word = "BDG"
[[other_city]]
word = "MKS"
aliases = ["BKT"]
"""


@pytest.fixture
def kediri(town: Town) -> Town:
    """The town whose line 1708 is everybody's, the other one its own."""
    path = town.folder / "city.toml"
    path.write_text(CITY_TOML + OTHERS)
    town.office.city = cities.load(path)
    town.desk.setting = answer.setting(town.office.settings, town.office.city)
    return town


def reasons(town: Town) -> list[str]:
    return [reason for (reason,) in town.rows("SELECT reason FROM inbox ORDER BY id")]


@pytest.mark.parametrize(
    "text",
    [
        "PALU jalan rusak di Tondo",
        "palu#got mampet",
        "LAPORWALI lampu mati",
        "BDG kebakaran di Dago, tolong!",
        "bkt anjing liar",
        "MKS",
    ],
)
def test_other_citys_report_makes_no_ticket_and_gets_no_answer(kediri: Town, text: str) -> None:
    assert kediri.say(BUDI, text, line="1708") == ""
    assert kediri.count("ticket") == 0
    assert kediri.count("outbox") == 0
    assert reasons(kediri) == ["other_city"]


def test_own_report_on_the_shared_number_is_answered(kediri: Town) -> None:
    assert "no tiket" in kediri.say(BUDI, "SURGA palu jatuh dari tower di jl Kawi", line="1708")
    assert kediri.count("ticket") == 1


def test_other_citys_word_on_the_own_number_is_a_report(kediri: Town) -> None:
    assert "no tiket" in kediri.say(BUDI, "palu hilang dicuri di jl Kawi", line=LINE)
    assert reasons(kediri) == ["ticket"]


def test_message_without_any_keyword_on_the_shared_number_gets_help(kediri: Town) -> None:
    assert kediri.say(BUDI, "lampu mati di jl Kawi", line="1708").startswith("Cara lapor")
    assert kediri.count("ticket") == 0

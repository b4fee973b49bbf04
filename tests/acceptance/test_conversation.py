"""What citizens really write, and what comes of it: thanks, corrections, machines, vague words."""

import json
from pathlib import Path

import pytest

from gateway import answer
from models import city as cities
from tests.town import LINE, Town

BUDI, SITI = "+6281234567890", "+6281299999999"
DEMO = Path(__file__).parent.parent.parent / "examples" / "demo" / "city.toml"


@pytest.fixture
def city(town: Town) -> Town:
    """The town with the areas and agencies of the demonstration."""
    town.office.city = cities.load(DEMO)
    town.desk.setting = answer.setting(town.office.settings, town.office.city)
    return town


def reasons(town: Town) -> dict[str, int]:
    return dict(town.rows("SELECT reason, COUNT(*) FROM inbox GROUP BY reason"))


def test_report_keeps_its_category_its_urgency_and_what_was_noticed(city: Town) -> None:
    city.say(BUDI, "SURGA RAHASIA pohon tumbang menutup jl Brawijaya kel Pocanan")
    assert city.rows("SELECT category, urgency, confidentiality FROM ticket") == [
        ("pohon", "tinggi", "rahasia")
    ]
    ((data,),) = city.rows("SELECT data FROM event WHERE verb = 'opened'")
    assert "rahasia" in json.loads(data)["flags"]


def test_thanks_make_no_ticket_and_cost_no_answer(city: Town) -> None:
    assert city.say(SITI, "Terima kasih banyak pak wali, mantap") == ""
    city.say(BUDI, "SURGA lampu mati di jl Kawi")
    assert city.say(BUDI, "Alhamdulillah lampunya sudah nyala, makasih pak") == ""
    assert city.count("ticket") == 1
    assert city.rows("SELECT kind FROM note") == [("addition",)]
    assert reasons(city)["thanks"] == 2


def test_place_is_asked_for_and_the_next_words_are_the_answer(city: Town) -> None:
    reply = city.say(BUDI, "lampu jalan mati sudah 3 hari pak")
    assert "Di mana lokasinya?" in reply
    city.wait(minutes=30)
    told = city.say(BUDI, "di jl Merbabu depan masjid Al Huda")
    assert told.startswith("Tambahan info untuk tiket")
    assert city.count("ticket") == 1
    assert reasons(city)["answered"] == 1


def test_answered_question_does_not_swallow_the_next_report(city: Town) -> None:
    city.say(BUDI, "lampu jalan mati sudah 3 hari pak")
    city.say(BUDI, "di jl Merbabu depan masjid Al Huda")
    city.wait(minutes=30)
    assert "no tiket" in city.say(BUDI, "sampah menumpuk di jl Semeru kel Tamanan")
    assert city.count("ticket") == 2


def test_new_report_with_the_keyword_is_no_answer(city: Town) -> None:
    city.say(BUDI, "lampu jalan mati sudah 3 hari pak")
    assert "no tiket" in city.say(BUDI, "SURGA sampah menumpuk di jl Semeru")
    assert city.count("ticket") == 2


def test_vague_words_are_a_ticket_that_asks_back(city: Town) -> None:
    assert "belum jelas" in city.say(BUDI, "pemerintah kota payah semuanya")
    assert city.rows("SELECT review FROM ticket") == [("too_vague",)]


def test_correction_soon_after_goes_to_the_same_ticket(city: Town) -> None:
    city.say(BUDI, "SURGA lampu mati di jl Kawi")
    city.wait(minutes=3)
    told = city.say(BUDI, "maaf salah, maksudnya jl Semeru")
    assert told.startswith("Tambahan info untuk tiket")
    assert city.count("ticket") == 1


def test_correction_of_somebody_without_a_report_is_a_report(city: Town) -> None:
    city.say(SITI, "maaf salah, maksudnya lampu mati di jl Semeru")
    assert city.count("ticket") == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELAMAT no anda menang undian 100jt klik bit.ly/xx", "spam"),
        ("Butuh dana tunai? pinjaman online bunga rendah hub 0812xxxxxxx", "spam"),
        ("Kode OTP Anda 482913. Jangan berikan kepada siapa pun.", "machine"),
        ("Maaf saya sedang rapat (balasan otomatis)", "machine"),
        ("iya pak", "empty"),
    ],
)
def test_who_wants_no_answer_gets_none_and_is_counted(city: Town, text: str, reason: str) -> None:
    assert city.say(BUDI, text) == ""
    assert city.count("ticket") == 0
    assert reasons(city) == {reason: 1}


def test_ghosts_get_help_once_a_day(city: Town) -> None:
    assert city.say(BUDI, "p").startswith("Cara lapor")
    assert city.say(BUDI, "tes") == ""
    assert city.count("ticket") == 0


def test_place_outside_the_city_is_recorded_and_sent_to_the_right_door(city: Town) -> None:
    assert "di luar wilayah kami" in city.say(BUDI, "lampu jalan mati di Pare Kabupaten Kediri")
    assert city.rows("SELECT review FROM ticket") == [("outside",)]


def test_who_must_not_be_answered_is_not_and_a_person_reads_it(city: Town) -> None:
    assert city.say(BUDI, "suami saya memukuli saya, jangan dibalas nanti ketahuan") == ""
    assert city.rows("SELECT review FROM ticket") == [("do_not_answer",)]


def test_joke_with_our_word_is_a_ticket_that_a_person_reads(city: Town) -> None:
    city.say(BUDI, "Surga di telapak kaki ibu")
    assert city.rows("SELECT review FROM ticket") == [("suspect",)]


def test_emergency_needs_no_keyword_even_on_the_short_code(city: Town) -> None:
    reply = city.say(BUDI, "kebakaran besar di pasar pahing tolong!!", line="1708")
    assert reply.startswith("DARURAT?")
    assert city.rows("SELECT urgency FROM ticket") == [("darurat",)]


def test_officer_words_of_a_citizen_change_nothing_but_are_kept(city: Town) -> None:
    city.say(BUDI, "SURGA lampu mati di jl Kawi")
    ((number,),) = city.rows("SELECT number FROM ticket")
    reply = city.say(BUDI, f"SELESAI {number} sudah diperbaiki")
    assert reply.startswith("Perintah itu khusus petugas")
    assert city.rows("SELECT state FROM ticket") == [("new",)]
    assert city.count("note") == 1
    assert city.say(SITI, f"PRANK {number}").startswith("Perintah itu khusus petugas")
    assert city.count("note") == 1


def test_rating_out_of_range_is_told_how(city: Town) -> None:
    city.say(BUDI, "SURGA lampu mati di jl Kawi")
    ((number,),) = city.rows("SELECT number FROM ticket")
    assert city.say(BUDI, f"NILAI {number} 9").startswith("Ketik: NILAI")
    assert city.say(BUDI, f"NILAI {number} 4").startswith(f"Tiket {number}: BARU")


def test_same_words_on_another_line_are_still_the_same_report(city: Town) -> None:
    city.say(BUDI, "SURGA got mampet di Jl Hasanudin")
    assert city.say(BUDI, "surga got mampet di jl hasanudin", line="1708").startswith(
        "Laporan yang sama"
    )
    assert city.count("ticket") == 1
    assert LINE != "1708"

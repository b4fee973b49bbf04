"""Citizens and their tickets over the whole desk: dialogue, incidents, alarms, abuse, silence."""

from datetime import timedelta
from pathlib import Path

import pytest

from gateway import answer
from models import city as cities
from models.casework.case import Actor
from models.casework.orders import Order, carry_out
from tests.acceptance.test_first_cut import number
from tests.desk import Clerk
from tests.town import Town

BUDI, SITI, JOKO = "+6281234567890", "+6281299999999", "+6281255555555"
AREAS = Path(__file__).parent.parent.parent / "examples" / "demo" / "wilayah.csv"
CITY_TOML = f"""
[city]
name = "LAPOR MBAK WALI 112"
[areas]
file = "{AREAS}"
[[keyword]]
word = "SURGA"
[[agency]]
code = "DISHUB"
name = "Dinas Perhubungan"
categories = ["pju", "lalin", "parkir"]
[[agency]]
code = "DLHKP"
name = "Dinas Lingkungan Hidup"
categories = ["sampah"]
[[agency]]
code = "INSPEKTORAT"
name = "Inspektorat"
[[agency]]
code = "DAMKAR"
name = "Pemadam Kebakaran"
[[agency]]
code = "DP3A"
name = "Dinas Pemberdayaan Perempuan"
[emergency.agencies]
kebakaran = "DAMKAR"
"*" = "DP3A"
[incident]
automatic = 3
[[route]]
agency = "DISHUB"
categories = ["pju"]
automatic = true
"""
LEAD = Actor("staff:sari", "coordinator")


def settle(town: Town, folder: Path) -> Clerk:
    """Give *town* the areas of the demonstration and rules of its own."""
    (folder / "rules.toml").write_text(CITY_TOML)
    town.office.city = cities.load(folder / "rules.toml")
    town.desk.setting = answer.setting(town.office.settings, town.office.city)
    return Clerk(town)


@pytest.fixture
def clerk(town: Town, tmp_path: Path) -> Clerk:
    """The desk of that town."""
    return settle(town, tmp_path)


def state(clerk: Clerk) -> list[tuple[str, ...]]:
    return clerk.town.rows("SELECT state FROM ticket ORDER BY id")


def order(clerk: Clerk, row: int, order: Order) -> None:
    """Let the coordinator carry out *order*."""
    case = clerk.see(row)
    decision = carry_out(order, case, LEAD, clerk.setting.sop, clerk.town.now)
    assert not decision.refused
    clerk.write(*decision.effects, case=case, actor=LEAD)
    clerk.town.work()


def test_place_is_asked_and_the_answer_routes_the_report(clerk: Clerk) -> None:
    town = clerk.town
    clerk.officer(JOKO, "DISHUB")
    no = number(town.say(BUDI, "SURGA lampu jalan mati sudah seminggu"))
    assert state(clerk) == [("held",)]
    assert town.say(BUDI, "CEK").startswith(f"Tiket {no}: MENUNGGU JAWABAN ANDA")
    assert town.say(BUDI, "di jl Merbabu kel Pocanan").startswith("Tambahan info untuk tiket")
    assert state(clerk) == [("assigned",)]
    assert any(text.startswith(f"TUGAS {no} DISHUB") for text in town.replies(JOKO))


def test_route_without_coordinator_tells_the_citizen_who_has_it(clerk: Clerk) -> None:
    reply = clerk.town.say(BUDI, "SURGA lampu mati di jl Kawi kel Pocanan")
    assert "diteruskan ke DISHUB" in reply
    assert "30-11-2026" in reply  # the agency's five working days
    assert clerk.events(1)[:3] == ["opened", "verified", "assigned"]


def test_vague_report_is_completed_by_its_reporter(clerk: Clerk) -> None:
    town = clerk.town
    assert "belum jelas" in town.say(BUDI, "SURGA tolong pak diperbaiki")
    assert town.say(BUDI, "lampu mati di jl Kawi kel Pocanan").startswith("Tambahan info")
    assert town.rows("SELECT category, state FROM ticket") == [("pju", "assigned")]


def test_finished_ticket_is_closed_by_yes_and_rated(clerk: Clerk) -> None:
    town = clerk.town
    no = number(town.say(BUDI, "SURGA sampah menumpuk di jl Kawi kel Pocanan"))
    order(clerk, 1, Order("done", "sudah diangkut"))
    assert town.replies(BUDI)[-1].startswith(f"Tiket {no} SELESAI: sudah diangkut.")
    town.wait(days=3)
    assert town.say(BUDI, "sudah pak, makasih").startswith(f"Terima kasih. Tiket {no} kami tutup")
    assert state(clerk) == [("closed",)]
    assert town.say(BUDI, "4") == (
        f"Terima kasih, nilai 4 untuk tiket {no} dicatat dan dipakai menilai dinas"
    )
    assert town.say(BUDI, f"NILAI {no} 5").startswith("Terima kasih, nilai 5")
    assert town.rows("SELECT rating FROM ticket") == [(5,)]
    assert town.say(BUDI, f"CEK {no}").startswith(f"Tiket {no}: DITUTUP. Sudah beres?")


def test_no_opens_a_finished_ticket_again_while_there_is_time(clerk: Clerk) -> None:
    town = clerk.town
    no = number(town.say(BUDI, "SURGA lampu mati di jl Kawi kel Pocanan"))
    order(clerk, 1, Order("done", "sudah diganti"))
    assert town.say(BUDI, "belum pak masih gelap").startswith(f"Tiket {no} dibuka lagi")
    assert state(clerk) == [("assigned",)]
    order(clerk, 1, Order("done", "sudah diganti lagi"))
    order(clerk, 1, Order("close"))
    town.wait(days=31)
    assert town.say(BUDI, f"BUKA {no}").startswith(f"Tiket {no} sudah lama ditutup")
    assert state(clerk) == [("closed",)]


def test_answer_to_an_officers_question_reaches_the_officer(clerk: Clerk) -> None:
    town = clerk.town
    clerk.officer(JOKO, "DISHUB")
    no = number(town.say(BUDI, "SURGA lampu mati di jl Kawi kel Pocanan"))
    town.say(JOKO, f"TERIMA {no}")
    town.say(JOKO, f"TANYA {no} tiang nomor berapa")
    assert town.replies(BUDI)[-1].startswith(f"Tiket {no}, petugas bertanya: tiang nomor berapa?")
    town.wait(days=4)
    assert town.say(BUDI, "nomor 12 depan musala").startswith("Tambahan info")
    told = town.replies(JOKO)[-1]
    assert told.startswith(f"JAWABAN pelapor {no}: nomor 12")
    assert "6281234567890" not in "".join(town.replies(JOKO))
    town.say(BUDI, f"TAMBAH {no} sekarang dua tiang")
    assert town.replies(JOKO)[-1].startswith(f"TAMBAHAN dari pelapor {no} (DISHUB): sekarang dua")


def test_correction_within_the_hour_mends_the_place(clerk: Clerk) -> None:
    town = clerk.town
    town.say(BUDI, "SURGA sampah menumpuk di jl Kawi kel Pocanan")
    ((before,),) = town.rows("SELECT area FROM ticket")
    town.wait(minutes=20)
    town.say(BUDI, "maaf salah, maksudnya kel Tamanan")
    ((after,),) = town.rows("SELECT area FROM ticket")
    assert before != after
    assert town.rows("SELECT kind FROM note") == [("correction",)]


def test_flood_of_forty_sms_is_one_incident_and_all_are_told(clerk: Clerk) -> None:
    town = clerk.town
    people = [f"+62812000{n:05d}" for n in range(40)]
    forms = (
        "banjir di jl Kawi kel Pocanan air selutut",
        "SURGA banjir jl Kawi kel Pocanan parah",
        "kebanjiran di jl kawi pocanan, air sudah selutut",
        "jl Kawi kel Pocanan banjir pak",
    )
    for at, person in enumerate(people):
        town.say(person, forms[at % len(forms)])
        town.wait(minutes=1)
    assert town.count("ticket") == 40
    assert town.rows("SELECT COUNT(DISTINCT incident), COUNT(incident) FROM ticket") == [(1, 40)]
    assert town.count("incident") == 1
    order(clerk, 40, Order("done", "air sudah surut, pompa dipasang"))
    town.wait(days=1)
    town.work()
    for person in people:
        assert "air sudah surut" in town.replies(person)[-1]


def test_fire_alarms_its_officers_once_and_every_caller_is_told_to_call(clerk: Clerk) -> None:
    town = clerk.town
    clerk.officer(JOKO, "DAMKAR")
    first = town.say(BUDI, "kebakaran rumah di jl Kawi kel Pocanan sekarang tolong!!")
    second = town.say(SITI, "SURGA tolong kebakaran rumah di jl Kawi kel Pocanan!!")
    assert first.startswith("DARURAT? SMS tidak dijaga")
    assert second.startswith("DARURAT? SMS tidak dijaga")
    told = [text for text in town.replies(JOKO) if text.startswith("DARURAT")]
    assert len(told) == 1
    assert "kebakaran rumah" in told[0]
    assert town.count("alarm") == 1


def test_beaten_wife_is_never_answered_and_officers_read_no_word(clerk: Clerk) -> None:
    town = clerk.town
    clerk.officer(JOKO, "DP3A")
    assert town.say(BUDI, "tolong suami saya memukul saya, jangan balas sms ini") == ""
    assert town.say(BUDI, "cepat pak") == ""
    assert town.say(BUDI, "CEK") == ""
    assert town.say(BUDI, "DARURAT") == ""
    assert [t for t in town.replies(JOKO) if t.startswith("TUGAS RAHASIA")]
    assert "memukul" not in "".join(town.replies(JOKO))
    assert town.rows("SELECT DISTINCT silent FROM ticket") == [(1,)]
    order(clerk, 1, Order("done", "sudah didampingi"))
    assert town.replies(BUDI) == []


def test_three_pranks_block_a_number_but_no_emergency_and_no_appeal(clerk: Clerk) -> None:
    town = clerk.town
    numbers = []
    for at, words in enumerate(("naga di alun-alun", "pocong di kantor", "ufo di pasar"), 1):
        numbers.append(number(town.say(BUDI, f"SURGA sampah {words} kel Pocanan")))
        order(clerk, at, Order("prank"))
    texts = town.replies(BUDI)
    assert sum("tidak terbukti. Mohon bijak" in text for text in texts) == 2
    assert "SMS Anda tidak dijawab s.d. 21-02-2027" in texts[-1]
    assert town.say(BUDI, "SURGA sampah menumpuk di jl Kawi") == ""
    assert town.count("ticket") == 3
    assert town.rows("SELECT COUNT(*) FROM inbox WHERE reason = 'blocked'") == [(1,)]
    assert town.say(BUDI, "ada bom di kantor walikota!").startswith("DARURAT?")
    assert town.say(BUDI, f"BUKA {numbers[0]} saya tidak iseng").startswith("Tiket")
    assert town.rows("SELECT state, review FROM ticket WHERE id = 1") == [("verified", "appeal")]
    town.now += timedelta(days=91)
    assert town.say(BUDI, "SURGA sampah menumpuk di jl Kawi") != ""


def test_empty_messages_earn_one_polite_warning(clerk: Clerk) -> None:
    town = clerk.town
    replies = [town.say(SITI, text) for text in ("p", "tes", "haha", "p p", "oi")]
    warned = [reply for reply in replies if "Mohon bijak" in reply]
    assert len(warned) == 1
    assert town.count("ticket") == 0


def test_erasure_is_a_request_of_three_days_that_is_made_once(clerk: Clerk) -> None:
    town = clerk.town
    first = town.say(BUDI, "HAPUS DATA SAYA")
    assert first.startswith("Permintaan hapus data dicatat no")
    assert town.say(BUDI, "hapus data saya") == first
    assert town.rows("SELECT subtype, confidentiality FROM ticket") == [("hapus_data", "rahasia")]


def test_complaint_about_the_lurah_never_reaches_the_lurah(clerk: Clerk) -> None:
    town = clerk.town
    reply = town.say(BUDI, "SURGA lurah Pocanan minta uang untuk ktp")
    assert "laporan RAHASIA diterima" in reply
    assert town.rows("SELECT confidentiality, redacted FROM ticket") == [("rahasia", "")]
    assert town.say(BUDI, "CEK").split(". ")[0].endswith("SEDANG DITANGANI")


def test_two_commands_in_one_sms_change_nothing(clerk: Clerk) -> None:
    town = clerk.town
    no = number(town.say(BUDI, "SURGA sampah menumpuk di jl Kawi kel Pocanan"))
    assert town.say(BUDI, f"BATAL {no} BUKA {no}").startswith("Mohon satu perintah tiap SMS.")
    assert state(clerk) == [("new",)]
    assert town.rows("SELECT kind FROM note") == [("addition",)]
    assert town.say(BUDI, f"BATAL {no}").startswith(f"Tiket {no} dibatalkan")
    assert state(clerk) == [("cancelled",)]


def test_officers_words_are_obeyed_from_no_other_number(clerk: Clerk) -> None:
    town = clerk.town
    no = number(town.say(BUDI, "SURGA sampah menumpuk di jl Kawi kel Pocanan"))
    assert town.say(SITI, f"SELESAI {no} sudah").startswith("Perintah itu khusus petugas")
    assert town.say(BUDI, f"SELESAI {no} sudah").startswith("Perintah itu khusus petugas")
    assert town.say("DAMKAR", f"SELESAI {no} sudah") == ""
    assert state(clerk) == [("new",)]

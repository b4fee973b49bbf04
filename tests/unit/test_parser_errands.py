"""Sentences with a ticket number: what is wanted of the ticket, in any words."""

import pytest

from parser import Vocabulary, parse

CITY = Vocabulary.of({"SURGA": []})
NO, OTHER = "7701238", "1234566"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("siapa yang pegang {} sekarang pak", "cek"),
        ("{} tos dugi ka mana, lami ngantosan", "cek"),
        ("laporan ambo {} baa kok indak ado kabanyo", "cek"),
        ("kok {} didiamkan saja oleh dinas", "cek"),
        ("{} mboten usah dipun lajengaken, sampun rukun", "batal"),
        ("sudah berdamai, {} tidak usah diproses lagi", "batal"),
        ("kok {} ditutup, sampahnya masih menggunung", "buka"),
        ("{} cenah tos beres, padahal caina acan ngocor", "buka"),
        ("kemarin malam ada yang terperosok di situ, laporan {}", "tambah"),
        ("rumahnya bercat hijau ({})", "tambah"),
    ],
)
def test_sentence_tells_what_is_wanted_of_its_ticket(text: str, intent: str) -> None:
    reading = parse(text.format(NO), CITY)
    assert (reading.intent, [ref.digits for ref in reading.tickets]) == (intent, [NO])


@pytest.mark.parametrize(
    "text",
    [
        "kata pak RT {} tidak usah diteruskan",
        "{} kabelnya dicabut saja sama orang",
        "kenapa {} dibatalkan saja",
        "{} jangan dibatalkan, saya masih menunggu",
        "{} coretannya sudah dihapus warga",
        "{} petugas bilang laporan dicabut saja",
    ],
)
def test_no_ticket_is_taken_back_by_what_others_say_or_do(text: str) -> None:
    assert parse(text.format(NO), CITY).intent != "batal"


@pytest.mark.parametrize(
    "text",
    [
        "{} gimana ini, makin parah bocornya",
        "{} petugasnya cuma foto-foto lalu pulang",
        "{} jalannya ditutup warga sejak pagi",
    ],
)
def test_news_is_kept_and_no_question(text: str) -> None:
    reading = parse(text.format(NO), CITY)
    assert reading.intent == "tambah"
    assert reading.body


def test_another_matter_at_another_place_is_a_report_with_the_old_number() -> None:
    reading = parse(f"{NO} sudah jalan, sekarang ada pipa bocor di Jl Kawi", CITY)
    assert (reading.intent, reading.tickets[0].digits) == ("aduan", NO)
    assert reading.places


def test_two_tickets_are_both_seen() -> None:
    asked = parse(f"{NO} sama {OTHER} kok belum ada kabar", CITY)
    assert (asked.intent, [ref.digits for ref in asked.tickets]) == ("cek", [NO, OTHER])
    told = parse(f"{NO} sudah terang, yang {OTHER} masih gelap gulita", CITY)
    assert [ref.digits for ref in told.tickets] == [NO, OTHER]


@pytest.mark.parametrize("text", ["hubungi {} untuk sewa tenda", "antrian {} belum dipanggil"])
def test_another_number_is_no_ticket(text: str) -> None:
    assert not parse(text.format(NO), CITY).tickets


def test_wish_for_secrecy_is_kept_with_the_ticket() -> None:
    reading = parse(f"untuk {NO} jangan sebut nama saya ya pak", CITY)
    assert (reading.intent, reading.tickets[0].digits) == ("tambah", NO)
    assert "rahasia" in reading.flags or "anonim" in reading.flags

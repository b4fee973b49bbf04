"""What one message does, as a table of readings and facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.workflow import MISSES_AN_HOUR, Decision, Facts, Known, decide
from parser.reading import Reading, TicketRef

MINE = Known(3, 4839206, mine=True)
FOREIGN = Known(4, 1234566, mine=False)
NUMBER = (TicketRef("4839206", check_ok=True),)
REPORT = Reading("aduan", body="lampu mati di Jl Veteran")
INTENTS = (
    "aduan", "aspirasi", "cek", "tambah", "bantuan", "kosong", "tidak_jelas", "mesin", "stop",
    "mulai", "batal", "buka", "nilai", "hapus_data", "privasi", "sesuatu_yang_baru",
)  # fmt: skip


def kind(decision: Decision) -> str:
    return decision.reply.kind if decision.reply else ""


@pytest.mark.parametrize(
    ("reading", "facts", "outcome", "reply"),
    [
        (REPORT, Facts(), "ticket", "TERIMA"),
        (REPORT, Facts(repeated=MINE), "repeated", "TERIMA_ULANG"),
        (REPORT, Facts(known_sender=False), "ticket", ""),
        (REPORT, Facts(person=False), "machine", ""),
        (Reading("aduan", body="kebakaran", urgency="darurat"), Facts(), "ticket", "DARURAT"),
        (Reading("aduan", body="x", flags=("rahasia",)), Facts(), "ticket", "TERIMA_RAHASIA"),
        (Reading("aduan", body="x", flags=("jangan_balas",)), Facts(), "ticket", ""),
        (Reading("aduan", flags=("kosong",)), Facts(), "empty", "FORMAT"),
        (Reading("cek", tickets=NUMBER), Facts(named=MINE), "status", "STATUS"),
        (Reading("cek", tickets=NUMBER), Facts(named=FOREIGN), "not_found", "TAKADA"),
        (Reading("cek", tickets=NUMBER), Facts(), "not_found", "TAKADA"),
        (Reading("cek", tickets=NUMBER), Facts(misses=MISSES_AN_HOUR), "not_found", ""),
        (Reading("cek"), Facts(latest=MINE), "status", "STATUS"),
        (Reading("cek"), Facts(), "no_ticket", "FORMAT"),
        (Reading("tambah", body="dekat SD", tickets=NUMBER), Facts(named=MINE), "added",
         "TAMBAH_OK"),
        (Reading("tambah", body="dekat SD", tickets=NUMBER), Facts(named=FOREIGN), "ticket",
         "TERIMA"),
        (Reading("tambah", tickets=NUMBER), Facts(named=MINE), "added_nothing", "LENGKAPI"),
        (Reading("tambah", tickets=NUMBER), Facts(), "not_found", "TAKADA"),
        (Reading("cek", flags=("nomor_rusak",)), Facts(latest=MINE), "no_number", "CEKFORMAT"),
        (Reading("privasi"), Facts(), "privacy", "PRIVASI"),
        (Reading("aduan", body="x", match="other_city"), Facts(), "other_city", ""),
        (Reading("bantuan"), Facts(), "help", "FORMAT"),
        (Reading("tidak_jelas", body="halo pak"), Facts(), "no_keyword", "FORMAT"),
        (Reading("tidak_jelas", body="5", flags=("ghost",)), Facts(), "unclear", "FORMAT"),
        (Reading("mesin"), Facts(), "machine", ""),
        (Reading("stop"), Facts(), "opt_out", "STOP"),
        (Reading("mulai"), Facts(), "opt_in", "MULAI"),
        (Reading("batal", tickets=NUMBER), Facts(named=MINE), "request", "TAMBAH_OK"),
        (Reading("batal", tickets=NUMBER), Facts(named=FOREIGN), "not_found", "TAKADA"),
        (Reading("hapus_data"), Facts(), "ticket", "PDP"),
    ],
)  # fmt: skip
def test_message_does_what_the_conversation_says(
    reading: Reading, facts: Facts, outcome: str, reply: str
) -> None:
    decision = decide(reading, facts)
    assert (decision.outcome, kind(decision)) == (outcome, reply)


def test_words_for_a_foreign_ticket_become_a_report_that_a_person_reads() -> None:
    decision = decide(
        Reading("tambah", body="ini juga rusak", tickets=NUMBER), Facts(named=FOREIGN)
    )
    assert decision.ticket is not None
    assert decision.ticket.review == "added_to_foreign_ticket"
    assert decision.adds_to is None


def test_not_yours_reads_exactly_like_not_found() -> None:
    asked = Reading("cek", tickets=NUMBER)
    assert decide(asked, Facts(named=FOREIGN)) == decide(asked, Facts())


known = st.none() | st.builds(
    Known, id=st.integers(1, 9), number=st.just(4839206), mine=st.booleans()
)
facts_of_any_kind = st.builds(
    Facts, known_sender=st.booleans(), person=st.booleans(), named=known,
    latest=known.filter(lambda k: k is None or k.mine),
    repeated=known.filter(lambda k: k is None or k.mine), misses=st.integers(0, 9),
)  # fmt: skip


@given(
    intent=st.sampled_from(INTENTS), body=st.sampled_from(["", "lampu mati"]),
    tickets=st.sampled_from([(), NUMBER]), facts=facts_of_any_kind,
)  # fmt: skip
def test_no_decision_names_a_ticket_of_somebody_else(
    intent: str, body: str, tickets: tuple[TicketRef, ...], facts: Facts
) -> None:
    decision = decide(Reading(intent, body=body, tickets=tickets), facts)
    about = decision.reply.about if decision.reply else "none"
    for ticket in (about, decision.adds_to, decision.repeat_of):
        assert not isinstance(ticket, Known) or ticket.mine
    if not facts.person or not facts.known_sender:
        assert decision.reply is None
    if facts.person and intent in {"aduan", "aspirasi", "sesuatu_yang_baru"} and body:
        assert decision.ticket or decision.repeat_of

"""What is an answer to the question of ours that waits, and what is a report of its own."""

from dataclasses import replace

import pytest

from models.actions import Context
from models.answers import SHORT, answered
from models.suggest import suggest
from parser.reading import Place, Reading

ASKED = Context(
    pending="nilai", last_ticket="1234566", last_ticket_age_h=1.0, pending_category="pju"
)
STREET = (Place("street", "jl Kawi", 3, 10),)
SCHOOL = (Place("landmark", "SD 3", 3, 7),)


def told(body: str, *flags: str, **more: object) -> Reading:
    return Reading("aduan", body=body, flags=flags, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("pending", ["penutupan", "nilai", "lokasi", "lengkapi", "tanya"])
@pytest.mark.parametrize("flag", ["ancaman", "perlu_dibaca"])
def test_what_a_person_must_read_is_no_answer(pending: str, flag: str) -> None:
    assert answered(told("masih gelap pak", flag), replace(ASKED, pending=pending)) is None
    assert answered(told("masih gelap pak"), replace(ASKED, pending=pending)) is not None


@pytest.mark.parametrize(
    ("reading", "intent", "answer", "score"),
    [
        (told("puas sekali pak"), "nilai", "ya", None),
        (told("puas sekali pak " + "lama sekali " * (SHORT // 12)), "", "", None),
        (told("4 agak lama"), "nilai", "", 4),
        (told("4 lama, tolong got juga", category="drainase"), "", "", None),
        (told("4 lama di jl Kawi", places=STREET), "", "", None),
        (told("kecewa sekali di jl Kawi", places=STREET), "", "", None),
        (told("makasih, puas di jl Kawi", places=STREET).but(intent="terima_kasih"),
         "nilai", "ya", None),
        (told("👍👍"), "nilai", "ya", None),
        (told("👎"), "nilai", "tidak", None),
    ],
)  # fmt: skip
def test_judgment_is_kept_and_a_report_is_no_score(
    reading: Reading, intent: str, answer: str, score: int | None
) -> None:
    found = answered(reading, ASKED)
    assert (found and (found.intent, found.answer, found.score)) == (
        (intent, answer, score) if intent else None
    )


@pytest.mark.parametrize(
    ("reading", "answer"),
    [
        (told("masih gelap", category="pju"), "belum"),
        (told("👍"), "ya"),
        (told("👎"), "belum"),
        (told("kurang rapi, masih ada sisa galian", category="pju"), "belum"),
        (told("hasilnya jelek, lampu baru sudah kedip", category="pju"), "belum"),
        (told("tiangnya masih miring", category="pju", urgency="tinggi"), ""),
        (told("jangan ditutup dulu, masih miring", category="pju", urgency="tinggi"), "belum"),
        (told("sampah masih menumpuk", category="sampah"), ""),
        (told("masih gelap dekat SD 3", category="pju", places=SCHOOL), ""),
        (told("lapor lagi pak, masih gelap", category="pju"), ""),
    ],
)
def test_closing_question_is_answered_about_the_same_thing(reading: Reading, answer: str) -> None:
    found = answered(reading, replace(ASKED, pending="penutupan"))
    assert (found.answer if found else "") == answer


@pytest.mark.parametrize("pending", ["penutupan", "nilai", "lokasi", "lengkapi", "tanya"])
@pytest.mark.parametrize("body", ["", "****", "?!", "mati " + "!" * 40, "!" * 130])
def test_marks_without_words_are_no_fault(pending: str, body: str) -> None:
    for flags in ((), ("terlalu_umum",)):
        found = answered(told(body, *flags), replace(ASKED, pending=pending))
        assert found is None or found.score is None


def test_fresh_report_is_not_added_to_by_another_matter() -> None:
    fresh = Context(last_ticket="1234566", last_ticket_age_h=0.1)
    adds = {
        body: suggest(told(body, category=category), fresh).name == "append_latest"
        for body, category in (
            ("depan pasar", "pasar"),
            ("nomor 14 pak", "lainnya"),
            ("depan pasar got mampet", "drainase"),
            ("nomor antrean habis jam 8", "adminduk"),
            ("dekat sekolah ada pungli", "pungli"),
        )
    }
    assert [*adds.values()] == [True, True, False, False, False], adds

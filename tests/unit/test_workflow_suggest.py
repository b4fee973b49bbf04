"""What should be done with a message, as a table of readings and what is known of the sender."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.reply import KINDS
from models.actions import Context
from models.casework.case import Case
from models.casework.effects import Happened, Note, OpenTicket, Tell
from models.casework.facts import Facts
from models.workflow import decide, suggest
from parser.reading import Place, Reading, TicketRef
from tests.casework import sop

NO = (TicketRef("1234566", check_ok=True),)
TYPO = (TicketRef("1234567", check_ok=False),)
SHORT_CODE = Context(keyword_required=True)
OFFICER = Context(role="petugas")
ASKED = Context(last_ticket="1234566", last_ticket_age_h=1.0)
WHERE = (Place("street", "jl Kawi", 3, 10),)


def aduan(body: str = "lampu mati", *flags: str, **more: object) -> Reading:
    return Reading("aduan", body=body, flags=flags, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reading", "context", "action", "template"),
    [
        (aduan(), Context(), "create_ticket", "TERIMA"),
        (aduan("x", "rahasia"), Context(), "create_ticket", "TERIMA_RAHASIA"),
        (aduan("x", "tanpa_lokasi"), Context(), "create_ticket_ask_location", "LOKASI"),
        (aduan("jalan rusak {{7*7}}", "tanpa_lokasi", "template"), Context(),
         "create_ticket", "TERIMA"),
        (aduan("- jalan rusak", "tanpa_lokasi", "csv_formula"), Context(),
         "create_ticket_ask_location", "LOKASI"),
        (aduan("x", "tanpa_lokasi", "rahasia"), Context(), "create_ticket", "TERIMA_RAHASIA"),
        (aduan("x", "terlalu_umum"), Context(), "ask_detail", "LENGKAPI"),
        (aduan("x", "multi_masalah"), Context(), "create_ticket_split", "TERIMA"),
        (aduan("x", "luar_wilayah"), Context(), "create_ticket_outside", "LUAR"),
        (aduan("x", "curiga_hoaks"), Context(), "create_ticket_review", "TERIMA"),
        (aduan("api, sebarkan", "curiga_hoaks", urgency="darurat"), Context(),
         "create_ticket_review", "TERIMA"),
        (aduan("lampunya mati lagi pak", "tanpa_lokasi"), ASKED, "create_or_reopen", "TERIMA"),
        (aduan("lampunya mati lagi pak", "tanpa_lokasi"), Context(),
         "create_ticket_ask_location", "LOKASI"),
        (Reading("permintaan_info", body="kapan vaksin diadakan lagi?"), ASKED, "create_ticket",
         "TERIMA"),
        (aduan("laporan tadi batalkan saja"), ASKED, "reply_format", "CEKFORMAT"),
        (aduan("laporan tadi batalkan saja", urgency="darurat"), ASKED, "ticket_and_112",
         "DARURAT"),
        (aduan("laporan tadi batalkan saja"), Context(), "create_ticket", "TERIMA"),
        (aduan("katanya sudah beres tapi masih bolong"), ASKED, "create_or_reopen", "TERIMA"),
        (aduan("x", "perlu_dibaca"), SHORT_CODE, "create_ticket_review", "TERIMA"),
        (aduan("x", "jangan_balas", urgency="darurat"), Context(), "ticket_alert_no_reply", ""),
        (aduan("api", urgency="darurat"), Context(), "ticket_and_112", "DARURAT"),
        (aduan("api", urgency="darurat"), SHORT_CODE, "ticket_and_112", "DARURAT"),
        (aduan("", "kosong", urgency="darurat"), Context(), "reply_112", "DARURAT"),
        (aduan("bom", "ancaman"), SHORT_CODE, "create_ticket_review", "TERIMA"),
        (aduan("bom", "ancaman", "ghost"), Context(), "create_ticket_review", "TERIMA"),
        (aduan("bom", "ancaman"), Context(), "create_ticket", "TERIMA"),
        (aduan("", "kosong"), Context(), "reply_format", "FORMAT"),
        (aduan(), SHORT_CODE, "reply_format", "FORMAT"),
        (aduan("x", "ghost"), Context(), "reply_format_once", "FORMAT"),
        (aduan(), Context(missing="2"), "create_ticket_partial", "TERIMA"),
        (aduan(), Context(missing="1,3", keyword_required=True), "create_ticket_partial",
         "TERIMA"),  # its keyword was in the part that never came
        (aduan(), Context(missing="2", keyword_required=True), "reply_format", "FORMAT"),
        (aduan(), Context(same_text_ticket="1234566"), "dedupe_reack", "TERIMA_ULANG"),
        (aduan(), Context(other_ticket="1234566"), "create_ticket_link", "TERIMA_MIRIP"),
        (aduan("sudah lapor 2 minggu lalu belum ada tindakan"), ASKED,
         "create_or_reopen", "TERIMA"),
        (aduan("sudah lapor 2 minggu lalu belum ada tindakan"), Context(), "create_ticket",
         "TERIMA"),
        (aduan("lampu kmrn sdh diperbaiki, skrg mati lagi"), Context(), "create_or_reopen",
         "TERIMA"),
        (aduan("lampu kmrn sdh diperbaiki, skrg mati lagi", "tanpa_lokasi"), Context(),
         "create_ticket_ask_location", "LOKASI"),
        (aduan("jalan baru diaspal sdh rusak lagi"), Context(), "create_ticket", "TERIMA"),
        (aduan("lampu jalan mati", category="pju"),
         Context(pending="nilai", last_ticket="1234566"), "create_ticket", "TERIMA"),
        (aduan("kapan ditindaklanjuti pak"), ASKED, "reply_status_latest", "STATUS"),
        (aduan(match="other_city"), SHORT_CODE, "ignore_or_forward", ""),
        (Reading("kosong", flags=("kosong",)), Context(), "ignore_count", ""),
        (Reading("kosong", body="p", flags=("ghost",)), Context(), "reply_format_once", "FORMAT"),
        (Reading("kosong", "SURGA", "exact", "di telapak", flags=("ghost",)), SHORT_CODE,
         "create_ticket_review", "TERIMA"),
        (Reading("kosong", body="x", flags=("curiga_prank",)), Context(), "create_ticket_review",
         "TERIMA"),
        (Reading("tidak_jelas", body="5", flags=("ghost",)), Context(), "reply_format_once",
         "FORMAT"),
        (Reading("tidak_jelas", body="0812", flags=("ghost", "pii:telepon")), Context(),
         "reply_format", "FORMAT"),
        (Reading("bukan_aduan", body="x"), Context(), "reply_polite", "LUAR"),
        (Reading("bukan_aduan", body="x"), SHORT_CODE, "reply_format", "FORMAT"),
        (Reading("nilai", score=5), Context(), "rate_latest", "NILAI_OK"),
        (aduan("lampu", "duplikat_pengirim"), Context(same_text_ticket="1234566"),
         "dedupe_reack", "TERIMA_ULANG"),
        (Reading("terima_kasih", body="x"), Context(), "append_or_ignore", ""),
        (Reading("spam", body="x"), Context(), "quarantine_no_reply", ""),
        (Reading("mesin", body="x"), Context(), "ignore_silent", ""),
        (aduan(), Context(person=False), "ignore_silent", ""),
        (Reading("jawab", body="ya", answer="ya"), Context(), "ignore_count", ""),
        (Reading("jawab", body="belum", answer="belum"), ASKED, "ignore_count", ""),
        (Reading("jawab", body="belum diperbaiki", answer="belum"), Context(), "ask_detail",
         "LENGKAPI"),
        (Reading("jawab", body="belum diperbaiki", answer="belum"), ASKED, "create_or_reopen",
         "TERIMA"),
        (Reading("jawab", body="belum diperbaiki", answer="belum"), OFFICER, "ignore_count", ""),
        (Reading("jawab", body="sudah beres terima kasih", answer="ya"), ASKED,
         "append_or_ignore", ""),
        (aduan("9 pak"), Context(pending="nilai", last_ticket="1234566"), "reply_format",
         "NILAIFORMAT"),
        (aduan("minggu depan"), Context(pending="nilai", last_ticket="1234566"), "create_ticket",
         "TERIMA"),
        (Reading("cek", tickets=NO), Context(), "reply_status", "STATUS"),
        (Reading("cek", tickets=TYPO), Context(), "reply_not_found", "TAKADA"),
        (Reading("cek"), Context(), "reply_status_latest", "STATUS"),
        (Reading("cek", flags=("nomor_rusak",)), Context(), "reply_format", "CEKFORMAT"),
        (Reading("tambah", body="x", tickets=NO), Context(), "append", "TAMBAH_OK"),
        (Reading("tambah", body="x"), ASKED, "append_latest", "TAMBAH_OK"),
        (Reading("tambah", body="x"), Context(), "create_ticket", "TERIMA"),
        (Reading("batal", tickets=NO), Context(), "cancel", "BATAL_OK"),
        (Reading("batal"), Context(), "reply_format", "CEKFORMAT"),
        (Reading("buka", tickets=NO), Context(), "reopen", "BUKA_OK"),
        (Reading("nilai", tickets=NO, score=5), Context(), "rate", "NILAI_OK"),
        (Reading("nilai", score=5), ASKED, "rate_latest", "NILAI_OK"),
        (Reading("nilai", tickets=NO), Context(), "reply_format", "NILAIFORMAT"),
        (Reading("bantuan"), SHORT_CODE, "reply_format", "FORMAT"),
        (Reading("stop"), Context(), "opt_out", "STOP"),
        (Reading("mulai"), Context(), "opt_in", "MULAI"),
        (Reading("hapus_data"), Context(), "privacy_request", "PDP"),
        (Reading("privasi"), Context(), "reply_privacy", "PRIVASI"),
        (Reading("petugas_selesai", tickets=NO, body="x"), Context(), "reply_unauthorized",
         "BUKANPETUGAS"),
        (Reading("petugas_selesai", tickets=NO, body="x"), OFFICER, "resolve_notify", ""),
        (Reading("petugas_selesai", tickets=NO), OFFICER, "reply_need_note", "P_BUKTI"),
        (Reading("petugas_tolak", tickets=NO), OFFICER, "reply_need_note", "P_ALASAN"),
        (Reading("petugas_tanya", tickets=NO), OFFICER, "reply_need_note", "P_ISI"),
        (Reading("petugas_disposisi", tickets=NO, agency="PUPR"), OFFICER, "assign", ""),
        (Reading("petugas_disposisi", tickets=NO, suggest="PUPR"), OFFICER, "reply_suggest", ""),
        (Reading("petugas_gabung", tickets=NO, into=NO[0]), OFFICER, "merge", ""),
        (Reading("petugas_terima", tickets=TYPO), OFFICER, "reply_not_found", "TAKADA"),
        (Reading("petugas_selesai", body="x"), OFFICER, "reply_format", "P_NOMOR"),
        (Reading("petugas_daftar"), OFFICER, "reply_list", ""),
    ],
)  # fmt: skip
def test_message_calls_for_one_action(
    reading: Reading, context: Context, action: str, template: str
) -> None:
    found = suggest(reading, context)
    assert (found.name, found.template) == (action, template)
    assert found.template in KINDS | {""}


@pytest.mark.parametrize(
    ("pending", "reading", "intent", "answer"),
    [
        ("penutupan", Reading("jawab", body="blm pak", answer="belum"), "jawab", "belum"),
        ("penutupan", aduan("belum beres, masih bocor"), "jawab", "belum"),
        ("penutupan", Reading("terima_kasih", body="sudah beres, makasih"), "jawab", "ya"),
        ("penutupan", Reading("terima_kasih", body="matur nuwun pak"), "jawab", "ya"),
        ("nilai", Reading("tidak_jelas", body="5", flags=("ghost",)), "nilai", ""),
        ("lokasi", aduan("di jl Kawi", "terlalu_umum", places=WHERE), "jawab", ""),
        ("tanya", aduan("sejak senin kemarin"), "jawab", ""),
        # these say something of their own
        ("penutupan", aduan("jalan rusak di jl Kawi", places=WHERE), "aduan", ""),
        ("nilai", aduan("5 lampu mati di jl Kawi"), "aduan", ""),
        ("tanya", aduan("jalan rusak", category="jalan"), "aduan", ""),
        ("lokasi", aduan("x" * 200, places=WHERE), "aduan", ""),
        ("lokasi", aduan("di jl Kawi", keyword="SURGA", places=WHERE), "aduan", ""),
        ("lokasi", aduan("kebakaran di jl Kawi", urgency="darurat", places=WHERE), "aduan", ""),
        ("lokasi", aduan("pungli di X", "anonim", category="pungli", places=WHERE), "aduan", ""),
        ("lokasi", Reading("terima_kasih", body="makasih pak"), "terima_kasih", ""),
        ("penutupan", Reading("tidak_jelas", body="4", flags=("ghost",)), "nilai", ""),
        ("penutupan", Reading("aduan", body="bagus pak"), "jawab", "ya"),
        ("penutupan", aduan("beres apanya, airnya tetap mati"), "jawab", "belum"),
        ("penutupan", aduan("lampunya sudah terang"), "jawab", "ya"),
        ("penutupan", aduan("ada lagi, got mampet makin parah"), "aduan", ""),
        (
            "penutupan",
            aduan("lurah masih minta uang suap 50 ribu", "rahasia", category="pungli"),
            "aduan",
            "",
        ),
        ("nilai", Reading("terima_kasih", body="puas sekali"), "nilai", "ya"),
        ("nilai", aduan("kurang memuaskan", "terlalu_umum"), "nilai", "tidak"),
        ("nilai", aduan("entahlah", "terlalu_umum"), "nilai", "tidak"),
        ("nilai", aduan("masih padam"), "jawab", "belum"),
        ("nilai", aduan("jelek jalannya", category="jalan"), "aduan", ""),
        ("nilai", Reading("terima_kasih", body="makasih pak"), "terima_kasih", ""),
        ("lengkapi", aduan("lampu mati di jl Kawi", category="pju"), "jawab", ""),
        ("lengkapi", aduan("x x", "ghost"), "aduan", ""),
        ("lengkapi", aduan("lurah minta uang", "rahasia", category="pungli"), "aduan", ""),
    ],
)
def test_question_that_waits_is_answered_by_what_can_answer_it(
    pending: str, reading: Reading, intent: str, answer: str
) -> None:
    found = suggest(reading, replace(ASKED, pending=pending))
    assert (found.intent, found.answer) == (intent, answer)
    assert (found.name == "answer_pending") == (intent in {"jawab", "nilai"})
    assert "ghost" not in found.flags or "ghost" in reading.flags
    assert suggest(reading, Context(pending=pending)).name != "answer_pending"


@pytest.mark.parametrize(
    ("category", "places", "action"),
    [
        ("pju", (), "answer_pending"),
        ("pju", WHERE, "create_ticket"),
        ("jalan", (), "answer_pending"),
        ("jalan", WHERE, "create_ticket"),
    ],
)
def test_words_about_the_same_thing_answer_an_officer(
    category: str, places: tuple[Place, ...], action: str
) -> None:
    asked = replace(ASKED, pending="tanya", pending_category="pju")
    reading = aduan("tiang nomor 12", category=category, places=places)
    assert suggest(reading, asked).name == action


@pytest.mark.parametrize(
    ("pending", "asked", "action"),
    [
        ("tanya", 47.0, "answer_pending"),
        ("tanya", 200.0, "answer_pending"),
        ("tanya", 400.0, "create_ticket"),
        ("lokasi", 47.0, "answer_pending"),
        ("lokasi", 49.0, "create_ticket"),
    ],
)
def test_question_is_answered_in_its_time(pending: str, asked: float, action: str) -> None:
    context = replace(ASKED, pending=pending, pending_age_h=asked, last_ticket_age_h=900.0)
    assert suggest(aduan("sejak senin kemarin"), context).name == action


@pytest.mark.parametrize(
    ("pending", "intent", "action"),
    [
        ("penutupan", "buka", "answer_pending"),
        ("", "buka", "reply_format"),
        ("penutupan", "nilai", "answer_pending"),
        ("nilai", "nilai", "answer_pending"),
        ("lokasi", "nilai", "rate_latest"),
    ],
)
def test_command_without_number_answers_the_question_it_fits(
    pending: str, intent: str, action: str
) -> None:
    score = 4 if intent == "nilai" else None
    assert suggest(Reading(intent, score=score), replace(ASKED, pending=pending)).name == action


@pytest.mark.parametrize(
    ("age", "action"), [(0.2, "append_latest"), (5.0, "append_latest"), (100.0, "create_ticket")]
)
def test_correction_belongs_to_a_recent_report_only(age: float, action: str) -> None:
    context = Context(last_ticket="1234566", last_ticket_age_h=age)
    assert suggest(aduan("maaf salah, maksudnya jl Semeru"), context).name == action


@pytest.mark.parametrize(("age", "action"), [(0.2, "append_latest"), (5.0, "create_ticket")])
def test_rest_of_a_report_belongs_to_a_fresh_one_only(age: float, action: str) -> None:
    context = Context(last_ticket="1234566", last_ticket_age_h=age)
    assert suggest(aduan("(2/2) besar sekali", "bersambung"), context).name == action
    assert suggest(aduan("sampah numpuk", category="sampah"), context).name == "create_ticket"


@pytest.mark.parametrize(
    ("reading", "age", "intent"),
    [
        (aduan("yang sebelah kiri"), 0.2, "tambah"),
        (aduan("Kel Betet", places=WHERE), 0.2, "tambah"),
        (aduan("yang sebelah kiri"), 0.3, "aduan"),
        (aduan("yang sebelah kiri"), None, "aduan"),
        (aduan("asdf", "ghost"), 0.2, "aduan"),
        (aduan("iseng saja", "curiga_prank"), 0.2, "aduan"),
        (aduan("awas kalian saya datangi", "ancaman"), 0.2, "aduan"),
        (aduan("tidak terbaca", "perlu_dibaca"), 0.2, "aduan"),
        (aduan("banyak orang asing keluar masuk di Kel Betet", places=WHERE), 0.2, "aduan"),
        (aduan("mau lapor lagi pak, ada yang bikin resah"), 0.2, "aduan"),
        (aduan("panjang sekali " * 10), 0.2, "aduan"),
        (aduan("api besar", urgency="darurat"), 0.2, "aduan"),
        (Reading("permintaan_info", body="kantor buka jam berapa?"), 0.2, "permintaan_info"),
    ],
)
def test_words_without_a_problem_go_on_with_the_report_of_this_moment(
    reading: Reading, age: float | None, intent: str
) -> None:
    context = Context(last_ticket="1234566", last_ticket_age_h=age)
    assert suggest(reading, context).intent == intent
    assert suggest(reading, Context()).intent == reading.intent
    assert suggest(reading, replace(context, missing="2")).intent == reading.intent


def test_what_the_context_adds_is_among_the_flags() -> None:
    assert "duplikat_pengirim" in suggest(aduan(), Context(same_text_ticket="1")).flags
    assert "duplikat_lain" in suggest(aduan(), Context(other_ticket="1")).flags
    assert "terpotong" in suggest(aduan(), Context(missing="2")).flags
    assert "bukan_petugas" in suggest(Reading("petugas_prank", tickets=NO), Context()).flags
    assert "otomatis" in suggest(aduan(), Context(person=False)).flags


FLAGS = st.lists(
    st.sampled_from(
        ["ghost", "kosong", "rahasia", "jangan_balas", "tanpa_lokasi", "terlalu_umum",
         "luar_wilayah", "curiga_prank", "multi_masalah", "perlu_dibaca", "nomor_rusak",
         "bersambung", "pii:telepon"]
    ),
    unique=True, max_size=3,
).map(tuple)  # fmt: skip
INTENTS = st.sampled_from(
    ["aduan", "aspirasi", "permintaan_info", "terima_kasih", "jawab", "bukan_aduan", "kosong",
     "tidak_jelas", "spam", "mesin", "cek", "tambah", "batal", "buka", "nilai", "bantuan", "stop",
     "mulai", "hapus_data", "privasi", "petugas_disposisi", "petugas_selesai", "petugas_gabung",
     "petugas_telat", "something_new"]
)  # fmt: skip
READINGS = st.builds(
    Reading, intent=INTENTS, keyword=st.sampled_from([None, "SURGA"]),
    body=st.sampled_from(["", "5", "belum", "lampu mati", "maaf maksudnya di jl Kawi"]),
    tickets=st.sampled_from([(), NO, TYPO]), flags=FLAGS, score=st.sampled_from([None, 4]),
    urgency=st.sampled_from(["biasa", "tinggi", "darurat"]),
)  # fmt: skip
MINE = Case(3, 1234566, mine=True)
KNOWN = st.sampled_from([None, MINE])
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CITY = sop()
FACTS = st.builds(
    Facts, sop=st.just(CITY), known_sender=st.booleans(), person=st.booleans(),
    keyword_required=st.booleans(),
    named=st.sampled_from([None, MINE, Case(4, 1234566, mine=False)]), latest=KNOWN,
    latest_age_h=st.sampled_from([0.1, 10.0, 2000.0]), asked_age_h=st.sampled_from([0.1, 100.0]),
    pending=st.sampled_from(["", "lokasi", "lengkapi", "nilai", "penutupan", "tanya"]),
    repeated=KNOWN, missing=st.sampled_from(["", "2"]),
)  # fmt: skip


@given(reading=READINGS, facts=FACTS)
def test_no_word_of_a_person_is_lost_and_no_machine_is_answered(
    reading: Reading, facts: Facts
) -> None:
    action, decision = suggest(reading, facts.context()), decide(reading, facts, NOW)
    kept = [e for e in decision.effects if isinstance(e, OpenTicket | Note | Happened)]
    told = [e for e in decision.effects if isinstance(e, Tell) and e.to == "sender"]
    if not facts.person or reading.intent in {"spam", "mesin"}:
        assert not told
        assert not kept
    elif action.name.startswith(("create_ticket", "ticket_", "append_l", "answer")):
        assert kept or decision.outcome in {"rated", "confirmed"}
    for tell in told:
        assert tell.kind in KINDS
        new = tell.subject and tell.case is None and decision.case is None
        assert not new or any(isinstance(e, OpenTicket) for e in kept)


@given(reading=READINGS, facts=FACTS)
def test_emergency_of_a_person_is_always_a_ticket(reading: Reading, facts: Facts) -> None:
    report = reading.intent in {"aduan", "aspirasi", "permintaan_info"}
    if report and reading.urgency == "darurat" and facts.person and not facts.repeated:
        decision = decide(reading, facts, NOW)
        assert any(isinstance(effect, OpenTicket) for effect in decision.effects)

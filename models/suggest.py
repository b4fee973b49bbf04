"""From a reading to an action: what the desk should do, given who wrote. Pure.

Safe principle (DOMAIN.md 4.1): losing a report is worse than a wrong ticket, and an answer to a
machine or a swindler is worse than none. An action names the whole deed; what the desk cannot do
yet keeps the words safe (models/workflow.py).
"""

from collections.abc import Callable, Iterable

from models import continuing
from models.actions import REOPENABLE_H, Action, Context
from models.continuing import REPORTS, SUSPECT
from parser import continued, followups, greetings, hostile, links
from parser.reading import OTHER_CITY, Reading
from parser.tokens import split

NOT_UNDERSTOOD = REPORTS | {"kosong", "tidak_jelas", "terima_kasih", "bukan_aduan", "jawab"}
"""Intents of messages that no command word decides: the sender's context may."""

MAY_ANSWER = NOT_UNDERSTOOD | {"buka", "nilai"}
"""Intents of messages that may answer a question of ours."""

_CODE = frozenset({"html", "template", "sql", "csv_formula"})
"""Flags of texts that may have code in them."""

_NUMBERS = frozenset({"pii:telepon", "pii:nik", "pii:kk"})
"""Flags of a number that somebody sends alone: he tries to report, and does not play."""


def suggest(reading: Reading, context: Context) -> Action:
    """Return what to do with a message read as *reading*, sent in *context*."""
    settled = settle(reading, context)
    action = _act(settled, context)
    return Action(
        action.name, action.template, settled.intent, settled.answer, settled.score, settled.flags
    )


def settle(reading: Reading, context: Context) -> Reading:
    """Return *reading* as it must be taken now that the sender and the last ticket are known."""
    if not context.person:
        return _flagged(reading.but(intent="mesin"), "otomatis")
    if reading.match == OTHER_CITY or reading.intent in {"mesin", "spam"}:
        return reading
    if reading.intent.startswith("petugas_"):
        return reading if context.role == "petugas" else _flagged(reading, "bukan_petugas")
    if reading.intent in NOT_UNDERSTOOD:
        reading = continuing.heard(reading, context)
    if reading.intent == "jawab" and not context.pending and context.role != "petugas":
        reading = _unasked(reading, context)
    if context.missing:
        reading = _flagged(_flagged(reading, "terpotong"), "bersambung")
    if reading.intent in REPORTS and context.same_text_ticket:
        reading = _flagged(reading, "duplikat_pengirim")
    elif reading.intent in REPORTS and context.other_ticket:
        reading = _flagged(reading, "duplikat_lain")
    return reading


def _flagged(reading: Reading, flag: str) -> Reading:
    if flag in reading.flags:
        return reading
    return reading.but(flags=(*reading.flags, flag))


def _unasked(reading: Reading, context: Context) -> Reading:
    """Read what sounds like an answer though nobody has asked: thanks, or that nothing was done."""
    recent = context.younger(REOPENABLE_H)
    if followups.undone(reading.body) or (recent and continued.again(reading.body)):
        return reading.but(intent="aduan", answer="", flags=(*reading.flags, "terlalu_umum"))
    if recent and ("?" in reading.body or continued.waits(reading.body)):
        return reading.but(intent="cek", answer="")  # "sudah dikerjakan?"
    said = {token.word for token in split(reading.body)}
    if reading.answer == "ya" and not greetings.GRATEFUL.isdisjoint(said):
        return reading.but(intent="terima_kasih", answer="")
    return reading


def _act(reading: Reading, context: Context) -> Action:
    if reading.match == OTHER_CITY:
        return Action("ignore_or_forward")
    if reading.intent.startswith("petugas_"):
        return _officer(reading, context)
    rule = _RULES.get(reading.intent, _report)
    return rule(reading, context)


def _report(reading: Reading, context: Context) -> Action:
    """Decide about a report; what makes a ticket in any case goes before the rest."""
    flags = frozenset(reading.flags)
    urgent = reading.urgency == "darurat"
    begun = "1" not in context.missing.split(",")  # else the keyword never came
    no_keyword = context.keyword_required and reading.keyword is None and begun
    threat = "ancaman" in flags  # never a ghost, and never for want of a keyword nothing
    cases = (
        ("kosong" in flags and urgent, "reply_112", "DARURAT"),
        ("kosong" in flags, "reply_format", "FORMAT"),
        ("jangan_balas" in flags, "ticket_alert_no_reply", ""),
        (bool(context.same_text_ticket), "dedupe_reack", "TERIMA_ULANG"),
        (urgent and "curiga_hoaks" not in flags, "ticket_and_112", "DARURAT"),
        ("perlu_dibaca" in flags, "create_ticket_review", "TERIMA"),
        (threat and (no_keyword or "ghost" in flags), "create_ticket_review", "TERIMA"),
        (no_keyword, "reply_format", "FORMAT"),
        (not flags.isdisjoint(SUSPECT), "create_ticket_review", "TERIMA"),
        ("ghost" in flags, "reply_format_once", "FORMAT"),
    )
    return _first(cases) or _new_ticket(reading, flags, context)


def _new_ticket(reading: Reading, flags: frozenset[str], context: Context) -> Action:
    """Choose the kind of ticket for a report that makes one."""
    body = links.news(reading.body)
    again = continuing.again(body, reading, context)
    coded = not _CODE.isdisjoint(flags) and hostile.is_code(body)  # who probes us gets no question
    several = "multi_masalah" in flags and reading.intent != "permintaan_info"
    cases = (
        ("luar_wilayah" in flags, "create_ticket_outside", "LUAR"),
        (bool(context.other_ticket), "create_ticket_link", "TERIMA_MIRIP"),
        (bool(context.missing), "create_ticket_partial", "TERIMA"),
        ("terlalu_umum" in flags and not again, "ask_detail", "LENGKAPI"),
        (several, "create_ticket_split", "TERIMA"),
        ("rahasia" in flags, "create_ticket", "TERIMA_RAHASIA"),
        (again, "create_or_reopen", "TERIMA"),
        ("tanpa_lokasi" in flags and not coded, "create_ticket_ask_location", "LOKASI"),
    )
    return _first(cases) or Action(_anew_or_again(body), "TERIMA")


def _anew_or_again(body: str) -> str:
    """Return the action for a full report of a sender whose earlier ones we do not know.

    What was mended and is broken again is for a person: somebody else may have reported it.
    """
    return "create_or_reopen" if followups.relapses(body, sure=True) else "create_ticket"


def _first(cases: Iterable[tuple[bool, str, str]]) -> Action | None:
    """Return the first action whose condition holds."""
    return next((Action(name, template) for holds, name, template in cases if holds), None)


def _ghost(reading: Reading, _context: Context) -> Action:
    """Decide about a message without a report: silence, help, or a person's eye."""
    flags = reading.flags
    if not SUSPECT.isdisjoint(flags):
        return Action("create_ticket_review", "TERIMA")
    if reading.intent == "kosong" and reading.keyword is not None and "kosong" not in flags:
        return Action("create_ticket_review", "TERIMA")  # a proverb, or a joke with our word
    if "ghost" in flags:
        return Action("reply_format_once", "FORMAT")
    return Action("ignore_count")


def _unclear(reading: Reading, _context: Context) -> Action:
    once = "ghost" in reading.flags and _NUMBERS.isdisjoint(reading.flags)
    return Action("reply_format_once" if once else "reply_format", "FORMAT")


def _polite(reading: Reading, context: Context) -> Action:
    if context.keyword_required and reading.keyword is None:
        return Action("reply_format", "FORMAT")
    return Action("reply_polite", "LUAR")


def _thanks(_reading: Reading, _context: Context) -> Action:
    return Action("append_or_ignore")


def _answer(reading: Reading, context: Context) -> Action:
    """Yes and no mean nothing without a question: then silence. What puts it off is kept."""
    if context.pending in {"penutupan", "nilai"} and not reading.answer:
        return Action("append_or_ignore")
    if context.pending and context.last_ticket:
        return Action("answer_pending", "TAMBAH_OK")
    return Action("ignore_count")


def _status(reading: Reading, _context: Context) -> Action:
    if reading.tickets:
        ok = reading.tickets[0].check_ok
        return Action("reply_status", "STATUS") if ok else Action("reply_not_found", "TAKADA")
    if "nomor_rusak" in reading.flags:
        return Action("reply_format", "CEKFORMAT")
    return Action("reply_status_latest", "STATUS")


def _add(reading: Reading, context: Context) -> Action:
    if reading.tickets:
        return _numbered("append", "TAMBAH_OK", reading)
    if context.last_ticket and reading.body:
        return Action("append_latest", "TAMBAH_OK")
    return Action("reply_format", "CEKFORMAT") if not reading.body else _report(reading, context)


def _numbered(name: str, template: str, reading: Reading) -> Action:
    """Act on the ticket that is named; refuse a mistyped number without a look-up."""
    if not reading.tickets:
        return Action("reply_format", "CEKFORMAT")
    if not reading.tickets[0].check_ok:
        return Action("reply_not_found", "TAKADA")
    return Action(name, template)


def _cancel(reading: Reading, _context: Context) -> Action:
    return _numbered("cancel", "BATAL_OK", reading)


def _reopen(reading: Reading, context: Context) -> Action:
    if not reading.tickets and context.pending == "penutupan":
        return Action("answer_pending", "TAMBAH_OK")
    return _numbered("reopen", "BUKA_OK", reading)


def _rate(reading: Reading, context: Context) -> Action:
    if reading.score is None:
        judged = reading.answer and context.pending == "nilai"
        return Action("answer_pending" if judged else "reply_format", "NILAIFORMAT")
    if reading.tickets:
        return _numbered("rate", "NILAI_OK", reading)
    if context.pending in {"nilai", "penutupan"} and context.last_ticket:
        return Action("answer_pending", "NILAI_OK")
    return Action("rate_latest", "NILAI_OK")


def _officer(reading: Reading, context: Context) -> Action:
    """Decide about the words of an officer, or of somebody who writes like one."""
    if context.role != "petugas":
        return Action("reply_unauthorized", "BUKANPETUGAS")
    act = reading.intent.removeprefix("petugas_")
    if reading.tickets and not reading.tickets[0].check_ok:
        return Action("reply_not_found", "TAKADA")
    if not reading.tickets and act in _NUMBERED:
        return Action("reply_format", "P_NOMOR")
    if act in _WORDED and not reading.body:
        return Action("reply_need_note", _WORDED[act])
    if act == "disposisi" and not reading.agency:
        return Action("reply_suggest")
    return Action(_OFFICERS.get(act, "reply_suggest"))


_WORDED = {
    "selesai": "P_BUKTI", "tolak": "P_ALASAN", "proses": "P_ISI", "tanya": "P_ISI",
    "catat": "P_ISI",
}  # fmt: skip
"""Officer's act that is nothing without words -> what is said when they are missing."""

_OFFICERS = {
    "disposisi": "assign",
    "terima": "accept",
    "proses": "progress_notify",
    "selesai": "resolve_notify",
    "tolak": "return_to_coordinator",
    "tanya": "ask_reporter_pause",
    "catat": "internal_note",
    "gabung": "merge",
    "rahasia": "mark_confidential",
    "prank": "strike",
    "daftar": "reply_list",
    "telat": "reply_list",
}
"""Officer's act -> action (DOMAIN.md 4.5)."""

_NUMBERED = _OFFICERS.keys() - {"terima", "daftar", "telat"}
"""Acts that are nothing without a ticket; TERIMA alone may be for an alarm."""


def _always(name: str, template: str = "") -> Callable[[Reading, Context], Action]:
    def rule(_reading: Reading, _context: Context) -> Action:
        return Action(name, template)

    return rule


_RULES: dict[str, Callable[[Reading, Context], Action]] = {
    "mesin": _always("ignore_silent"),
    "spam": _always("quarantine_no_reply"),
    "cek": _status,
    "tambah": _add,
    "batal": _cancel,
    "buka": _reopen,
    "nilai": _rate,
    "bantuan": _always("reply_format", "FORMAT"),
    "stop": _always("opt_out", "STOP"),
    "mulai": _always("opt_in", "MULAI"),
    "hapus_data": _always("privacy_request", "PDP"),
    "privasi": _always("reply_privacy", "PRIVASI"),
    "terima_kasih": _thanks,
    "jawab": _answer,
    "kosong": _ghost,
    "tidak_jelas": _unclear,
    "bukan_aduan": _polite,
}
"""Intent -> rule; every other intent is a report."""

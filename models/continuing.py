"""What a message wants of its sender's last report: to mend it, add to it, hear of it. Pure."""

from models.actions import CORRECTED_H, FRESH_H, REOPENABLE_H, Context
from models.answers import SHORT, WHOLE, answered, elsewhere, only_where
from parser import continued, followups, inquiries, links, mentions
from parser.bare import bare
from parser.reading import Reading

REPORTS = frozenset({"aduan", "aspirasi", "permintaan_info"})

SUSPECT = frozenset({"curiga_prank", "curiga_hoaks"})

_FOR_A_PERSON = SUSPECT | {"ghost", "ancaman", "perlu_dibaca"}
"""Flags of what is no mere addition, however soon it comes."""

_JUDGED = frozenset({"penutupan", "nilai"})
"""Questions about the work that was done."""

_SECRET = frozenset({"pungli", "aparatur", "kekerasan"})
"""Categories of what is told for itself, wherever it belongs."""

_COURTEOUS = frozenset({"terima_kasih", "bukan_aduan", "kosong"})
"""Intents of what may be courtesy around an answer."""

_HIDDEN = frozenset({"rahasia", "anonim", "jangan_balas", "aparatur"})
"""Flags of such."""

_OF_REPORTS = ("ghost", "kosong", "terlalu_umum", "tanpa_lokasi", "tanpa_kunci")
"""Flags that say how little a report says."""

_TOLD = frozenset({"lokasi", "lengkapi", "tanya"})
"""Questions that any words answer, but not a question back."""


def heard(reading: Reading, context: Context) -> Reading:
    """Return *reading* as an answer to what we asked, or as words for the last report.

    Behind a keyword where none is needed only what surely is one of these counts.
    """
    if not context.last_ticket:
        return reading
    plainly = reading.keyword is None
    mine = plainly or context.keyword_required
    if mine and reading.intent in REPORTS | {"tidak_jelas"} and context.pending in _TOLD:
        meant = _asked_back(reading, context)
        if meant:
            return _as(reading, meant)
    if context.pending and (plainly or _surely_told(reading, context)):
        found = _politely(reading, context) or _answered(reading, context)
        if found is not None:
            return found
    return _continued(reading, context, plainly=plainly, mine=mine)


def _surely_told(reading: Reading, context: Context) -> bool:
    """Tell whether words behind a keyword are no new report: "SURGA belum", "SURGA depan pasar"."""
    if followups.answer(reading.body) or followups.score(reading.body):
        return True
    if not context.keyword_required or "kosong" in reading.flags:
        return False
    return context.pending not in _TOLD or continued.tells(reading.body)


def again(body: str, reading: Reading, context: Context) -> bool:
    """Tell whether a report is of what its sender has told before, or of what was mended."""
    calm = "ancaman" not in reading.flags
    known = context.younger(REOPENABLE_H) and (
        followups.complains_again(body)
        or followups.relapses(body)
        or followups.unmended(body)
        or inquiries.again(body)
        or (reading.category == "lainnya" and followups.undone(body))
        or (reading.intent == "aduan" and followups.recurs(body, plainly=bool(reading.places)))
        or (calm and not reading.places and continued.again(body))
    )
    return known or (bool(reading.tickets) and links.says_again(body))


def _as(reading: Reading, intent: str) -> Reading:
    return reading.but(intent=intent, flags=_without(reading, *_OF_REPORTS))


def _without(reading: Reading, *flags: str) -> tuple[str, ...]:
    return tuple(flag for flag in reading.flags if flag not in flags)


def _asked_back(reading: Reading, context: Context) -> str:
    """Return cek or batal for what is no answer, though a question of ours waits, or ''."""
    meant = _of_last(reading) if context.younger(REOPENABLE_H) else ""
    sure = meant != "cek" or context.pending == "lokasi" or continued.asks(reading.body)
    return meant if sure else ""


def _politely(reading: Reading, context: Context) -> Reading | None:
    """Return the answer that stands between thanks and excuses: "maaf baru balas, sudah nyala"."""
    said = bare(reading.body)
    if said == reading.body:
        return None
    intent = "aduan" if reading.intent in _COURTEOUS and reading.places else reading.intent
    found = _answered(reading.but(body=said, intent=intent), context)
    return found and found.but(body=reading.body)


def _answered(reading: Reading, context: Context) -> Reading | None:
    """Return an answer to the question that waits; who takes a report back opens it by no "no"."""
    if context.pending in _JUDGED and context.last_ticket and continued.later(reading.body):
        return _as(reading, "jawab").but(answer="")  # "not yet seen" is no "not done"
    found = answered(reading, context)
    denied = found is not None and found.answer in {"belum", "tidak"}
    if denied and reading.answer == "" and _of_last(reading) == "batal":
        return _as(reading, "batal")
    return found


def _continued(reading: Reading, context: Context, *, plainly: bool, mine: bool) -> Reading:
    """Read a question about the last report, or a correction or the rest of it soon after."""
    if reading.intent not in REPORTS | {"tidak_jelas", "kosong"}:
        return reading
    meant = _of_last(reading) if mine and context.younger(REOPENABLE_H) else ""
    if meant:
        return _as(reading, meant)
    if reading.intent == "kosong":
        return reading
    if context.younger(CORRECTED_H) and _adds(reading, context):
        return _as(reading, "tambah")
    fresh = context.younger(FRESH_H)
    fresh = fresh or (context.younger(CORRECTED_H) and _corrects_old(reading))
    return _mended(reading, context) if fresh and plainly else reading


def _corrects_old(reading: Reading) -> bool:
    """Tell whether a report that is not of this hour is mended: "RT 5 pak, bukan RT 3"."""
    body = reading.body
    where = bool(reading.places) and reading.category == "lainnya" and len(body) <= SHORT
    return followups.corrects(body) if where else followups.corrects_old(body)


def _adds(reading: Reading, context: Context) -> bool:
    """Tell whether a message surely adds to the last report, or corrects it."""
    if context.same_text_ticket or reading.urgency == "darurat" or "kosong" in reading.flags:
        return False
    if reading.category in _SECRET or not _HIDDEN.isdisjoint(reading.flags):
        return False
    return _FOR_A_PERSON.isdisjoint(reading.flags) and continued.adds(reading.body)


def _of_last(reading: Reading) -> str:
    """Return cek or batal for what a message wants of the report before it, or ''."""
    body = reading.body
    still = reading.intent == "aduan" and not reading.places and continued.again(body)
    if not (reading.places or still) and (mentions.asks_on(body) or _waits(reading)):
        return "cek"
    if reading.urgency == "darurat":
        return ""
    if followups.withdraws(body):
        return "batal"
    if elsewhere(reading) or not _FOR_A_PERSON.isdisjoint(reading.flags):
        return ""
    return inquiries.of_last(body)


def _waits(reading: Reading) -> bool:
    """Tell whether nothing is told but that nothing has been heard."""
    calm = (_FOR_A_PERSON - {"ghost"}).isdisjoint(reading.flags)
    return calm and continued.waits(reading.body) and not followups.complains_again(reading.body)


def _mended(reading: Reading, context: Context) -> Reading:
    """Read a correction or the rest of a report that is not an hour old."""
    if context.same_text_ticket or reading.urgency == "darurat":
        return reading
    if elsewhere(reading) and reading.category != "lainnya" and followups.anew(reading.body):
        return reading  # "oh ya satu lagi pak, di Jl ... "
    if (
        "bersambung" in reading.flags
        or followups.corrects(reading.body)
        or _goes_on(reading, context)
    ):
        flags = _without(reading, "ghost", "terlalu_umum", "tanpa_kunci")
        return reading.but(intent="tambah", flags=flags)
    return reading


def _goes_on(reading: Reading, context: Context) -> bool:
    """Tell whether words without a problem of their own follow a report at once.

    A part that never came may have had the problem.
    """
    if not context.soon or context.missing or reading.intent not in {"aduan", "tidak_jelas"}:
        return False
    about = reading.category == "lainnya" or only_where(reading)
    if not about or not _FOR_A_PERSON.isdisjoint(reading.flags):
        return False
    if elsewhere(reading) and len(reading.body.split()) >= WHOLE:
        return False
    return len(reading.body) <= SHORT and not followups.anew(reading.body)

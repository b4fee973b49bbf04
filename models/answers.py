"""What a message answers to the question of ours that waits: where, how, is it done, how was it."""

from models.actions import ANSWER_H, ASKED_H, Context
from parser import followups, verdicts
from parser.reading import Reading

SECRET = frozenset({"rahasia", "anonim", "jangan_balas"})

WHOLE = 6
"""Words of a message that names a problem and a place and so may be a report by itself."""

BRIEF = 4
"""Words of a message that may tell a problem by itself."""

SHORT = 120
"""Characters; what is longer and names a problem is a report, whatever we have asked."""

_ALARMING = frozenset({"ancaman", "perlu_dibaca"})
"""Flags of what a person must read for itself."""

_GRAVE = frozenset({"keamanan", "kekerasan", "pungli", "aparatur", "kecelakaan", "medis"})
"""Categories that are of no answer, unless it is known that the question was about them."""

_OF_REPORTS = frozenset({"ghost", "kosong", "terlalu_umum", "tanpa_lokasi"})
"""Flags that say how little a report says; an answer may."""


_TELLING = frozenset({"lokasi", "lengkapi", "tanya"})
"""Questions that any words about the thing answer."""


def answered(reading: Reading, context: Context) -> Reading | None:
    """Return *reading* as an answer to the question that waits, or None when it is none."""
    if not context.pending or not context.last_ticket or reading.urgency == "darurat":
        return None
    if not _ALARMING.isdisjoint(reading.flags):
        return None
    calm = reading.but(flags=tuple(flag for flag in reading.flags if flag not in _OF_REPORTS))
    if context.pending in {"nilai", "penutupan"}:
        score = followups.score(reading.body)
        if score is None and not _asks_more(reading):
            score = followups.given(reading.body)  # "sudah beres, saya kasih 5"
        said_so = context.pending == "nilai" or any(c.isdigit() for c in reading.body)
        said_so = said_so or followups.given(reading.body) is not None
        if score is not None and said_so:  # "baik pak" to "is it done?" is no score
            return calm.but(intent="nilai", score=score)
    if context.pending == "nilai":
        return _scored(reading, calm, context)
    said = reading.answer or followups.answer(reading.body)
    if context.pending == "penutupan":
        said = said or _closing(reading, context)
    elif not said and not _may_be_told(reading, context):
        return None
    return calm.but(intent="jawab", answer=said) if said or context.pending in _TELLING else None


def _asks_more(reading: Reading) -> bool:
    """Tell whether a message is of more than what was asked about."""
    more = elsewhere(reading) or len(reading.body) > SHORT or verdicts.begs(reading.body)
    return more or followups.anew(reading.body)


def _scored(reading: Reading, calm: Reading, context: Context) -> Reading | None:
    """Read a score and its reason, or a judgment without one: nobody makes a figure of that.

    What tells of something of the city's is a report.
    """
    body = reading.body
    if len(body) > SHORT:
        return None
    unmarked = reading.category == "lainnya" and not reading.places and followups.no_score(body)
    another = reading.category != "lainnya" and verdicts.begs(body)  # "5, tapi tolong got juga"
    if another or elsewhere(reading) or followups.anew(body):
        score = None
    else:
        score = followups.opening_score(body) or verdicts.mark(body)
    judged = "" if score or unmarked else _judgment(reading, context)
    if score or unmarked or judged:
        return calm.but(intent="nilai", score=score, answer=judged)
    denied = _judged(reading, context) == "belum"
    return calm.but(intent="jawab", answer="belum") if denied else None


def _judgment(reading: Reading, context: Context) -> str:
    """Return ya or tidak for what judges, tidak too for what asks and tells nothing, '' else."""
    grateful = reading.intent == "terima_kasih"
    if elsewhere(reading) and not grateful:
        return ""
    if shown := verdicts.sign(reading.body):
        return shown
    own = grateful or reading.category in {"lainnya", context.pending_category}
    if own or verdicts.only_judges(reading.body, first=not context.pending_category):
        judged = verdicts.judgment(reading.body)
        if judged:
            return judged
    vague = "terlalu_umum" in reading.flags and context.asked_within(ASKED_H)
    return "tidak" if vague and verdicts.vague(reading.body) else ""


def _closing(reading: Reading, context: Context) -> str:
    """Return what a message answers to "is it done?", '' for a report."""
    thanked = "ya" if reading.intent == "terima_kasih" else ""  # for what was done
    if _charges(reading, context):
        return thanked
    judged = _judged(reading, context)
    if judged == "ya" or reading.places or len(reading.body) > SHORT:
        return judged or thanked  # "tidak banjir lagi" is no "tidak"
    denied = "belum" if followups.denial(reading.body) else ""  # "tidak, masih bocor"
    if not (denied or judged or elsewhere(reading)) and _finds_bad(reading, context):
        return "belum"
    told = denied or followups.affirmation(reading.body) or judged or thanked
    return told or _told_briefly(reading, context)


def _told_briefly(reading: Reading, context: Context) -> str:
    """Return what a few words that name no thing answer, if they say it in passing."""
    mine = reading.category in {"lainnya", context.pending_category}
    if not mine or "terlalu_umum" not in reading.flags or reading.urgency != "biasa":
        return ""
    return verdicts.in_passing(reading.body)


def _finds_bad(reading: Reading, context: Context) -> bool:
    """Tell whether an answer begins by judging the work: "hasilnya jelek, sudah mengelupas"."""
    own = reading.category in {"lainnya", context.pending_category} or not context.pending_category
    judged = own and reading.urgency == "biasa" and verdicts.only_judges(reading.body, first=True)
    return judged and verdicts.judgment(reading.body) == "tidak"


def _charges(reading: Reading, context: Context) -> bool:
    """Tell whether a whole message is about another matter that must be secret."""
    another = reading.category not in {"lainnya", context.pending_category}
    known = context.pending_category or len(reading.body.split()) >= WHOLE
    return another and bool(known) and not SECRET.isdisjoint(reading.flags)


def _judged(reading: Reading, context: Context) -> str:
    """Return what a message answers to "is it done?" by what it tells, '' for a report."""
    if elsewhere(reading) or len(reading.body) > SHORT:
        return ""
    if reading.urgency != "biasa" and not verdicts.refuses(reading.body):
        return ""
    if shown := verdicts.sign(reading.body):
        return "ya" if shown == "ya" else "belum"
    found = verdicts.closing(reading.body)
    same = reading.category in {"lainnya", context.pending_category}
    same = same or not (context.pending_category or reading.category in _GRAVE)
    if not (same or found.sure) or (reading.places and not found.known):
        return ""
    if found.answer == "belum" and followups.anew(reading.body):
        return ""
    return found.answer if same or SECRET.isdisjoint(reading.flags) else ""


def elsewhere(reading: Reading) -> bool:
    """Tell whether a street or an area is named."""
    if reading.intent == "terima_kasih":
        return False  # of the place that was mended
    return any(place.kind in {"area", "street"} for place in reading.places)


def only_where(reading: Reading) -> bool:
    """Tell whether a message only says where, or which one: "depan pasar", "yang nomor 14"."""
    calm = reading.urgency == "biasa" and reading.category not in _GRAVE
    return calm and followups.points(reading.body) and verdicts.bare(reading.body)


def _of_another(reading: Reading, context: Context) -> bool:
    """Tell whether a whole problem is told that is surely not the one we asked about."""
    known = {"lainnya", "", reading.category}
    if context.pending_category in known or reading.category == "lainnya":
        return False
    if followups.corrects(reading.body) or len(reading.body.split()) < BRIEF:
        return False
    return not (followups.points(reading.body) or verdicts.bare(reading.body))


def _may_be_told(reading: Reading, context: Context) -> bool:
    """Tell whether words answer "where?" or an officer's question rather than report anew."""
    patience = ANSWER_H if context.pending == "tanya" and context.pending_age_h else ASKED_H
    if not context.asked_within(patience) or not reading.body or len(reading.body) > SHORT:
        return False
    if reading.intent in {"terima_kasih", "bukan_aduan"} or followups.anew(reading.body):
        return False
    another = reading.category not in {"lainnya", context.pending_category}
    hidden = another and not SECRET.isdisjoint(reading.flags)
    if hidden or _of_another(reading, context):
        return False  # "ANONIM pungli di ...": asked to be hidden, so it is told for itself
    away = elsewhere(reading)
    if context.pending == "lokasi":
        told = another and away and len(reading.body.split()) >= WHOLE
        told = told and not followups.corrects(reading.body)  # "lokasinya di Jl ..."
        return not told and (bool(reading.places) or "ghost" not in reading.flags)
    if context.pending == "lengkapi" and SECRET.isdisjoint(reading.flags):
        return "ghost" not in reading.flags
    same = reading.category == context.pending_category and not away
    calm = reading.urgency == "biasa" and reading.category not in _GRAVE and not away
    same = same or (calm and verdicts.bare(reading.body))  # "tiang nomor 12"
    figures = context.pending == "tanya" and any(map(str.isdigit, reading.body))
    return (same or reading.category == "lainnya") and (figures or "ghost" not in reading.flags)

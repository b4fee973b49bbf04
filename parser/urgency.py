"""Is help needed now? Words of alarm, unless the report speaks of the past or of a drill."""

import re

from parser.words import listed

ALARM = listed(
    "darurat panik kebakaran kobongan kebakar terbakar kecelakaan laka tabrakan pingsan tenggelam"
    " hanyut tersetrum kesetrum begal perampokan dirampok sekarat tsunami ledakan meledak bom"
    " keracunan tertimpa dibacok"
)
CRIME = listed("maling rampok pencuri tawuran gempa longsor ular api")
"""Alarms only when they happen now."""
PAST = ("kemarin", "kmrn", "lalu", "simulasi", "latihan", "jenggot", "bantuan korban", "santunan",
        "pencegahan", "sosialisasi", "rawan", "sering", "dulu")  # fmt: skip
"""Words that make it no emergency, unless the same text shouts for help."""
NOW = ("!!", "tolong!", "sekarang", "skrg", "cepat", "barusan masuk")

CALLS = frozenset({"112", "darurat", "panik", "sos"})
"""A whole message that is a call for help."""

_WORD = re.compile(r"[^\W_]+")


def of(body: str) -> str:
    """Return "darurat" or "biasa".

    >>> of("KEBAKARAN di pasar, tolong!"), of("kebakaran jenggot gara2 pajak")
    ('darurat', 'biasa')
    """
    lowered = body[:2000].lower()
    if lowered.strip(" .!?") in CALLS:
        return "darurat"
    words = set(_WORD.findall(lowered))
    now = any(sign in lowered for sign in NOW)
    if not words.isdisjoint(ALARM):
        return "darurat" if now or not any(sign in lowered for sign in PAST) else "biasa"
    return "darurat" if now and not words.isdisjoint(CRIME) else "biasa"

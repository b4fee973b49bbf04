"""Whether the reporter asks to be hidden: rahasia, anonim, or no answer at all."""

RAHASIA = (
    "jangan sebut nama", "jgn sebut nama", "nama saya jangan", "nama sy jangan", "jangan disebut",
    "rahasiakan", "dirahasiakan", "jangan kasih tau", "jgn kasih tau", "jangan kasih tahu",
    "jangan bilang", "jgn bilang",
)  # fmt: skip
SILENT = ("jangan balas", "jgn balas", "jangan dibalas", "jgn dibalas", "jangan telpon", "jgn telp")


def of(body: str) -> tuple[str, ...]:
    """Return the flags rahasia, anonim and jangan_balas that *body* asks for.

    >>> of("RAHASIA guru memukul murid"), of("tolong jgn dibalas, suami saya memukul")
    (('rahasia',), ('jangan_balas',))
    """
    text = body[:2000].lower()
    flags: tuple[str, ...] = ()
    if text.startswith("rahasia") or any(phrase in text for phrase in RAHASIA):
        flags += ("rahasia",)
    if text.startswith("anonim"):
        flags += ("anonim",)
    if any(phrase in text for phrase in SILENT):
        flags += ("jangan_balas",)
    return flags

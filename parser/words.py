"""The words of the conversation (DOMAIN.md 4.1 and 4.5), from parser/data/conversation.toml."""

from parser.lists import inverse, load, words
from parser.shorthand import plain


def listed(text: str) -> frozenset[str]:
    """Return the words of *text*, both as written and in their plain form."""
    return frozenset({*words(text), *map(plain, text.split())})


_DATA = load("conversation")

COMPLAINT = words(_DATA["complaint"])
LEAD = words(_DATA["lead"])
FILLER = tuple(_DATA["filler"])
BLANKS = words(_DATA["blanks"])
OWNED = listed(_DATA["owned"])
SUFFIXES = words(_DATA["suffixes"])
IDIOMS = {word: words(after) for word, after in _DATA["idioms"].items()}

COMMANDS = inverse(_DATA["acts"])
"""First word -> the intent it may be."""

OFFICER = inverse(_DATA["officer"])
"""First word -> the officer's act it may be, without "petugas_"."""

CLOSING = words(_DATA["closing"]["words"])
"""First words that are an officer's SELESAI, of nobody else."""

MASTERS = words(_DATA["orders"]["masters"])
SECRETS = words(_DATA["orders"]["secrets"])
"""Words of an order to some machine that is not ours."""

OTHER_NUMBERS = words(_DATA["orders"]["others"])
"""Right behind a number they say that it is no ticket's."""

OFFICER_BEFORE = words(_DATA["before"]["words"])
"""What an officer may write before the act."""

HELP = words(_DATA["help"]["core"])
HELP_BEGS = words(_DATA["help"]["begs"])
HELP_NONE = words(_DATA["help"]["assistance"])
HELP_WITH = HELP | HELP_BEGS | listed(_DATA["help"]["with"])
STATUS_ABOUT = listed(_DATA["status"]["about"])
STATUS_ASKS = listed(_DATA["status"]["asks"])
STATUS_BESIDE = listed(_DATA["status"]["beside"])
POLITE = words(_DATA["polite"]["words"])
STOP_WITH = words(_DATA["stop"]["with"])
EVERYDAY = words(_DATA["everyday"]["words"])
"""Acts that are everyday words too: they want a right number behind them."""

NUMBERED = words(_DATA["everyday"]["numbered"]) | EVERYDAY
"""Acts that are none without a number."""

MISTYPED = tuple(word for word in COMMANDS if word not in EVERYDAY)
MISTYPED_BY_OFFICERS = tuple(word for word in OFFICER if word not in EVERYDAY)
"""First words that a slip may be of."""

SOFT = words(_DATA["soft"]["words"])
"""Between an act and a right number these say nothing."""

MANNERS = words(_DATA["courtesy"]["words"])  # as written: "uda" is no "sudah" here
COURTESY = MANNERS | words(_DATA["courtesy"]["salutes"])
"""Go with any wish or command and want nothing themselves."""

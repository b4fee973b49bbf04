"""The values of the parser: what it is told about a line, and what it makes of a text.

Those made for every message are named tuples, made in a third of a frozen dataclass's time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from parser.spans import Place, Span, TicketRef

if TYPE_CHECKING:
    from parser.echo import Echo
    from parser.gazetteer import Gazetteer
    from parser.own import Own

__all__ = [
    "ALIAS", "EXACT", "FUZZY", "NONE", "OTHER_CITY", "Keyword", "Place", "Reading", "Span",
    "TicketRef", "Vocabulary", "Why",
]  # fmt: skip

EXACT = "exact"  # the keyword, also glued to the next word or with its letters spaced out
ALIAS = "alias"  # another spelling that the city lists
FUZZY = "fuzzy"  # a typo of the keyword
NONE = "none"  # no keyword
OTHER_CITY = "other_city"  # the keyword of another city on a shared number


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that addresses the city, and the other spellings that mean it."""

    word: str  # as the city prints it, e.g. "SURGA"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that hold on one line; hashable, so that a grammar is built once for each."""

    keywords: tuple[Keyword, ...] = ()
    others: tuple[Keyword, ...] = ()  # other cities' on a shared number
    agencies: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (code, other spellings)
    gazetteer: "Gazetteer | None" = None  # hashed by identity: load one a city and keep it
    own: "Own | None" = None  # the city's own words; hashed by identity too
    echo: "Echo | None" = None  # our own replies; hashed by identity too

    @classmethod
    def of(
        cls,
        keywords: Mapping[str, Iterable[str]],
        others: Iterable[str] = (),
        agencies: Mapping[str, Iterable[str]] | None = None,
        gazetteer: "Gazetteer | None" = None,
    ) -> "Vocabulary":
        """Return the vocabulary of {keyword: aliases}, other cities' words and {code: spellings}.

        >>> Vocabulary.of({"PALU": ["LAPORWALI"]}).keywords
        (Keyword(word='PALU', aliases=('LAPORWALI',)),)
        """
        return cls(
            tuple(Keyword(word, tuple(aliases)) for word, aliases in keywords.items()),
            tuple(Keyword(word) for word in others),
            tuple((code, tuple(names)) for code, names in (agencies or {}).items()),
            gazetteer,
        )


class Why(NamedTuple):
    """One step of a reading, told only when it is asked for."""

    rule: str  # "keyword", "screen.spam", "category" ...
    words: str  # of the text, that the rule went by


@dataclass(frozen=True)  # without slots: but() copies the __dict__
class Reading:
    """What one message means. The sender, earlier tickets and the clock are not known here."""

    intent: str  # aduan aspirasi permintaan_info terima_kasih jawab bukan_aduan
    #              cek tambah batal buka nilai bantuan stop mulai hapus_data privasi
    #              kosong tidak_jelas spam mesin; petugas_disposisi ... (officer.py)
    keyword: str | None = None  # the city's own spelling, also when an alias was written
    match: str = NONE  # exact | alias | fuzzy | none | other_city
    body: str = ""  # what remains, trimmed: the report, the addition, the result
    tickets: tuple[TicketRef, ...] = ()
    type: str = "pengaduan"  # pengaduan | aspirasi | permintaan_info
    category: str = "lainnya"
    others: tuple[str, ...] = ()  # categories of further problems, in the order of the text
    urgency: str = "biasa"  # darurat | tinggi | biasa
    flags: tuple[str, ...] = ()  # kosong, rahasia, anonim, kontrol ...;
    #                              perlu_dibaca tanpa_kunci nomor_rusak kalimat
    #                              tanpa_perintah: reader.py says when
    spans: tuple[Span, ...] = ()  # in the first 8,000 characters of *body*
    subtype: str = ""  # ppid | kritik
    answer: str = ""  # of intent jawab: ya | tidak | belum
    into: TicketRef | None = None  # GABUNG: the ticket that takes in the other
    score: int | None = None  # NILAI: 1-5
    agency: str = ""  # DISPOSISI: one of the city's codes
    suggest: str = ""  # DISPOSISI: the code that a typo may mean; never acted on
    places: tuple[Place, ...] = ()
    why: tuple[Why, ...] = ()  # with explain=True, or of a fault of ours

    @property
    def blank(self) -> bool:
        """True when there is nothing to make a ticket of: help is the answer.

        A bare call for help ("DARURAT", "112") is not blank.
        """
        empty = self.intent == "kosong" or "kosong" in self.flags
        return empty and self.urgency != "darurat"

    def but(self, **changes: Any) -> "Reading":
        """Return this reading with *changes*: dataclasses.replace in a tenth of its time."""
        fields = self.__dict__ | changes
        if len(fields) != _FIELDS:
            raise TypeError(
                f"reading: no such field in {sorted(changes)}; allowed: {[*self.__dict__]}"
            )
        made = _new(Reading)
        _fill(made, fields)
        return made


_new, _fill = object.__new__, Reading.__dict__["__dict__"].__set__
_FIELDS = len(Reading.__dataclass_fields__)

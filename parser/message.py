"""A message as the rules of its kind see it: what each of them found, and where."""

from collections.abc import Mapping
from functools import partial
from typing import Final, NamedTuple

from parser.common import news
from parser.lexicon import MAX_WORDS
from parser.lists import beside

REACH = 3  # words from "mohon" to the verb of what is wanted
AIM = 5  # words behind "supaya" that say what is to be avoided
FAR: Final = "trouble.abroad"
NEVER = beside("types", "never")
"""Behind these a verb is no wish."""
_HAS: Final = "punya"
"""As the first word of a message this tells who it is about: "yang punya warung ..."."""


class Message(NamedTuple):
    """The words of a message with the hits of all rules of types.toml."""

    words: tuple[str, ...]
    start: int  # index of the first word behind forms of address
    hits: Mapping[str, list[tuple[int, str]]]  # rule -> (index, words)
    asked: bool  # a question mark ends it
    closing: str  # a question word that ends it
    wonders: bool  # "ya" ends it, or a question mark
    over: bool  # "sudah" or its like is said

    @property
    def troubled(self) -> bool:
        """Tell whether something is wrong, not only to be avoided: "supaya tidak banjir"."""
        far = news(self.words, self.hits[FAR]) if FAR in self.hits else ()
        return any(index not in far for index in self._meant("trouble.words"))

    @property
    def mends(self) -> bool:
        """Tell whether a repair is asked for, which is no mere aim: "biar tertib"."""
        return "trouble.repair" in self.hits and bool(self._meant("trouble.repair"))

    def _meant(self, rule: str) -> list[int]:
        """Return where *rule* found words that do not only say what is to be reached or avoided."""
        found = [index for index, _ in self.hits.get(rule, ())]
        if not found or "wish.aim" not in self.hits:
            return found
        aims = [index for index, _ in self.hits["wish.aim"]]
        return [at for at in found if not any(aim < at <= aim + AIM for aim in aims)]

    @property
    def pained(self) -> bool:
        """Tell whether a word of trouble is more than "laporkan" or "sulit"."""
        idle = {index for index, _ in self.hits.get("trouble.idle", ())}
        return any(index not in idle for index, _ in self.hits.get("trouble.words", ()))

    @property
    def opens(self) -> str:
        """The words that ask for something new before any trouble is named, or ''."""
        made = self.made
        first = min((index for index, _ in self.hits.get("trouble.words", ())), default=0)
        at = min((i for i, words in self.hits.get("wish.make", ()) if words == made), default=first)
        return made if made and at < first and at <= self.start + AIM else ""

    @property
    def made(self) -> str:
        """The words of a wish for something new, or ''."""
        wants = [index for index, _ in self.hits.get("wish.want", ())]
        for index, words in self.hits.get("wish.make", ()):
            if index and self.words[index - 1] in NEVER:
                continue
            first = index == self.start and not self.asked and words != _HAS
            if first or any(0 < index - want <= REACH for want in wants):
                return words
        return ""

    def said(self, rule: str, *, within: int = MAX_WORDS) -> str:
        """Return the first words that *rule* found in the first *within* words, or ''."""
        if rule not in self.hits:
            return ""
        last = self.start + within
        for index, words in self.hits[rule]:
            if index <= last:
                return words
        return ""


message = partial(tuple.__new__, Message)  # in half the time of Message(...)

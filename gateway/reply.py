"""A reply's kind and fields become the words of one SMS: all Indonesian that leaves the house."""

import configparser
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from gateway import gsm7
from gateway.downgrade import to_gsm7
from models.errors import ConfigError
from models.i18n import _

BUILT_IN = Path(__file__).with_name("templates") / "id.ini"
WIDTHS = {
    "nama": 20, "no": 9, "tgl": 10, "kunci": 11, "status": 21, "opd": 16, "wil": 17, "verba": 9,
    "kode": 6, "skor": 1, "hari": 3, "n": 4, "pct": 3, "sms": 4, "aduan": 4, "selesai": 4,
    "telat": 4, "darurat": 3, "iseng": 3, "sisa": 4, "kontak": 16, "tindakan": 14, "waktu": 11,
    "berlaku": 9, "lama": 14, "baris": 32, "alarm": 23, "nilai": 14, "batas": 14,
    "telp": 5, "tepat": 4,
}  # fmt: skip
"""Field -> its longest value in septets (DOMAIN.md 4.6); what is longer is cut."""
FREE = frozenset({"tl", "daftar"})  # free text: takes the room that is left
MIN_ROOM = 20  # septets that a free text must have
PART = {1: 160, 2: 306}  # parts -> septets, 3GPP TS 23.040 9.2.3.24.1

_FIELD = re.compile(r"\{([^{}]*)\}")
_KEYS = ("text", "fields", "parts")


class Named(Protocol):
    """What the texts need of a city."""

    @property
    def name(self) -> str:
        """The name that citizens read, at most 20 characters."""

    @property
    def emergency(self) -> str:
        """The number to call in an emergency: 3 to 5 digits."""


class Template(NamedTuple):
    """One reply text, already checked."""

    text: str
    fields: tuple[str, ...]  # names that may stand in braces
    parts: int  # the most that one reply of this kind may cost


@dataclass(frozen=True, slots=True)
class Texts:
    """All reply texts of one city."""

    templates: Mapping[str, Template]
    name: str = ""  # fills {nama}
    emergency: str = "112"  # fills {telp}
    widths: Mapping[str, int] = field(default_factory=lambda: WIDTHS)

    @classmethod
    def load(cls, path: Path | None = None, city: Named | None = None) -> "Texts":
        """Return the built-in texts with those of the file *path* in their place.

        Raises ConfigError, naming file, section and key, for a kind or field that does not exist,
        a character outside GSM-7, or a text that can outgrow its parts.
        """
        name = to_gsm7(city.name).text.strip() if city else ""
        widths = {**WIDTHS, "nama": max(WIDTHS["nama"], _septets(name))}
        templates = {kind: _built_in(kind, section, widths) for kind, section in _shipped().items()}
        if path is not None:
            for kind, section in _read(path).items():
                templates[kind] = _own(path, kind, section, templates, widths)
        return cls(templates, name, city.emergency if city else "112", widths)

    def render(self, kind: str, **fields: str) -> str:
        """Return the words of a reply of *kind*: GSM-7 only, at most the parts of its template.

        *fields* are filled in by name and never read as a template; what is too long is cut, free
        text (tl, daftar) at a word. KeyError for an unknown kind or a field not given.
        """
        template = self.templates[kind]
        values = {"nama": self.name, "telp": self.emergency, **fields}
        pieces, fixed, free = _pieces(template)
        filled = {key: _fit(values[key], self.widths[key]) for key in fixed}
        for key in free:
            room = self.room(kind, **filled)
            filled[key] = cut_at_word(to_gsm7(values[key]).text, room)
        return "".join([filled[piece] if at % 2 else piece for at, piece in enumerate(pieces)])

    def room(self, kind: str, **fields: str) -> int:
        """Return the septets left for the free text of *kind* when *fields* are filled in."""
        template = self.templates[kind]
        values = {"nama": self.name, "telp": self.emergency, **fields}
        rest = _FIELD.sub(lambda match: values.get(match.group(1), ""), template.text)
        return max(0, PART[template.parts] - gsm7.septets(rest))


@lru_cache(maxsize=256)
def _pieces(template: Template) -> tuple[list[str], list[str], list[str]]:
    """Return *template* cut at its fields, every second piece one; the others, and free ones."""
    used = [key for key in template.fields if f"{{{key}}}" in template.text]
    free = [key for key in used if key in FREE]
    return _FIELD.split(template.text), [key for key in used if key not in FREE], free


def cut_at_word(text: str, room: int) -> str:
    """Return the start of *text* that fits *room* septets, cut at a blank where there is one.

    >>> cut_at_word("lampu sudah diganti regu A", 20)
    'lampu sudah diganti'
    """
    text = " ".join(text.split())
    cut = _cut(text, room)
    if len(cut) == len(text):
        return cut
    head, blank, _tail = cut.rpartition(" ")
    whole = text[len(cut)] == " "
    return (cut if whole or not blank else head).rstrip(" ,;:-")


@lru_cache(maxsize=1024)
def _fit(text: str, room: int) -> str:
    """Return *text* in GSM-7, as far as it fits; most fields are the same ones again."""
    return _cut(to_gsm7(text).text, room)


def _cut(text: str, room: int) -> str:
    """Return the start of *text* that fits *room* septets."""
    if len(text) * 2 <= room or _septets(text) <= room:
        return text
    used = 0
    for position, char in enumerate(text):
        used += gsm7.septets(char)
        if used > room:
            return text[:position]
    return text


def _septets(text: str) -> int:
    return gsm7.septets(text) if text else 0


def _read(path: Path) -> dict[str, dict[str, str]]:
    """Return {kind: {key: value}} of an INI file of texts."""
    ini = configparser.ConfigParser(
        interpolation=None, delimiters=("=",), comment_prefixes=(";", "#"), default_section=""
    )
    try:
        ini.read_string(path.read_text(encoding="utf-8-sig"), source=str(path))
    except (OSError, UnicodeDecodeError, configparser.Error) as error:
        reason = " ".join(str(error).split())
        raise ConfigError(_("%(file)s: %(why)s") % {"file": path, "why": reason}) from error
    return {kind: {k: " ".join(v.split()) for k, v in ini[kind].items()} for kind in ini.sections()}


@cache
def _shipped() -> dict[str, dict[str, str]]:
    """Return the built-in texts; they take 4 ms to read."""
    return _read(BUILT_IN)


def _built_in(kind: str, section: Mapping[str, str], widths: Mapping[str, int]) -> Template:
    if set(section) != set(_KEYS):
        raise _wrong(BUILT_IN, kind, "text", _("needs text, fields and parts"))
    template = Template(section["text"], tuple(section["fields"].split()), int(section["parts"]))
    _check(BUILT_IN, kind, template, widths)
    return template


def _own(
    path: Path,
    kind: str,
    section: Mapping[str, str],
    known: Mapping[str, Template],
    widths: Mapping[str, int],
) -> Template:
    """Return a city's own words for *kind*; its fields and parts stay ours."""
    if kind not in known:
        from difflib import get_close_matches  # noqa: PLC0415 - for who made a mistake

        near = get_close_matches(kind, known, 1)
        allowed = near[0] if near else " ".join(sorted(known))
        raise ConfigError(
            _("%(file)s: [%(kind)s]: no such reply; %(allowed)s")
            % {"file": path, "kind": kind, "allowed": allowed}
        )
    for key in section:
        if key != "text":
            raise _wrong(path, kind, key, _("unknown; only text may be set"))
    if not section.get("text"):
        raise _wrong(path, kind, "text", _("missing or empty"))
    template = Template(section["text"], known[kind].fields, known[kind].parts)
    _check(path, kind, template, widths)
    return template


def _check(path: Path, kind: str, template: Template, widths: Mapping[str, int]) -> None:
    """Raise ConfigError unless *template* can never outgrow its parts."""
    for name in _FIELD.findall(template.text):
        if name not in template.fields:
            allowed = " ".join(template.fields) or "-"
            why = _("field %(name)r; allowed: %(allowed)s") % {"name": name, "allowed": allowed}
            raise _wrong(path, kind, "text", why)
    bare = _FIELD.sub("", template.text)
    if "{" in bare or "}" in bare:
        raise _wrong(path, kind, "text", _("a brace that belongs to no field"))
    if not gsm7.fits(bare):
        odd = sorted({c for c in bare if not gsm7.fits(c)})
        why = _("%(odd)r are not in the GSM-7 alphabet") % {"odd": "".join(odd)}
        raise _wrong(path, kind, "text", why)
    longest = gsm7.septets(bare) + sum(
        MIN_ROOM if name in FREE else widths[name] for name in _FIELD.findall(template.text)
    )
    if longest > PART[template.parts]:
        why = _("up to %(long)d characters; at most %(most)d") % {
            "long": longest,
            "most": PART[template.parts],
        }
        raise _wrong(path, kind, "text", why)


def _wrong(path: Path, kind: str, key: str, why: str) -> ConfigError:
    return ConfigError(
        _("%(file)s: [%(kind)s] %(key)s: %(why)s")
        % {"file": path, "kind": kind, "key": key, "why": why}
    )


KINDS = frozenset(_shipped())
"""Every kind of reply there is."""

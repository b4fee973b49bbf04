"""A poster for walls and notice boards: how to report on each line, as text or as one HTML page."""

# ruff: noqa: PLC0415 - segno is imported when a code is drawn

import configparser
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from textwrap import fill
from urllib.parse import quote

WORDS = Path(__file__).with_name("templates") / "poster.ini"
WIDE = 64  # characters of a line of the text

_STYLE = """\
@page { size: A4; margin: 15mm }
body { font: 16pt/1.35 sans-serif; color: #000; background: #fff; max-width: 180mm; margin: auto }
h1 { font-size: 34pt; text-align: center; margin: 0 0 4mm }
.ask, .tariff { text-align: center }
.door { border: 1mm solid #000; padding: 4mm; margin: 4mm 0; page-break-inside: avoid }
.number { font-size: 30pt; font-weight: bold }
.door svg { float: right; width: 38mm; height: 38mm; margin: 0 0 2mm 4mm }
code { font: bold 16pt monospace }
.emergency { border: 1mm solid #c00; padding: 3mm; font-weight: bold }
table { border-collapse: collapse }
td { padding: 1mm 4mm 1mm 0; vertical-align: top }
.privacy { font-size: 12pt }
"""


@dataclass(frozen=True, slots=True)
class Door:
    """One line of the city as a citizen sees it."""

    number: str  # as people dial it: 1708, 081333702221
    keyword: str  # what a report begins with; "" when the line needs none
    level: str  # how its reports begin: biasa, anonim or rahasia


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says."""

    city: str
    emergency: str
    doors: Sequence[Door]


def national(number: str) -> str:
    """Return an Indonesian number as people dial it at home.

    >>> national("+6281333702221"), national("1708")
    ('081333702221', '1708')
    """
    return f"0{number[3:]}" if number.startswith("+62") else number


def link(door: Door) -> str:
    """Return what a phone opens to write to *door* (RFC 5724), the keyword already typed.

    >>> link(Door("1708", "SURGA", "biasa"))
    'sms:1708?body=SURGA%20'
    """
    body = f"?body={quote(door.keyword + ' ')}" if door.keyword else ""
    return f"sms:{door.number}{body}"


def code(door: Door) -> str:
    """Return link() as a QR code: an <svg> element, black on white, that scales."""
    import segno

    out = io.BytesIO()
    segno.make(link(door), error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=3, nl=False,
        svgclass=None, lineclass=None, light="#fff",
    )  # fmt: skip
    return out.getvalue().decode()


def text(poster: Poster) -> str:
    """Return *poster* as lines of at most 64 characters, each door with its own format."""
    words = _words()
    head, orders = words["head"], words["commands"]
    lines = [poster.city, "=" * len(poster.city), "", head["ask"], ""]
    for door in poster.doors:
        lines += [f"{head['send']} {door.number}"]
        lines += [_indented(f"{title}: {told}") for title, told in _told(door, words)]
        lines += [_indented(_secrecy(door, words)), ""]
    emergency = _filled(words["emergency"]["text"], darurat=poster.emergency)
    lines += [fill(emergency, WIDE), "", orders["intro"]]
    lines += [f"  {order:<18}{what}" for order, what in _orders(orders)]
    lines += ["", fill(words["privacy"]["text"], WIDE), head["tariff"]]
    return "\n".join(lines) + "\n"


def page(poster: Poster) -> str:
    """Return *poster* as one HTML page that prints on A4 and asks nothing of the network."""
    words = _words()
    head, orders = words["head"], words["commands"]
    rows = "".join(
        f"<tr><td><code>{escape(order)}</code></td><td>{escape(what)}</td></tr>\n"
        for order, what in _orders(orders)
    )
    emergency = _filled(words["emergency"]["text"], darurat=poster.emergency)
    return (
        f'<!DOCTYPE html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(poster.city)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1>{escape(poster.city)}</h1>\n<p class="ask">{escape(head["ask"])}</p>\n'
        + "".join(_door(door, words) for door in poster.doors)
        + f'<p class="emergency">{escape(emergency)}</p>\n<p>{escape(orders["intro"])}</p>\n'
        f'<table>\n{rows}</table>\n<p class="privacy">{escape(words["privacy"]["text"])}</p>\n'
        f'<p class="tariff">{escape(head["tariff"])}</p>\n</body>\n</html>\n'
    )


def _door(door: Door, words: Mapping[str, Mapping[str, str]]) -> str:
    told = "<br>\n".join(
        f"{escape(title)}: <code>{escape(what)}</code>" for title, what in _told(door, words)
    )
    return (
        f'<div class="door">\n{code(door)}\n{escape(words["head"]["send"])} '
        f'<span class="number">{escape(door.number)}</span>\n<p>{told}</p>\n'
        f"<p>{escape(_secrecy(door, words))}</p>\n</div>\n"
    )


def told(door: Door) -> tuple[tuple[str, str], ...]:
    """Return what to type on this line: (what it is, the words)."""
    return tuple(_told(door, _words()))


def secrecy(door: Door) -> str:
    """Return in a sentence who learns of a report on this line."""
    return _secrecy(door, _words())


def rest(poster: Poster) -> dict[str, str]:
    """Return what stands around the doors: ask, emergency, intro, privacy and tariff."""
    words = _words()
    return {
        "ask": words["head"]["ask"],
        "emergency": _filled(words["emergency"]["text"], darurat=poster.emergency),
        "intro": words["commands"]["intro"],
        "privacy": words["privacy"]["text"],
        "tariff": words["head"]["tariff"],
    }


def orders() -> tuple[tuple[str, str], ...]:
    """Return what can be asked after a report: (what to type, what it does)."""
    return tuple(_orders(_words()["commands"]))


def _told(door: Door, words: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """Return what to type on this line, title by title."""
    kind, formats = ("keyword" if door.keyword else "plain"), words["format"]
    told = [
        (words["head"]["type"], _filled(formats[kind], kunci=door.keyword)),
        (words["head"]["example"], _filled(formats[f"{kind}_example"], kunci=door.keyword)),
    ]
    if door.level != "rahasia":
        secret = _filled(formats[f"{kind}_secret"], kunci=door.keyword)
        told.append((words["secret"]["ask"].rstrip(":"), secret))
    return told


def _indented(words: str) -> str:
    return fill(words, WIDE, initial_indent="  ", subsequent_indent="  ")


def _secrecy(door: Door, words: Mapping[str, Mapping[str, str]]) -> str:
    return words["secret"][door.level]


def _orders(section: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(order, what) for order, what in section.items() if order != "intro"]


def _filled(words: str, **fields: str) -> str:
    for name, value in fields.items():
        words = words.replace(f"{{{name}}}", value)
    return words


def _words() -> Mapping[str, Mapping[str, str]]:
    ini = configparser.ConfigParser(interpolation=None, delimiters=("=",), default_section="")
    ini.optionxform = str  # type: ignore[assignment, method-assign]
    ini.read_string(WORDS.read_text("utf-8"))
    return {name: dict(ini[name]) for name in ini.sections()}

"""Changes that keep the meaning of a message keep its intent, category and urgency."""

import hashlib
import re
from collections.abc import Callable
from functools import cache

import pytest

from parser import Reading, parse
from tests.readings import REPORTS, Row, cities, given, own

LEAST = 0.95  # of the cases that a change fits; true of each change by itself
Meaning = tuple[str, str, str]

GREETINGS = (
    "Assalamualaikum pak, ",
    "Selamat pagi bu. ",
    "Ass wr wb, ",
    "Sugeng enjing pak, ",
    "Yth bapak walikota, ",
    "Mohon maaf mengganggu min, ",
    "Punten pak, ",
    "Halo min ",
    "Mohon maaf sebelumnya pak, ",
    "Kepada Yth Bapak Walikota di tempat. ",
    "Dengan hormat, ",
    "Sekedar info pak, ",
    "Nuwun sewu pak, ",
)
ENDINGS = (
    ". Terima kasih",
    " mksh pak",
    ", suwun",
    " wassalam",
    " trims sebelumnya pak",
    ". Hatur nuhun",
    " tks",
    ". Atas perhatiannya kami ucapkan terima kasih",
    ". Salam dari warga",
    ", trims salam sehat",
    ". Terima kasih semoga sehat selalu",
    ". Semoga kota kita makin maju",
    ". tks GBU",
    ". Foto menyusul",
    ", tolong dibantu pak",
    ". Mohon ditindaklanjuti",
)
SEPARATORS = ("#", ". ", " : ", "/", " - ", "  ", ", ", "(spasi)", " spasi ", "*")
STREETS = ("Jl Flamboyan", "Jl Pangeran Antasari", "jl. Kenanga", "Jln Sultan Agung")
EMOJI = ("🙏🙏", "😢", "😡😡😡", "👍", "‼️")
SHORT = {
    "sudah": "sdh", "belum": "blm", "yang": "yg", "dengan": "dgn", "tidak": "tdk", "banyak": "byk",
    "tolong": "tlg", "untuk": "utk", "karena": "krn", "saya": "sy", "depan": "dpn", "dekat": "dkt",
    "dan": "dn", "sampai": "smp", "kalau": "klo", "pagi": "pg", "malam": "mlm", "rumah": "rmh",
    "juga": "jg", "jangan": "jgn", "mohon": "mhn", "bagaimana": "gmn", "orang": "org",
    "jalan": "jln", "dari": "dr", "tapi": "tp", "sama": "sm", "bapak": "bpk", "tanggal": "tgl",
    "kelurahan": "kel", "sekarang": "skrg", "kemarin": "kmrn", "lebih": "lbh", "orang2": "org2",
}  # fmt: skip
STOPPED = re.compile(r"\b(jl|gg|kel|kec|rt|rw|no)( \w)", re.IGNORECASE)
STREET = re.compile(r"\b(?:jl|jln|jalan)\b\.? ?", re.IGNORECASE)


def pick(row: Row, salt: str, count: int) -> int:
    """Return the same number below *count* for the same case on every run."""
    digest = hashlib.sha256(f"{salt}:{row['id']}".encode()).digest()
    return int.from_bytes(digest[:4]) % count


def case(row: Row) -> str:
    text: str = row["text"]
    forms: tuple[str, ...] = (text.upper(), text.lower(), text.title())
    return forms[pick(row, "case", 3)]


def separator(row: Row) -> str | None:
    word = row["expect"].get("keyword")
    found = re.match(r"(\w+)[\s#*.,:;/-]+(?=\w)", row["text"])
    if not word or not found or found.group(1).upper() != word.upper():
        return None
    mark = SEPARATORS[pick(row, "separator", len(SEPARATORS))]
    return f"{found.group(1)}{mark}{row['text'][found.end() :]}"


def greeting(row: Row) -> str:
    return f"{GREETINGS[pick(row, 'greeting', len(GREETINGS))]}{row['text']}"


def shorthand(row: Row) -> str | None:
    text: str = row["text"]
    short = re.sub(r"\b[a-z]+\b", lambda m: SHORT.get(m.group(), m.group()), text)
    return short if short != text else None


def street(row: Row) -> str | None:
    for place in row["expect"].get("location", []):
        if STREET.match(place) and place in row["text"]:
            return str(row["text"].replace(place, STREETS[pick(row, "street", len(STREETS))]))
    return None


def words(row: Row, least: int) -> list[re.Match[str]]:
    """Return the words of a report that are no keyword and no place, of *least* letters or more."""
    taken = " ".join([*row["expect"].get("location", []), row["expect"].get("keyword") or ""])
    named = set(re.findall(r"\w+", taken.casefold()))
    found = [m for m in re.finditer(r"[^\W\d_]+", row["text"]) if len(m.group()) >= least]
    return [m for m in found[1:] if m.group().casefold() not in named]


def doubled(row: Row) -> str | None:
    found = words(row, 4)
    if not found:
        return None
    end = found[pick(row, "doubled", len(found))].end()
    text: str = row["text"]
    return text[:end] + text[end - 1] * 2 + text[end:]


def typo(row: Row) -> str | None:
    found = words(row, 6)
    if not found:
        return None
    match = found[pick(row, "typo", len(found))]
    at = match.start() + 1 + pick(row, "letter", len(match.group()) - 3)
    text: str = row["text"]
    if pick(row, "kind", 2) or text[at] == text[at + 1]:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def sign_off(row: Row) -> str:
    return str(row["text"]) + ENDINGS[pick(row, "ending", len(ENDINGS))]


def emoji(row: Row) -> str:
    mark = EMOJI[pick(row, "emoji", len(EMOJI))]
    first, blank, rest = row["text"].rpartition(" ")
    inside = blank and pick(row, "inside", 2)
    return f"{first} {mark} {rest}" if inside else f"{row['text']} {mark}"


def full_stops(row: Row) -> str | None:
    text = STOPPED.sub(r"\1.\2", row["text"])
    return text if text != row["text"] else None


def line_breaks(row: Row) -> str:
    parts = row["text"].split(" ")
    at = pick(row, "break", len(parts))
    return " ".join(parts[:at]) + "\n" + " ".join(parts[at:]) + "\n\n"


CHANGES: dict[str, Callable[[Row], str | None]] = {
    change.__name__: change
    for change in (
        case, separator, greeting, shorthand, street, doubled, typo, sign_off, emoji, line_breaks,
        full_stops,
    )
}  # fmt: skip


def read(row: Row, text: str) -> Reading:
    words = cities().vocabulary(row["city"])
    return parse(text, words, keyword_required=row["channel"] == "1708", role=row["role"])


@cache
def reports() -> tuple[tuple[Row, Reading], ...]:
    """Return the cases that have words to change, with their readings."""
    known = [row for row in (*given(), *own()) if row.get("text") and "parts" not in row]
    told = [row for row in known if row["expect"].get("intent") in REPORTS]
    long = [row for row in told if len(row["text"].split()) > 3 and len(row["text"]) < 500]
    return tuple((row, read(row, row["text"])) for row in long)


def meaning(reading: Reading) -> Meaning:
    return reading.intent, reading.category, reading.urgency


@cache
def lost(name: str) -> tuple[int, list[tuple[str, Meaning, Meaning]]]:
    """Return how many cases a change fits, and those whose meaning it loses."""
    tried = 0
    wrong: list[tuple[str, Meaning, Meaning]] = []
    for row, reading in reports():
        text = CHANGES[name](row)
        if text is None:
            continue
        tried += 1
        after = meaning(read(row, text))
        if after != meaning(reading):
            wrong.append((row["id"], meaning(reading), after))
    return tried, wrong


@pytest.mark.parametrize("name", CHANGES)
def test_change_that_keeps_the_meaning_keeps_the_reading(name: str) -> None:
    tried, wrong = lost(name)
    print(name, tried, len(wrong))  # noqa: T201 - the score, shown by pytest -s
    assert tried > 20
    assert 1 - len(wrong) / tried >= LEAST, wrong


def test_all_changes_together_keep_the_reading() -> None:
    counts = [(tried, len(wrong)) for tried, wrong in map(lost, CHANGES)]
    assert 1 - sum(wrong for _t, wrong in counts) / sum(tried for tried, _w in counts) >= LEAST


def test_full_stops_of_short_forms_change_nothing() -> None:
    assert lost("full_stops")[1] == []


def test_report_with_a_greeting_before_and_thanks_after_is_no_thanks() -> None:
    for row, _reading in reports():
        assert read(row, sign_off({**row, "text": greeting(row)})).intent != "terima_kasih"

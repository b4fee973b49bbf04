"""Read texts as the daemon would: ``kentongan parse``; nothing stored is touched."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.app import App, app_option
from console.frame import Command, json_option, option
from console.output import Column, Row, say, show_fields, show_rows
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from console.score import Check
    from models.actions import Action
    from parser.reading import Reading, Vocabulary

MOST_CHANNEL = 6  # digits of a short code, where people must begin with a keyword


@click.command(cls=Command)
@click.argument("text", required=False)
@option("--city", type=click.Path(path_type=Path), metavar="FILE", help="Read this city.toml.")
@option(
    "--channel",
    "--line",
    "channel",
    metavar="NAME",
    help="Read it as if it came on this line, or on a short code like 1708.",
)
@option(
    "--role",
    type=click.Choice(["warga", "petugas"]),
    default="warga",
    help="Who writes: a citizen or a registered officer.",
)
@option("--score", type=click.Path(path_type=Path), metavar="FILE", help="Score a file of cases.")
@option(
    "--min",
    "least",
    type=click.FloatRange(0.0, 1.0),
    default=0.9,
    metavar="SHARE",
    help="Fail when less than this share of the asserted keys is right.",
)
@option(
    "--failing",
    type=click.IntRange(min=0),
    default=50,
    metavar="N",
    help="Show at most N wrong keys; 0 means all.",
)
@option(
    "--city-dir",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the cities of the cases are; ./examples when not given.",
)
@json_option
@app_option
def parse(  # noqa: PLR0913 - one for each option
    app: App,
    *,
    text: str | None,
    city: Path | None,
    channel: str | None,
    role: str,
    score: Path | None,
    least: float,
    failing: int,
    city_dir: Path | None,
    as_json: bool,
) -> int:
    """Show what the parser makes of TEXT, and why, without touching the database.

    With - as TEXT it reads standard input. With --score it reads a file of cases (JSON lines),
    compares only the keys that are asserted, and fails when too few are right.

    Example:
        kentongan parse "SURGA lampu jalan mati di Jl. Veteran"
        kentongan parse "CEK 4839206" --city examples/palu/city.toml --channel 1708 --json
        kentongan parse --score cases.jsonl --min 0.9
    """
    if (score is None) == (text is None):
        raise click.UsageError(_("give a TEXT, - for standard input, or --score FILE"))
    if score is not None:
        return _score(score, city_dir, least=least, failing=failing, as_json=as_json)
    words, required = _asked(app, city, channel)
    given = sys.stdin.read() if text == "-" else str(text)
    _explain(given, words, role=role, required=required, as_json=as_json)
    return 0


def _asked(app: App, city: Path | None, channel: str | None) -> tuple["Vocabulary", bool]:
    """Return the words of the city and whether the channel needs a keyword."""
    from gateway.reply import Texts
    from gateway.vocabulary import vocabulary
    from models.city import load

    short = bool(channel and channel.isdecimal() and len(channel) <= MOST_CHANNEL)
    if city is not None:
        return vocabulary(load(city)), short
    from console.app import city_of

    settings = app.settings()
    name = channel or settings.lines[0].name
    line: str | None = name
    try:
        required = settings.line(name).keyword_required
    except KeyError as error:
        if not short:
            raise KentonganError(_("line %(name)s: not found") % {"name": name}) from error
        line, required = None, True
    known = city_of(settings)
    return vocabulary(known, line, texts=Texts.load(settings.daemon.texts, known)), required


def _explain(text: str, words: "Vocabulary", *, role: str, required: bool, as_json: bool) -> None:
    """Print the reading with what led to it, and what would be done with it."""
    from models.actions import Context
    from models.suggest import suggest
    from parser import parse as read

    reading = read(text, words, keyword_required=required, role=role, explain=True)
    action = suggest(reading, Context(role=role, keyword_required=required))
    show_fields(_row(reading, action), _columns(), as_json=as_json)
    if not as_json and reading.why:
        say("")
        steps = ({"rule": step.rule, "words": step.words} for step in reading.why)
        show_rows(steps, _why_columns(), as_json=False)


def _row(reading: "Reading", action: "Action") -> Row:
    from console.score import answer

    return {
        **answer(reading, action),
        "type": reading.type,
        "places": [
            {"kind": p.kind, "text": p.text, "canon": p.canon, "code": p.code}
            for p in reading.places
        ],
        "spans": [{"kind": s.kind, "start": s.start, "end": s.end} for s in reading.spans],
        "why": [{"rule": step.rule, "words": step.words} for step in reading.why],
    }


def _columns() -> list[Column]:
    return [
        Column("intent", _("intent")),
        Column("subtype", _("subtype")),
        Column("keyword", _("keyword")),
        Column("match", _("match")),
        Column("tickets", _("tickets")),
        Column("into", _("into")),
        Column("score", _("score")),
        Column("answer", _("answer")),
        Column("opd", _("agency")),
        Column("suggest", _("meant perhaps")),
        Column("type", _("type")),
        Column("category", _("category")),
        Column("urgency", _("urgency")),
        Column("places", _("places")),
        Column("flags", _("flags")),
        Column("action", _("action")),
        Column("template", _("reply")),
        Column("body", _("text")),
    ]


def _why_columns() -> list[Column]:
    return [Column("rule", _("rule")), Column("words", _("words"), free=True)]


def _score(file: Path, folder: Path | None, *, least: float, failing: int, as_json: bool) -> int:
    """Score the cases of *file*; 1 when less than *least* of the keys are right."""
    from console.cases import Cities, city_folder, read_all, read_cases
    from console.score import answer, judge, total

    cities = Cities(city_folder(folder))
    checks = [
        check
        for case, reading, action in read_all(read_cases(file), cities)
        for check in judge(case, answer(reading, action))
    ]
    _show_score(checks, as_json=as_json)
    wrong = [check for check in checks if not check.right]
    _show_failing(wrong[: failing or None], as_json=as_json)
    return int(total(checks).share < least)


def _show_score(checks: "list[Check]", *, as_json: bool) -> None:
    from console.score import parts, total

    whole = total(checks)
    rows: Iterable[Row] = [
        {"field": part.field or _("total"), "right": part.right, "keys": part.keys,
         "share": f"{part.share:.4f}"}
        for part in [*parts(checks), whole]
    ]  # fmt: skip
    columns = [
        Column("field", _("field")),
        Column("right", _("right")),
        Column("keys", _("keys")),
        Column("share", _("share")),
    ]
    show_rows(rows, columns, as_json=as_json)


def _show_failing(wrong: "list[Check]", *, as_json: bool) -> None:
    if not wrong:
        return
    if not as_json:
        say("")
    rows = (
        {"id": check.case, "key": check.key, "wanted": check.wanted, "got": check.got}
        for check in wrong
    )
    columns = [
        Column("id", _("case")),
        Column("key", _("key")),
        Column("wanted", _("wanted")),
        Column("got", _("got"), free=True),
    ]
    show_rows(rows, columns, as_json=as_json)

"""``kentongan ticket list`` and ``ticket search``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import Any

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Command, json_option
from console.ticket_filter import filter_options, wanted
from console.ticket_rows import find, print_tickets
from models.errors import KentonganError
from models.i18n import _


@click.command("list", cls=Command)
@filter_options
@json_option
@app_option
def list_tickets(app: App, /, *, as_json: bool, **given: Any) -> None:
    """List tickets, newest first; of an agency's staff those of the agency.

    Example:
        kentongan ticket list --state new --late
    """
    with desk(app) as here:
        _print(here, given, "", as_json=as_json)


@click.command("search", cls=Command)
@click.argument("words", nargs=-1, required=True)
@filter_options
@json_option
@app_option
def search_tickets(app: App, /, words: tuple[str, ...], *, as_json: bool, **given: Any) -> None:
    """Find tickets by the words of their redacted text, newest first.

    All WORDS must stand in it; 'lamp*' finds what begins so. Secret reports are never found by
    their words.

    Example:
        kentongan ticket search 'lamp*' veteran --since 30d
    """
    from models.listing import matching

    text = " ".join(words)
    if not matching(text, "sqlite"):
        raise KentonganError(_("%(words)r: no letter or digit to search for") % {"words": text})
    with desk(app) as here:
        _print(here, given, text, as_json=as_json)


def _print(here: Desk, given: dict[str, Any], words: str, *, as_json: bool) -> None:
    after = None
    if given["after"] is not None:
        with here.store.reading() as tx:
            after = find(here, tx, given["after"]).id
    asked = wanted(here, given, words)
    print_tickets(here, asked, limit=given["limit"], after=after, as_json=as_json)

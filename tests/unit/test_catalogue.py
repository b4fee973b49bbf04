"""Every string that a person reads exists in Indonesian and English."""

import ast

import pytest

from tests.catalogue import fields, messages, problems, untranslated


def test_catalogues_are_complete_and_fresh_and_nothing_is_untranslated() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('click.echo("no tickets")', ["no tickets"]),
        ('click.echo(f"{n} tickets")', [" tickets"]),
        ('raise ConfigError("no key")', ["no key"]),
        ('raise ConfigError("%s: no key" % path)', ["%s: no key"]),
        ('raise click.ClickException("a" + "bc")', ["bc"]),
        ('Column("number", "Number")', ["Number"]),
        ('Column("number", _("Number"))', []),
        ('click.echo(_("no tickets"))', []),
        ('click.echo(_("%(n)d tickets") % {"n": 1})', []),
        ('click.echo(f"{a}  {b}")', []),
        ('click.echo(f"kentongan {version}")', []),
        ('say(_("yes") if on else "no")', ["no"]),
    ],
)
def test_finder_sees_what_is_not_translated(source: str, found: list[str]) -> None:
    assert [words for _line, words in untranslated(ast.parse(source))] == found


def test_messages_are_found_in_calls_help_tables_and_docstrings() -> None:
    source = '''
COMMANDS = {"run": ("a:b", "Run it.")}
@group.command("x")
@option("--y", help="Why.")
def x():
    """Do x,
    at once.

    Example:
        kentongan x
    """
    _("said " "so"); plural("one", "%(n)d", n)
'''
    assert sorted(map(str, messages(ast.parse(source)))) == sorted(
        ["Run it.", "Do x, at once.", "Example:", "Why.", "said so", "('one', '%(n)d')"]
    )


def test_fields_of_both_styles_are_compared() -> None:
    assert fields("%(a)s {b!r} %(c)d") == {"%(a)s", "{b!r}", "%(c)d"}

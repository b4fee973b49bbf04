"""The frame of the command line: help, examples, languages, and who acts."""

import os
import pwd
import re
import shlex

import click
import pytest

import cli
from console.app import speak
from console.frame import Command, Group, option, paragraphs
from console.identity import actor
from console.phone_batch import addressed
from tests.reference import commands

ALL = list(commands())


def test_table_of_commands_names_real_ones_and_begins_as_their_help_does() -> None:
    context = click.Context(cli.root)
    for name, (_target, line) in cli.COMMANDS.items():
        command = cli.root.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert line.endswith(".")


@pytest.mark.parametrize(("words", "command"), ALL, ids=[" ".join(w) for w, _c in ALL])
def test_every_command_has_help_for_itself_and_each_option_and_an_example(
    words: tuple[str, ...], command: click.Command
) -> None:
    *told, example = paragraphs(command.help)
    assert told
    assert example.startswith("Example:")
    assert " ".join(words[1:]) in example
    for param in command.params:
        if isinstance(param, click.Option):
            assert (param.help or "").endswith("."), param.opts


@pytest.mark.parametrize(("words", "command"), ALL, ids=[" ".join(w) for w, _c in ALL])
def test_every_example_can_be_parsed(words: tuple[str, ...], command: click.Command) -> None:
    example = paragraphs(command.help)[-1]
    line = example.splitlines()[-1].rpartition("kentongan ")[2]
    rest = re.sub(r"^--config \S+ ", "", line).removeprefix(" ".join(words[1:]))
    command.make_context(words[-1], shlex.split(rest))


def test_help_is_translated_paragraph_by_paragraph_and_examples_stay() -> None:
    @click.command("x", cls=Command)
    @option("--json", is_flag=True, help="Print JSON, one object a line.")
    def command() -> None:
        """Work on tickets.

        No such words in any catalogue.

        Example:
            kentongan x --json
        """

    try:
        speak("id")
        told = command.get_help(click.Context(command))
    finally:
        speak("en")
    assert "Kerjakan tiket." in told
    assert "No such words in any catalogue." in told
    assert "Contoh:\n    kentongan x --json\n" in told
    assert "Cetak JSON, satu objek tiap baris." in told
    assert "Tampilkan pesan ini" in told


def test_groups_show_the_first_sentence_of_each_command() -> None:
    group = Group("g", commands=[Command("a", help="Do a\nthing.\n\nMore.")])
    assert "a  Do a thing" in group.get_help(click.Context(group))


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--language", "id", "ticket"], "id"),
        (["--language=en"], "en"),
        (["ticket", "list"], None),
        (["--language"], None),
        (["--language", "xx"], None),
    ],
)
def test_language_is_known_before_anything_is_said(arguments: list[str], found: str | None) -> None:
    assert cli._wanted_language(arguments) == found


def test_who_acts_is_whom_sudo_names_else_the_login() -> None:
    assert actor({"SUDO_USER": "rini"}) == "staff:rini"
    assert actor({}) == f"staff:{pwd.getpwuid(os.getuid()).pw_name}"


@pytest.mark.parametrize(
    ("line", "number", "text"),
    [
        ("SURGA lampu", "+620", "SURGA lampu"),
        ("+6281277777777: SURGA lampu: mati", "+6281277777777", "SURGA lampu: mati"),
        (" +6281277777777 :x", "+6281277777777", "x"),
        ("112: api", "+620", "112: api"),
        ("+62: api", "+620", "+62: api"),
    ],
)
def test_a_line_may_name_its_sender(line: str, number: str, text: str) -> None:
    assert addressed(line, "+620") == (number, text)

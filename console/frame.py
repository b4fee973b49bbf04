"""Commands whose help is translated when it is shown, and groups that import them when used."""

import copy
import importlib
import inspect
from collections.abc import Callable, Mapping
from typing import Any, cast

import click

from models.i18n import _

EXAMPLES = ("Example:", "Examples:")


class Option(click.Option):
    """An option whose help text is a msgid."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help in the language in use."""
        shown = copy.copy(self)
        shown.help = _(self.help or "")
        return click.Option.get_help_record(shown, ctx)


class Command(click.Command):
    """A command whose docstring is its help: each paragraph is one msgid.

    A last paragraph that begins with ``Example:`` is printed line by line; only its first word is
    translated.
    """

    _help_shown: click.Option | None = None  # made once: click compares options by identity

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help`` with a help text of ours.

        Not click's own: making it translates its text, by a catalogue that is read whole (4 ms).
        """
        names = self.get_help_option_names(ctx)
        if not names or not self.add_help_option:
            return None
        if self._help_shown is None:
            self._help_shown = Option(
                names, is_flag=True, expose_value=False, is_eager=True, callback=_show_help,
                help="Show this message and exit.",
            )  # fmt: skip
        return self._help_shown

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the docstring, translated."""
        del ctx
        for paragraph in paragraphs(self.help):
            formatter.write_paragraph()
            with formatter.indentation():
                if paragraph.startswith(EXAMPLES):
                    _write_example(formatter, paragraph)
                else:
                    formatter.write_text(_(paragraph))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first paragraph, translated, without its full stop; never shortened."""
        del limit
        first = next(iter(paragraphs(self.short_help or self.help)), "")
        return _(first).removesuffix(".")


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command


class LateGroup(Group):
    """A group that knows its commands by name and imports a command's module on first use."""

    def __init__(self, *args: Any, late: Mapping[str, tuple[str, str]], **attrs: Any) -> None:
        """*late* maps a name to ``("module:command", first line of its help)``."""
        super().__init__(*args, **attrs)
        self.late = late

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        del ctx
        return list(self.late)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command; None when there is none of this name."""
        del ctx
        if cmd_name not in self.late:
            return None
        module, _sep, name = self.late[cmd_name][0].partition(":")
        return cast(click.Command, getattr(importlib.import_module(module), name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a wrong name is told without importing all others."""
        if args and args[0] not in self.late and not args[0].startswith("-"):
            ctx.fail(
                _("no such command %(name)r; one of %(names)s")
                % {"name": args[0], "names": ", ".join(self.late)}
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table without importing anything."""
        del ctx
        with formatter.section(_("Commands")):
            formatter.write_dl(
                [(name, _(line).removesuffix(".")) for name, (_target, line) in self.late.items()]
            )


def option(*names: str, **attrs: Any) -> Callable[[Any], Any]:
    """Declare an option whose *help* is a msgid, as click.option does."""
    return click.option(*names, cls=Option, **attrs)


def json_option(function: Any) -> Any:
    """Add ``--json`` as the argument *as_json*."""
    return option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")(
        function
    )


def paragraphs(text: str | None) -> list[str]:
    """Return the paragraphs of a docstring, white space evened out except in an example."""
    if not text:
        return []
    blocks = [b.strip("\n") for b in inspect.cleandoc(text).split("\n\n") if b.strip()]
    return [b if b.startswith(EXAMPLES) else " ".join(b.split()) for b in blocks]


def _write_example(formatter: click.HelpFormatter, block: str) -> None:
    heading, *lines = block.split("\n")
    formatter.write(f"{'':>{formatter.current_indent}}{_(heading)}\n")
    for line in lines:
        formatter.write(f"{'':>{formatter.current_indent + 2}}{line.strip()}\n")


def _show_help(context: click.Context, option: click.Parameter, asked: bool) -> None:
    del option
    if asked and not context.resilient_parsing:
        click.echo(context.get_help(), color=context.color)
        context.exit()

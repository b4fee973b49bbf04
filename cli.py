"""The command ``kentongan``: loads its commands late and turns errors into exit codes."""

from console import collector

# isort: split
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from console.app import App, speak
from console.frame import LateGroup, option
from console.output import plain_streams, safe_term
from models.errors import KentonganError
from models.i18n import LANGUAGES, _

COMMANDS = {
    "run": ("console.service:run", "Run the daemon in the foreground."),
    "check": ("console.install:check", "Read the configuration and start nothing."),
    "init": ("console.install:init", "Write a working set of files and the key."),
    "reload": ("console.service:reload", "Tell the running daemon to read its files again."),
    "migrate": ("console.upkeep:migrate", "Bring the database to this version's schema."),
    "parse": ("console.parse:parse", "Show what the parser makes of a text."),
    "pdu": ("console.decode:pdu", "Show what the codec makes of a PDU."),
    "phone": ("console.phone:phone", "Play a citizen's phone on the simulator line."),
    "work": ("console.work:work", "Show what needs you now."),
    "ticket": ("console.ticket:ticket", "Work on tickets."),
    "incident": ("console.incident:incident", "See and decide what is about one thing."),
    "officer": ("console.officer:group", "Manage who works by SMS, and when."),
    "agency": ("console.agency:agency", "See the agencies and how ready they are."),
    "area": ("console.area:area", "See the city's places and what is open there."),
    "staff": ("console.staff:staff", "Say who may act at the terminal."),
    "call": ("console.call:call", "Count calls by hand."),
    "inbox": ("console.inbox:inbox", "Read what was received."),
    "outbox": ("console.outbox:outbox", "Read what is to be sent, and decide on what hangs."),
    "mail": ("console.mail:mail", "Read what e-mail is on its way, and decide on what hangs."),
    "line": ("console.line:line", "See the condition of the lines, and let one stand still."),
    "doctor": ("console.doctor:doctor", "Find what is wrong, and say the mend."),
    "top": ("console.top:top", "Watch lines, rates, queues and alarms, live."),
    "sop": ("console.sop:sop", "Read the city's rules (SOP)."),
    "digest": ("console.digest:digest", "Read and send the reports of the city."),
    "export": ("console.export:export", "Write what lies behind the figures to a file."),
    "publish": ("console.publish:publish", "Write the public pages of the city."),
    "poster": ("console.poster:poster", "Print how to report, for a wall."),
    "privacy": ("console.privacy:privacy", "Guard and remove personal data."),
    "audit": ("console.audit:audit", "See who changed staff, officers, tallies and rules."),
    "restore": ("console.restore:restore", "Put a backup in the place of the database."),
    "fsck": ("console.upkeep:fsck", "Check the stored data for damage."),
    "key": ("console.key:key", "Make or print the key file."),
}

PIPE_CLOSED, INTERRUPTED, FAILED, USAGE = 141, 130, 1, 2  # 141 and 130: as a shell reports them


@click.group(cls=LateGroup, late=COMMANDS, invoke_without_command=True)
@option("--config", metavar="FILE", help="Read this modem.conf.")
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="Speak Indonesian (id) or English (en).",
)
@option("--version", is_flag=True, help="Print the version and exit.")
@click.pass_context
def root(
    context: click.Context, config: str | None, language: str | None, *, version: bool
) -> None:
    """Kentongan receives complaints by SMS, makes tickets and answers.

    Example:
        kentongan ticket list --json
    """
    context.obj = App(config, language, environ=dict(os.environ), clock=_now)
    if version:
        click.echo(f"kentongan {_version()}")
    elif context.invoked_subcommand is None:
        click.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code (see docs/commands.md for the table)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    plain_streams(os.environ)
    speak(_wanted_language(arguments))
    code = run(arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = _pipe_closed()
    except OSError as error:
        code = _tell(error)
    collector.rest()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code, having told on stderr in one line what was wrong."""
    try:
        # Not root.main(): it ends the process itself when a pipe closes
        with root.make_context("kentongan", list(arguments)) as context:
            result = root.invoke(context)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as wish:
        return wish.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last line of defence: a person reads one line
        return _tell(error)


def _tell(error: Exception) -> int:
    """Print what *error* says; return the exit code that is its."""
    code = FAILED
    match error:
        case click.exceptions.NoArgsIsHelpError():
            error.show()
            code = USAGE
        case click.UsageError():
            code = _complain(_usage(error), USAGE)
        case click.ClickException():
            code = _complain(error.format_message(), error.exit_code)
        case KentonganError():
            code = _complain(str(error), error.exit_code)
        case BrokenPipeError():
            code = _pipe_closed()
        case click.Abort():
            code = INTERRUPTED
        case OSError():
            code = _complain(f"{error.filename or _('output')}: {error.strerror}", FAILED)
            _mute()
        case _:
            code = _unexpected(error)
    return code


def _wanted_language(arguments: Sequence[str]) -> str | None:
    """Return what --language says before click reads it: help and errors must speak it too."""
    for at, word in enumerate(arguments):
        name, sign, value = word.partition("=")
        if name == "--language":
            value = value if sign else next(iter(arguments[at + 1 : at + 2]), "")
            return value if value in LANGUAGES else None
    return None


def _now() -> datetime:
    return datetime.now(UTC)


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415 - 20 ms that only --version needs

    return version("kentongan")


def _usage(error: click.UsageError) -> str:
    where = error.ctx.command_path if error.ctx else "kentongan"
    return _("%(problem)s (see '%(command)s --help')") % {
        "problem": error.format_message().rstrip("."),
        "command": where,
    }


def _complain(message: str, code: int) -> int:
    line = " ".join(message.split())
    click.echo(safe_term(f"kentongan: {line}"), err=True)
    return code


def _unexpected(error: Exception) -> int:
    if os.environ.get("KENTONGAN_DEBUG") == "1":
        raise error
    import traceback  # noqa: PLC0415 - for what nobody expects

    last = traceback.extract_tb(error.__traceback__)[-1]
    # Not str(error): it may quote a number or the words of a report
    text = _("unexpected %(kind)s at %(where)s; KENTONGAN_DEBUG=1 shows the whole path") % {
        "kind": type(error).__name__,
        "where": f"{Path(last.filename).name}:{last.lineno}",
    }
    return _complain(text, FAILED)


def _pipe_closed() -> int:
    _mute()
    return PIPE_CLOSED


def _mute() -> None:
    """Throw away what is left for stdout: the interpreter would fail on it once more at exit."""
    with open(os.devnull, "w") as nothing:  # noqa: PTH123 - a device
        os.dup2(nothing.fileno(), sys.stdout.fileno())


if __name__ == "__main__":
    main()

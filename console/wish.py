"""What somebody at the terminal wants done to tickets: asked, confirmed, carried out, told."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import functools
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import json_option, option
from console.output import say, to_json
from console.refusals import outcome, why
from console.sight import visible
from console.ticket_rows import deadline, named, unknown
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.casework.case import Case
    from models.casework.orders import Order

    Make = Callable[[Desk, Tx, Case], Order]

MANY = "-"
FAILED = 1


@dataclass(slots=True)
class Wish:
    """One order at the terminal, for one ticket or for each of a list."""

    app: App
    number: str  # MANY: standard input lists them
    text: str  # as given; MANY: standard input
    edit: bool
    yes: bool
    as_json: bool

    def words(self, ask: str = "") -> str:
        """Return the text: given, from standard input, or typed in an editor.

        *ask* names what is needed: on a terminal an editor opens for it without being asked.
        Raises UsageError when standard input shall be both list and text.
        """
        if self.text == MANY:
            if self.number == MANY:
                raise click.UsageError(_("standard input is the list already; give the text"))
            return sys.stdin.read().strip()
        wanted = self.edit or (ask and not self.text and interactive())
        return edited(ask, self.text) if wanted else self.text

    def confirm(self, question: str) -> None:
        """Let a person say yes before *question* happens, or stop.

        Raises UsageError where nobody can be asked and --yes was not given.
        """
        confirm(question, yes=self.yes)

    def numbers(self) -> Iterator[str]:
        """Yield the ticket numbers: the one given, or each line's first word or JSON "number"."""
        if self.number != MANY:
            yield self.number
            return
        for line in sys.stdin:
            if line.strip():
                yield _number(line.strip())

    def carry_out(self, verb: str, text: str = "", **fields: Any) -> int:
        """Carry the order out on each ticket, a transaction each; return the exit code."""
        from models.casework.orders import Order

        return self.carry_out_with(verb, lambda _here, _tx, _case: Order(verb, text, **fields))

    def carry_out_with(self, verb: str, make: "Make") -> int:
        """Carry out what *make* orders of each ticket; return the exit code."""
        with desk(self.app, write=True) as here:
            here.actor()
            results = [self._one(here, number, verb, make) for number in self.numbers()]
        return 0 if all(results) else FAILED

    def _one(self, here: Desk, number: str, verb: str, make: "Make") -> bool:
        """Carry out one order and tell its outcome; True when it was done."""
        try:
            row = self._order(here, number, verb, make)
        except KentonganError as error:
            if self.number != MANY:
                raise
            row = {"number": number, "verb": verb, "refused": "not_found"}
            self._tell(here, row, str(error))
            return False
        self._tell(here, row, why(row, here) if row["refused"] else "")
        return not row["refused"]

    def _order(self, here: Desk, number: str, verb: str, make: "Make") -> dict[str, Any]:
        from gateway import orders
        from models import cases
        from models.casework.orders import Order

        with here.store.transaction() as tx:
            case = named(here, tx, number)
            known = visible(case, here.person)
            wanted = make(here, tx, case) if known else Order(verb)
            decision = orders.order(tx, case.number, wanted, here.actor(), here.setting, here.now)
            after = cases.load_one(tx, case.id, deep=True)
        if decision.refused and not known:
            raise unknown(here, number)
        row = row_of(here, after, verb, decision.outcome)
        return {**row, "refused": decision.refused, "notes": list(decision.notes)}

    def _tell(self, here: Desk, row: dict[str, Any], fault: str) -> None:
        if self.as_json:
            click.echo(to_json(row, here.zone))
        elif fault:
            say(f"kentongan: {fault}", err=True)
        else:
            say(outcome(row, here))


def row_of(here: Desk, case: "Case", verb: str, outcome: str) -> dict[str, Any]:
    """Return the stable keys of what an order has done to *case* (as it is now)."""
    return {
        "number": case.number,
        "verb": verb,
        "outcome": outcome,
        "refused": "",
        "notes": [],
        "state": case.state,
        "agency": case.lead.agency if case.lead else "",
        "due": deadline(case, here.person),
        "by": case.last.actor if case.last else "",
        "at": case.last.at if case.last else None,
    }


def interactive() -> bool:
    """Tell whether a person sits there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def confirm(question: str, *, yes: bool) -> None:
    """Let a person say yes before *question* happens; *yes*: they have said so already.

    Raises Abort for a no, UsageError where nobody can be asked.
    """
    if yes:
        return
    if not interactive():
        raise click.UsageError(_("this needs --yes where nobody can be asked"))
    click.confirm(question, abort=True)


def edited(about: str, text: str = "") -> str:
    """Return what a person types in their editor below a line that says what is wanted."""
    mark = "# " + (about or _("text")) + _("; lines that begin with # are left out")
    found = click.edit(f"{text}\n{mark}\n") or ""
    return "\n".join(line for line in found.splitlines() if not line.startswith("#")).strip()


def _number(line: str) -> str:
    """Return the ticket number in a line of a list."""
    if line.startswith("{"):
        try:
            found = json.loads(line)
        except ValueError:
            return line
        return str(found.get("number", line))
    return line.split(maxsplit=1)[0]


def order_options(*, text: bool = True, edit: bool = True) -> Callable[[Any], Any]:
    """Make a command of a function that is given a Wish and its own options."""

    def decorate(function: Any) -> Any:
        @functools.wraps(function)
        def command(app: App, number: str, **given: Any) -> Any:
            words = given.pop("text", "") or ""
            wish = Wish(
                app,
                number,
                words,
                given.pop("edit", False),
                given.pop("yes", False),
                given.pop("as_json"),
            )
            return function(wish, **given)

        made: Any = app_option(command)
        made = json_option(made)
        made = option("--yes", is_flag=True, help="Ask nothing.")(made)
        if edit and text:
            made = option("--edit", is_flag=True, help="Write the text in an editor.")(made)
        if text:
            made = click.argument("text", required=False)(made)
        return click.argument("number")(made)

    return decorate

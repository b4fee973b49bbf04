"""``kentongan digest``: reports of a day, week, month, quarter and year, shown or sent."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from console.app import App, app_option
from console.bars import patience
from console.desk import Desk, desk
from console.digest_brief import show as show_brief
from console.digest_brief import sign_of
from console.digest_desk import (
    Workshop,
    day_of,
    digest_named,
    may_send,
    today,
)
from console.digest_sheet import FORMATS, refuse, show
from console.frame import Command, Group, json_option, option
from console.output import Column, Row, say, show_rows
from models.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from models.city_digest import Digest, ReportName
    from reports.period import Period
    from reports.reconcile import Finding

FAILED = 1


@click.group(cls=Group)
def digest() -> None:
    """Read and send the reports for mayor, agencies and PPID."""


class Asked(NamedTuple):
    """What is asked of one report."""

    word: str  # --for
    text: str | None  # --date
    form: str
    out: str | None
    sending: bool
    dry_run: bool
    as_json: bool


_OPTIONS = (
    option("--for", "word", metavar="AGENCY|AREA", default="",
           help="Only the work of an agency, or what lies in an area."),
    option("--date", "text", metavar="DAY",
           help="A day in the period; without it the last whole period."),
    option("--format", "form", type=click.Choice(FORMATS), default="text",
           help="Form of the report."),
    option("--out", metavar="FILE", help="Write it to this file."),
    option("--send", "sending", is_flag=True,
           help="Queue it for whom city.toml names, each once."),
    option("--dry-run", is_flag=True, help="With --send: only say who would get it."),
    json_option,
    app_option,
)  # fmt: skip


def _options(function: Any) -> Any:
    """Add what every report can be asked."""
    for add in reversed(_OPTIONS):
        function = add(function)
    return function


@digest.command("daily", cls=Command)
@_options
def daily(app: App, **given: Any) -> int:
    """Show the digest of a day: what came, what is late and due, whether the lines work.

    Example:
        kentongan digest daily --date 2026-11-22 --format sms
    """
    return _run(app, "daily", Asked(**given))


@digest.command("weekly", cls=Command)
@_options
def weekly(app: App, **given: Any) -> int:
    """Show the digest of a week: agencies, subjects, places, the oldest, stories.

    Example:
        kentongan digest weekly --for DISHUB --format html --out dishub.html
    """
    return _run(app, "weekly", Asked(**given))


@digest.command("monthly", cls=Command)
@_options
def monthly(app: App, **given: Any) -> int:
    """Show the digest of a month: the week's tables, 13 months, shares, classes, cost.

    Example:
        kentongan digest monthly --date 2026-10-01 --format xlsx --out oktober.xlsx
    """
    return _run(app, "monthly", Asked(**given))


@digest.command("quarterly", cls=Command)
@_options
def quarterly(app: App, **given: Any) -> int:
    """Show the evaluation of a quarter: ranking, escalations, deadlines, complaints on staff.

    Example:
        kentongan digest quarterly --format md
    """
    return _run(app, "quarterly", Asked(**given))


@digest.command("llid", cls=Command)
@_options
def llid(app: App, **given: Any) -> int:
    """Show the PPID's report of a year, with its register and the annex on complaints.

    Example:
        kentongan digest llid --date 2026-01-01 --format html --out llid-2026.html
    """
    return _run(app, "llid", Asked(**given))


def _run(app: App, name: "ReportName", asked: Asked) -> int:
    """Show or send one report; return 1 when its figures do not add up."""
    if asked.dry_run and not asked.sending:
        raise click.UsageError(_("--dry-run goes with --send"))
    if asked.sending and (asked.word or asked.out):
        raise click.UsageError(_("--send goes to whom city.toml names, without --for and --out"))
    form = "json" if asked.as_json else asked.form
    if not asked.sending:
        refuse(name, form, asked.out)
    day = day_of(asked.text, "--date")
    with desk(app, write=asked.sending and not asked.dry_run) as here:
        if form == "sms" and not (asked.sending or asked.word) and (sign := sign_of(here)):
            return _verdict(show_brief(here, sign, day, asked.out))
        workshop = Workshop(here, name, _period(here, name, day))
        if asked.sending:
            may_send(here)
            wanted = [one for one in here.setting.city.digests if one.report == name]
            if not wanted:
                raise click.UsageError(_("city.toml has no [[digest]] with this report"))
            return _send(here, wanted, workshop, dry_run=asked.dry_run, as_json=asked.as_json)
        with patience(_("counting")):
            workshop.check()
            report = workshop.report(asked.word)
        show(report, form, asked.out)
        return _verdict(workshop.findings)


def _period(here: Desk, name: "ReportName", day: "date | None") -> "Period":
    from reports import digests

    zone = here.setting.zone
    if day is None:
        return digests.closed_by(name, today(here), zone)
    return digests.containing(name, day, zone)


@digest.command("run", cls=Command)
@click.argument("name")
@option("--day", "text", metavar="DAY", help="As if it were this day; without it today.")
@option("--dry-run", is_flag=True, help="Only say who would get it.")
@json_option
@app_option
def run(app: App, name: str, text: str | None, *, dry_run: bool, as_json: bool) -> int:
    """Send the [[digest]] NAME of city.toml, as cron or the daemon does: each receiver once.

    The report is that of the last whole period before the day. Whoever had it is passed over, so
    that it may be run as often as you like.

    Example:
        kentongan digest run harian --dry-run
    """
    from gateway.digests import post

    with desk(app, write=not dry_run) as here:
        may_send(here)
        wanted, day = digest_named(here, name), day_of(text, "--day") or today(here)
        from reports import digests

        workshop = Workshop(
            here, wanted.report, digests.closed_by(wanted.report, day, here.setting.zone)
        )
        code = _send(here, [wanted], workshop, dry_run=dry_run, as_json=as_json)
        if not dry_run:
            with here.store.transaction() as tx:
                known = post.looked_after(tx, name)
                if known is None or known < day:
                    post.look_after(tx, name, day)
        return code


def _send(
    here: Desk, wanted: "list[Digest]", workshop: Workshop, *, dry_run: bool, as_json: bool
) -> int:
    """Send each of *wanted*; say who got it."""
    from console.digest_send import NO_MAIL, send

    rows: list[Row] = []
    with patience(_("counting and sending")):
        if not dry_run:
            workshop.check()
        for one in wanted:
            rows += send(here, one, workshop, dry_run=dry_run)
    show_rows(rows, _columns(), as_json=as_json, zone=here.zone)
    if not rows:
        say(
            _("nobody gets it: no officer serves in these roles, and no mailbox is named"), err=True
        )
    missed = any(row["state"] == NO_MAIL for row in rows)
    return _verdict(workshop.findings) or FAILED * missed


def _verdict(findings: "tuple[Finding, ...]") -> int:
    for one in findings:
        say(_("does not add up: %(finding)s") % {"finding": one}, err=True)
    return FAILED if findings else 0


@digest.command("plan", cls=Command)
@json_option
@app_option
def plan(app: App, *, as_json: bool) -> None:
    """List the digests of city.toml: when each is sent next, and to how many.

    Example:
        kentongan digest plan
    """
    from gateway.digests import due, post
    from gateway.digests.recipients import receivers

    with desk(app) as here:
        setting = here.setting
        rows = []
        for one in setting.city.digests:
            with here.store.reading() as tx:
                everybody = receivers(tx, one, setting.city)
                last = post.looked_after(tx, one.name)
            coming = due.following(one, here.now, setting.zone, setting.sop.calendar.works)
            rows.append(
                {
                    "name": one.name, "report": one.report, "next": coming,
                    "last": last.isoformat() if last else None, "scope": one.scope,
                    "sms": sum(r.form == "sms" for r in everybody),
                    "email": sum(r.form == "email" for r in everybody),
                }
            )  # fmt: skip
        show_rows(rows, _plan_columns(), as_json=as_json, zone=here.zone)
        if not rows and not as_json:
            say(_("city.toml has no [[digest]]"), err=True)


def _columns() -> list[Column]:
    from console.digest_send import told

    return [
        Column("digest", _("Digest")),
        Column("day", _("Until")),
        Column("scope", _("Of")),
        Column("who", _("Who")),
        Column("form", _("Form")),
        Column("to", _("To")),
        Column("state", _("State"), shown=lambda value: told(str(value))),
    ]


def _plan_columns() -> list[Column]:
    return [
        Column("name", _("Digest")),
        Column("report", _("Report")),
        Column("scope", _("Of")),
        Column("next", _("Next"), shown=lambda at: at or _("by cron")),
        Column("last", _("Last")),
        Column("sms", _("SMS")),
        Column("email", _("E-mail")),
    ]

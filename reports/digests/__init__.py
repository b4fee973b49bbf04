"""Digests: figures put together as the reports that people get, in Indonesian."""

import importlib
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, get_args
from zoneinfo import ZoneInfo

from models.city_digest import ReportName
from reports import period as periods
from reports import reconcile
from reports.brief import Say
from reports.digests.ask import Ask
from reports.page import Report
from reports.period import Period

if TYPE_CHECKING:
    from reports.reconcile import Finding

__all__ = ["NAMES", "Ask", "Say", "check", "closed_by", "containing", "make"]

NAMES: tuple[ReportName, ...] = get_args(ReportName)
_PERIODS = MappingProxyType(
    {
        "daily": periods.day, "weekly": periods.week, "monthly": periods.month,
        "quarterly": periods.quarter, "llid": periods.year,
    }
)  # fmt: skip


def containing(name: ReportName, day: date, zone: ZoneInfo) -> Period:
    """Return the period of report *name* in which *day* lies."""
    return _PERIODS[name](day, zone)


def closed_by(name: ReportName, day: date, zone: ZoneInfo) -> Period:
    """Return the last whole period of report *name* before *day*: what is sent on that day."""
    return containing(name, day, zone).previous()


def check(ask: Ask) -> "tuple[Finding, ...]":
    """Return what of the city's figures of the period does not add up, whatever the scope.

    Of a day its messages and reports; what is open is looked at with the week.
    """
    return reconcile.check(ask.tx, ask.period, ask.now, stock=ask.period.kind != "day")


def make(name: ReportName, ask: Ask, findings: "tuple[Finding, ...]" = ()) -> Report:
    """Return report *name*; what does not add up (*findings* of check()) stands at its head."""
    doubts = tuple(
        f"Angka tidak cocok ({one}); periksa sebelum laporan ini dipakai." for one in findings
    )
    report: Report = importlib.import_module(f"reports.digests.{name}").make(ask)
    return replace(report, warnings=(*doubts, *report.warnings)) if doubts else report

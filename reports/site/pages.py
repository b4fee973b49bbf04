"""All files of the public site, as bytes by their path in it. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reports.page import Report, Table
from reports.render import html
from reports.site import opendata
from reports.site.guide import Guide

HOME, REPORTING, DATA = "index.html", "lapor.html", "data.html"
MENU = ((HOME, "Angka"), (REPORTING, "Cara melapor"), (DATA, "Data terbuka"))


@dataclass(frozen=True, slots=True)
class Site:
    """What the site is made of."""

    front: Report
    agencies: Mapping[str, Report]  # by code
    work: Table  # a row an agency, in the order of *agencies*
    guide: Guide
    data: Sequence[Table]


def files(site: Site) -> dict[str, bytes]:
    """Return {path: content}; every link in them leads to one of them, or to an SMS."""
    links = {code: f"opd/{_name(code)}.html" for code in site.agencies}
    names = {code: report.title for code, report in site.agencies.items()}
    made = {
        HOME: _page(site.front, "site.html.j2", HOME, agencies=[
            (links[code], names[code], row)
            for code, row in zip(site.agencies, site.work.rows, strict=True)
        ], work=site.work),
        REPORTING: _page(_bare(site.front, "Cara melapor"), "lapor.html.j2", REPORTING,
                         guide=site.guide, mark=_trusted),
        DATA: _page(_bare(site.front, "Data terbuka"), "data.html.j2", DATA, data=site.data,
                    meanings=opendata.MEANINGS, licence=opendata.LICENCE),
    }  # fmt: skip
    for code, report in site.agencies.items():
        made[links[code]] = _page(report, "opd.html.j2", links[code])
    for name, content in opendata.files(site.data).items():
        made[f"data/{name}"] = content
    made["data/kamus.json"] = opendata.dictionary(site.front, site.data)
    made["robots.txt"] = b"User-agent: *\nAllow: /\n"
    return made


def _page(report: Report, template: str, path: str, **more: object) -> bytes:
    root = "../" * path.count("/")
    menu = [(root + target, title, target == path) for target, title in MENU]
    return html.render(report, template, root=root, menu=menu, **more).encode()


def _bare(report: Report, title: str) -> Report:
    return Report(
        report.name, title, report.city, report.scope, report.first, report.last, report.made_at, ()
    )


def _name(code: str) -> str:
    """Return a file name for the code of an agency.

    >>> _name("Kel. Bandar/Lor")
    'kel-bandar-lor'
    """
    return re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-") or "opd"


def _trusted(svg: str) -> Markup:
    """Return a QR code of our own making as it is."""
    return Markup(svg)  # noqa: S704 - made by gateway.poster from a number and a keyword

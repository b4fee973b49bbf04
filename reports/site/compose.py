"""What the public reads: the last month, each agency's part, and what was done well.

No report's words but those that a coordinator released. A place never stands beside a confidential
category, and counts of places leave those categories out, so that no hidden number can be computed
from the others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from reports import forms
from reports.digests import tables, weekly
from reports.digests.ask import Ask
from reports.figures import reports, stories
from reports.figures.agencies import AgencyFlow, tasks
from reports.figures.agencies import agencies as flows_at
from reports.figures.subjects import by_agency
from reports.figures.trend import Step
from reports.figures.values import Count
from reports.page import Chart, Column, Fact, Report, Section, Table
from reports.period import Period

Tasks = Mapping[str, tuple[int, int, int, int, int]]
"""{agency: opening, came, done, handed, closing}."""

MONTHS = 13
TOP, MOST_STORIES = 15, 200
SMALL = 5
"""Reports below which an agency's month has no median or share: few people would be known."""


def index(ask: Ask) -> Report:
    """Return the front page: the whole city in the month of *ask*."""
    steps = ask.steps(MONTHS)
    category, pareto = tables.categories(ask)
    return ask.report(
        "publik", "Aduan warga dan tindak lanjutnya",
        Section("Bulan ini dalam angka", facts=_facts(ask), text=(weekly.sentence(ask),),
                charts=_flow(steps), tables=(tables.lights(ask.progress),)),
        Section("Apa dan di mana", charts=(*pareto, *heat(ask)),
                tables=(category, _top(places(ask)))),
        tables.finished(ask),
    )  # fmt: skip


def agency_pages(ask: Ask, told: Callable[[float], None]) -> dict[str, Report]:
    """Return {code: page} of each agency that had work in the month of *ask*.

    What all have is counted once, month by month; *told* hears the share done, 0..1.
    """
    months_, subjects = [], by_agency(ask.tx, ask.period, reports.secret(ask.sop))
    for done, period in enumerate(ask.period.trend(MONTHS), 1):
        months_.append((period, tasks(ask.tx, period, ask.scope)))
        told(done / MONTHS)
    before = {
        one.agency: one
        for one in flows_at(ask.tx, ask.period.previous(), ask.scope, ask.calendar, ask.now)
    }
    told_ = _stories(ask)
    return {
        one.agency: _agency(ask, one, before.get(one.agency), months_,
                            subjects.get(one.agency, ()), told_.get(one.agency, ()))
        for one in ask.flows
        if ask.sop.agency(one.agency)
    }  # fmt: skip


def _agency(
    ask: Ask,
    one: AgencyFlow,
    before: AgencyFlow | None,
    months_: Sequence[tuple[Period, Tasks]],
    subjects: Sequence[Count],
    finished: tuple[str, ...],
) -> Report:
    table = Table(
        "kategori", "Laporan menurut kategori", (Column("Kategori"), Column("Laporan", "number")),
        tuple((ask.names.category(count.code), count.n) for count in subjects),
        note="Tanpa kategori rahasia.",
    )  # fmt: skip
    made = ask.report(
        "publik", ask.names.agency_in_full(one.agency),
        Section("Bulan ini dalam angka", facts=_agency_facts(one, before),
                charts=_agency_flow(one.agency, months_)),
        Section("Apa yang dilaporkan", tables=(table,)),
        Section("Kisah selesai", stories=finished),
    )  # fmt: skip
    return replace(made, scope=one.agency)


def _agency_facts(one: AgencyFlow, before: AgencyFlow | None) -> tuple[Fact, ...]:
    few, then = one.came < SMALL, before if before and before.came >= SMALL else None
    facts = [
        Fact("masuk", "Tugas masuk", one.came, before=before.came if before else None),
        Fact("selesai", "Selesai", one.done, before=before.done if before else None, better="up"),
        Fact("sisa", "Belum selesai", one.closing, before=one.opening, better="down",
             note=f"{one.overdue} lewat batas"),
    ]  # fmt: skip
    if not few:
        median = one.completion.median if one.completion else None
        was = then.completion.median if then and then.completion else None
        facts += [
            Fact("tepat_waktu", "Tepat waktu", one.on_time.share, "percent",
                 then.on_time.share if then else None, "up",
                 f"{forms.number(one.on_time.n)} dari {forms.number(one.on_time.of)} tugas"),
            Fact("lama", "Selesai dalam", median, "days", was, "down", "median"),
            Fact("nilai", "Kepuasan", one.rating.mean, "rating", better="up",
                 note=f"dari {one.rating.n} penilaian, skala 1-5"),
        ]  # fmt: skip
    return tuple(facts)


def _agency_flow(code: str, months_: Sequence[tuple[Period, Tasks]]) -> tuple[Chart, ...]:
    """Return thirteen months of one agency: in, done, open."""
    rows = [
        (forms.brief(period.first)[2:], *(counts.get(code) or (0, 0, 0, 0, 0)))
        for period, counts in months_
    ]
    n = sum(row[2] for row in rows)
    if not n:
        return ()
    table = Table(
        "arus", "Masuk, selesai dan sisa tiap bulan",
        (Column("Bulan"), Column("Masuk", "number"), Column("Selesai", "number"),
         Column("Sisa", "number")),
        tuple((month, came, done, closing) for month, _open, came, done, _handed, closing in rows),
    )  # fmt: skip
    return (Chart("flow", "Tugas masuk, selesai dan sisa", "tugas", n, table),)


def _stories(ask: Ask) -> dict[str, tuple[str, ...]]:
    """Return {agency: released stories of the month}."""
    found: dict[str, list[str]] = {}
    for one in stories.stories(ask.tx, ask.period, ask.scope, ask.calendar, MOST_STORIES):
        words = f"{ask.names.category(one.category)}: {one.report} - {one.result or 'selesai'}"
        found.setdefault(one.agency, []).append(f"{words} ({one.days} hari kerja)")
    return {agency: tuple(told) for agency, told in found.items()}


def agencies(ask: Ask) -> Table:
    """Return the month of each agency, as far as it may be public."""
    rows = []
    for one in ask.flows:
        few = one.came < SMALL
        rows.append(
            (ask.names.agency_in_full(one.agency), one.opening, one.came, one.done, one.closing,
             one.overdue, None if few else one.on_time.share,
             one.completion.median if one.completion and not few else None)
        )  # fmt: skip
    return Table(
        "opd", "Pekerjaan tiap OPD",
        (Column("OPD"), Column("Sisa awal", "number"), Column("Masuk", "number"),
         Column("Selesai", "number"), Column("Sisa akhir", "number"),
         Column("Lewat batas", "number"), Column("Tepat waktu", "percent"),
         Column("Selesai dalam (median)", "days")),
        tuple(rows),
        note="Dihitung per tugas: laporan yang dikerjakan dua OPD tampil pada keduanya."
        f" Di bawah {SMALL} laporan sebulan tidak ada persentase dan median.",
    )  # fmt: skip


def months(steps: tuple[Step, ...]) -> Table:
    """Return thirteen months of the city as open data."""
    rows = tuple(
        (one.period.first.strftime("%Y-%m"), one.flow.came, one.flow.reopened, one.flow.done,
         one.flow.rejected, one.flow.closing)
        for one in steps
    )  # fmt: skip
    columns = ("Bulan", "Masuk", "Dibuka lagi", "Selesai", "Ditolak atau dialihkan", "Sisa")
    kinds = tuple(Column(title, "number" if at else "text") for at, title in enumerate(columns))
    return Table("bulanan", "Laporan tiap bulan", kinds, rows,
                 note="Sisa: laporan yang belum selesai pada akhir bulan.")  # fmt: skip


def places(ask: Ask) -> Table:
    """Return the reports by area without confidential categories."""
    found = reports.areas(ask.tx, ask.period, ask.scope, ask.sop, public=True)
    return Table(
        "wilayah",
        "Laporan menurut kelurahan",
        (Column("Kelurahan"), Column("Kecamatan"), Column("Laporan", "number")),
        tuple((ask.names.area(one.code), ask.names.district(one.code), one.n) for one in found),
        note="Tanpa kategori rahasia dan tanpa laporan yang lokasinya belum jelas.",
    )


def _top(table: Table) -> Table:
    """Return the first rows of *table*, for a page on a small phone."""
    if len(table.rows) <= TOP:
        return table
    note = f"{TOP} dari {len(table.rows)} kelurahan; semuanya ada di data terbuka. {table.note}"
    return replace(table, rows=table.rows[:TOP], note=note)


def heat(ask: Ask) -> tuple[Chart, ...]:
    """Return area by category; confidential categories have no column."""
    hidden = {ask.names.category(code) for code in reports.secret(ask.sop)}
    return tuple(
        replace(chart, table=_without(chart.table, hidden), title="Laporan menurut tempat dan isi")
        for chart in tables.heat(ask)
        if _without(chart.table, hidden).columns[1:]
    )


def _without(table: Table, hidden: set[str]) -> Table:
    kept = [at for at, column in enumerate(table.columns) if column.title not in hidden]
    return replace(
        table,
        columns=tuple(table.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
        note="Tanpa kategori rahasia.",
    )


def _flow(steps: tuple[Step, ...]) -> tuple[Chart, ...]:
    return tables.flow_chart(steps, [forms.brief(one.period.first)[2:] for one in steps])


def _facts(ask: Ask) -> tuple[Fact, ...]:
    few = ask.moved.came < SMALL
    return tuple(
        replace(fact, value=None, before=None, note="terlalu sedikit untuk dihitung")
        if few and fact.kind in {"percent", "hours", "rating"}
        else fact
        for fact in weekly.facts(ask)
    )

"""Tables and charts that several digests share, each from one figure."""

from collections.abc import Sequence

from models.casework.states import WORDS
from reports import forms
from reports.digests import words
from reports.digests.ask import Ask
from reports.figures import agencies as agency_figures
from reports.figures import reports as report_figures
from reports.figures import standing, stories
from reports.figures.agencies import AgencyFlow
from reports.figures.reports import Progress
from reports.figures.trend import Step
from reports.figures.values import Count
from reports.page import Cell, Chart, Column, Hidden, Section, Table

STORIES, HEAT_ROWS, HEAT_COLUMNS, BOXES, BARS, MANY = 3, 12, 8, 12, 15, 20
_KEPT_WELL, _KEPT_BADLY = 0.9, 0.7  # share in time from which an agency is green, below red

_AGENCY_COLUMNS = (
    Column("OPD"), Column("Warna", "light"), Column("Sisa awal", "number"),
    Column("Masuk", "number"), Column("Selesai", "number"), Column("Ditolak / alih", "number"),
    Column("Sisa akhir", "number"), Column("Lewat batas", "number"),
    Column("Tepat waktu", "percent"), Column("Respon pertama (median)", "hours"),
    Column("Selesai dalam (median)", "days"), Column("Nilai warga", "rating"),
    Column("Dibuka lagi", "number"),
)  # fmt: skip


def light(flow: AgencyFlow) -> str | None:
    """Return the colour of an agency's work; None when nothing was asked of it.

    Green: nothing late and nine of ten in time. Red: fewer than seven of ten in time, or more
    than every fifth open task is late. Yellow between.
    """
    share = flow.on_time.share
    if share is None and not flow.closing:
        return None
    late = flow.overdue / flow.closing if flow.closing else 0.0
    if (share is not None and share < _KEPT_BADLY) or late > 0.2:
        return "merah"
    return "hijau" if not flow.overdue and (share is None or share >= _KEPT_WELL) else "kuning"


def per_agency(ask: Ask) -> tuple[Table, ...]:
    """Return the table of all agencies: what they had, got, finished and owe; none without any."""
    rows, order = _worked(ask.flows)
    if not rows:
        return ()
    total, all_ = agency_figures.total(ask.flows), ask.answered
    table = Table(
        "opd", "Pekerjaan tiap OPD", _AGENCY_COLUMNS,
        tuple(
            (
                ask.names.agency(one.agency), light(one), one.opening, one.came, one.done,
                one.handed, one.closing, one.overdue, one.on_time.share,
                one.response.median if one.response else None,
                one.completion.median if one.completion else None, one.rating.mean, one.reopened,
            )
            for one in rows
        ),
        note=order
        + (
            "Sisa akhir = sisa awal + masuk - selesai - ditolak/alih, dihitung per tugas: laporan"
            " yang dikerjakan dua OPD tampil pada keduanya. Waktu dalam jam kerja dan hari kerja,"
            " waktu tunda tidak ikut. Nilai warga disembunyikan bila penilai kurang dari 5."
            " Hijau: tidak ada yang lewat batas dan sedikitnya 90 % tepat waktu; merah: di bawah"
            " 70 % tepat waktu atau lebih dari seperlima sisa lewat batas."
        ),
        total=(
            "Jumlah", None, total.opening, total.came, total.done, total.handed, total.closing,
            total.overdue, total.on_time.share,
            all_.response.median if all_.response else None,
            all_.completion.median if all_.completion else None, all_.rating.mean, total.reopened,
        ),
    )  # fmt: skip
    return (table,)


def _worked(flows: Sequence[AgencyFlow]) -> tuple[list[AgencyFlow], str]:
    """Return who had any work, and a note on the order: of many, who is late comes first."""
    rows = [
        one
        for one in flows
        if one.opening or one.came or one.closing or one.on_time.of or one.reopened
    ]
    if len(rows) <= MANY:
        return rows, ""
    rows.sort(key=lambda one: (-one.overdue, -one.closing, one.agency))
    return rows, "Urut menurut yang lewat batas, lalu sisa. "


def kept_chart(ask: Ask) -> tuple[Chart, ...]:
    """Return first follow-ups in time and late, with what still runs, a bar an agency."""
    rows = [
        (ask.names.agency(one.agency), one.on_time.n, one.on_time.of - one.on_time.n,
         max(0, one.closing - one.overdue))
        for one in ask.flows
        if one.on_time.of or one.closing
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row[2], -sum(row[1:]), row[0]))
    n = sum(one.on_time.of for one in ask.flows)
    if not n:
        return ()
    table = Table(
        "ketepatan", "Tindak lanjut pertama tiap OPD",
        (Column("OPD"), Column("Tepat waktu", "number"), Column("Terlambat", "number"),
         Column("Masih berjalan", "number")),
        tuple(rows[:BARS]),
        note=_rest(len(rows), BARS),
    )  # fmt: skip
    worst = rows[0]
    title = (
        f"{worst[0]} paling sering terlambat:"
        f" {words.of(worst[2], worst[1] + worst[2], 'tindak lanjut')}"
        if worst[2]
        else "Semua tindak lanjut pertama tepat waktu"
    )
    return (Chart("stack", title, "tindak lanjut", n, table),)


def _rest(n: int, shown: int) -> str:
    """Return what a chart says of the agencies that it has no room for."""
    return f"Dan {forms.number(n - shown)} OPD lain." if n > shown else ""


def box_chart(ask: Ask) -> tuple[Chart, ...]:
    """Return how long first answers took, a box an agency, the slowest first."""
    found = [(one.agency, one.response) for one in ask.flows if one.response]
    found.sort(key=lambda one: (-one[1].median, one[0]))
    if not found:
        return ()
    rows = tuple(
        (ask.names.agency(code), box.n, box.least, box.lower, box.median, box.upper, box.most)
        for code, box in found[:BOXES]
    )
    table = Table(
        "waktu", "Jam kerja sampai tindak lanjut pertama",
        (Column("OPD"), Column("n", "number"), Column("Tercepat", "hours"),
         Column("Seperempat", "hours"), Column("Median", "hours"),
         Column("Tiga perempat", "hours"), Column("Terlama", "hours")),
        rows,
        note=_rest(len(found), BOXES),
    )  # fmt: skip
    title = (
        f"{rows[0][0]} paling lama menjawab" if len(rows) > 1 else "Waktu sampai jawaban pertama"
    )
    return (Chart("box", title, "jam kerja", sum(box.n for _code, box in found), table),)


def categories(ask: Ask, limit: int = 0) -> tuple[Table, tuple[Chart, ...]]:
    """Return the reports by category, most first (*limit* of them), and their Pareto chart."""
    found = report_figures.categories(ask.tx, ask.period, ask.scope, ask.sop)
    whole = sum(_number(one) for one in found)
    rows: list[tuple[Cell, ...]] = []
    so_far = 0
    for one in found:
        so_far += _number(one)
        rows.append((ask.names.category(one.code), one.n, so_far / whole if whole else None))
    table = Table(
        "kategori", f"{limit} kategori terbanyak" if limit else "Laporan menurut kategori",
        (Column("Kategori"), Column("Laporan", "number"), Column("Bagian bersama", "percent")),
        tuple(rows[:limit] if limit else rows),
    )  # fmt: skip
    if len(rows) < 3:
        return table, ()
    half = next(at for at, row in enumerate(rows, 1) if isinstance(row[2], float) and row[2] >= 0.5)
    named = " dan ".join(str(row[0]) for row in rows[:half])
    title = f"{named} adalah separuh laporan" if half < 3 else f"{half} kategori: separuh laporan"
    return table, (Chart("pareto", title, "laporan", whole, _renamed(table, rows)),)


def _renamed(table: Table, rows: list[tuple[Cell, ...]]) -> Table:
    return Table("pareto", "Laporan menurut kategori", table.columns, tuple(rows))


def areas(ask: Ask, limit: int = 0) -> Table:
    """Return the reports by kelurahan, most first."""
    found = report_figures.areas(ask.tx, ask.period, ask.scope, ask.sop, limit, public=True)
    return Table(
        "kelurahan",
        f"{limit} kelurahan dengan laporan terbanyak" if limit else "Laporan menurut kelurahan",
        (Column("Kelurahan"), Column("Kecamatan"), Column("Laporan", "number")),
        tuple((ask.names.area(one.code), ask.names.district(one.code), one.n) for one in found),
    )


def heat(ask: Ask) -> tuple[Chart, ...]:
    """Return area x category; small cells of confidential categories are hidden."""
    found = report_figures.heat(ask.tx, ask.period, ask.scope, ask.sop, public=True)
    if not found.areas:
        return ()
    columns = found.categories[:HEAT_COLUMNS]
    table = Table(
        "wilayah_kategori", "Laporan menurut kelurahan dan kategori",
        (Column("Kelurahan"), *(Column(ask.names.category(one), "number") for one in columns)),
        tuple(
            (ask.names.area(code), *cells[: len(columns)])
            for code, cells in zip(found.areas[:HEAT_ROWS], found.cells, strict=False)
        ),
        note="Angka kecil pada kategori rahasia ditulis <5.",
    )  # fmt: skip
    n = sum(cell for row in found.cells for cell in row if isinstance(cell, int))
    cells = [
        (cell, str(row[0]), table.columns[at].title)
        for row in table.rows
        for at, cell in enumerate(row)
        if at and isinstance(cell, int)
    ]
    title = "Laporan menurut kelurahan dan kategori"
    if cells and max(cells)[0] > 1:
        _most, place, what = max(cells)
        title = f"Terbanyak: {what} di {place}"
    return (Chart("heat", title, "laporan", n, table),)


def lights(far: Progress) -> Table:
    """Return LAPOR's three colours with what they mean."""
    counts = {"merah": far.red, "kuning": far.yellow, "hijau": far.green}
    return Table(
        "warna", "Warna LAPOR",
        (Column("Warna", "light"), Column("Artinya"), Column("Laporan", "number")),
        tuple((colour, words.MEANINGS[colour], n) for colour, n in counts.items()),
        note="Laporan yang masuk pada masa ini, menurut keadaannya sekarang; yang ditunda,"
        f" dialihkan atau tidak terbukti tidak berwarna ({forms.number(far.grey)}).",
    )  # fmt: skip


def oldest(ask: Ask, limit: int = 10) -> Table:
    """Return the open reports that wait longest; of a confidential one only its number."""
    found = standing.oldest(ask.tx, ask.scope, limit)
    secret = ask.secrets([one.number for one in found])
    rows = []
    for one in found:
        hidden = one.number in secret
        where = None if hidden else ask.names.area(one.area)
        what = words.CONFIDENTIAL if hidden else ask.names.category(one.category)
        state = words.COLOURS.get(_colour(one.state))
        age = ask.calendar.working_days(one.at, ask.now)
        born = one.at.astimezone(ask.period.zone).date()
        rows.append((str(one.number), born, age, ask.names.agency(one.agency), where, what, state))
    return Table(
        "tertua", f"{limit} laporan terlama yang belum selesai",
        (Column("Tiket", "ticket"), Column("Masuk", "date"), Column("Umur", "days"),
         Column("OPD"), Column("Wilayah"), Column("Kategori"), Column("Keadaan", "light")),
        tuple(rows),
    )  # fmt: skip


def finished(ask: Ask) -> Section:
    """Return what was done well, where a coordinator released it."""
    found = stories.stories(ask.tx, ask.period, ask.scope, ask.calendar, STORIES)
    return Section(
        "Kisah selesai",
        stories=tuple(
            f"{ask.names.category(one.category)}, {ask.names.area(one.area)}: {one.report}"
            f" - {one.result or 'selesai'} ({ask.names.agency(one.agency)}, {one.days} hari kerja)"
            for one in found
        ),
    )


def flow_chart(steps: Sequence[Step], labels: Sequence[str]) -> tuple[Chart, ...]:
    """Return in, done and open of *steps*, the oldest first, each with its label."""
    first = next((at for at, one in enumerate(steps) if one.flow.came or one.flow.opening), None)
    if first is None:
        return ()
    rows = tuple(
        (label, step.flow.came + step.flow.reopened, step.flow.done, step.flow.closing)
        for label, step in list(zip(labels, steps, strict=True))[first:]
    )
    unit = "Minggu" if steps[-1].period.kind == "week" else "Bulan"
    table = Table(
        "arus", f"Masuk, selesai dan sisa tiap {unit.lower()}",
        (Column(unit), Column("Masuk", "number"), Column("Selesai", "number"),
         Column("Sisa", "number")),
        rows, note="Masuk termasuk yang dibuka lagi.",
    )  # fmt: skip
    return (Chart("flow", _direction([row[3] for row in rows]), "laporan",
                  sum(row[1] for row in rows), table),)  # fmt: skip


def _direction(rest: Sequence[int]) -> str:
    """Return in words how what is left open has moved."""
    if len(rest) < 2 or rest[-1] == rest[-2]:
        return f"Sisa laporan: {forms.number(rest[-1])}"
    verb = "naik" if rest[-1] > rest[-2] else "turun"
    return f"Sisa laporan {verb} dari {forms.number(rest[-2])} menjadi {forms.number(rest[-1])}"


def _colour(state: str) -> str:
    return WORDS[state].colour  # type: ignore[index]


def _number(one: Count) -> int:
    return 0 if isinstance(one.n, Hidden) else one.n

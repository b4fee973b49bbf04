"""The monthly digest (bulanan): the week's tables, 13 months, shares, classes, places and cost."""

from collections.abc import Sequence
from datetime import date

from reports import forms
from reports.digests import daily, tables, weekly, words
from reports.digests.ask import Ask
from reports.figures import conduct, deadlines, messages, money, reports, standing
from reports.figures.trend import Step
from reports.figures.values import Count, share
from reports.page import Chart, Column, Fact, Report, Section, Table

MONTHS = 13


def make(ask: Ask) -> Report:
    """Return the digest of one month."""
    months = ask.steps(MONTHS)
    category_table, pareto = tables.categories(ask)
    return ask.report(
        "monthly", "Laporan Bulanan Aduan Warga",
        Section(
            "Ringkasan", facts=weekly.facts(ask), text=(weekly.sentence(ask),),
            charts=tables.flow_chart(months, [_month(one.period.first) for one in months]),
            tables=(tables.lights(ask.progress),),
        ),
        Section(
            "Dari laporan sampai selesai", facts=_shares(ask), charts=funnel(ask),
            tables=(classes(ask), channels(ask)),
        ),
        Section(
            "Tiap OPD", charts=(*tables.kept_chart(ask), *tables.box_chart(ask)),
            tables=tables.per_agency(ask),
        ),
        Section(
            "Apa dan di mana", charts=(*pareto, *tables.heat(ask)),
            tables=(category_table, tables.areas(ask), *_clusters(ask)),
        ),
        Section("Tiga belas bulan", tables=(trend_table(months),)),
        Section("Yang terlama menunggu", tables=(tables.oldest(ask),)),
        _messages(ask),
        tables.finished(ask),
    )  # fmt: skip


def _month(first: date) -> str:
    return forms.brief(first).partition(" ")[2]


def _shares(ask: Ask) -> tuple[Fact, ...]:
    far, moved = ask.progress, ask.moved
    return (
        Fact("terdisposisi", "Terdisposisi", far.assigned_share, "percent", better="up",
             note=words.of(far.assigned, far.valid, "laporan sah")),
        Fact("tindak_lanjut", "Ditindaklanjuti", far.follow_up_share, "percent", better="up",
             note="dari yang terdisposisi"),
        Fact("selesai_bagian", "Selesai", far.done_share, "percent", better="up"),
        Fact("proses_bagian", "Proses", far.in_work_share, "percent"),
        Fact("belum_bagian", "Belum", far.not_yet_share, "percent", better="down"),
        Fact("tertunda", "Tertunda", far.held_share, "percent", better="down",
             note="menunggu jawaban pelapor"),
        Fact("buka_ulang", "Dibuka lagi", share(moved.reopened, moved.done), "percent",
             better="down", note=f"{forms.number(moved.reopened)} dibanding"
             f" {forms.number(moved.done)} yang selesai"),
    )  # fmt: skip


def funnel(ask: Ask) -> tuple[Chart, ...]:
    """Return gross -> valid -> assigned -> followed up -> done."""
    far = ask.progress
    steps = [("Laporan sah", far.valid), ("Didisposisikan", far.assigned),
             ("Ditindaklanjuti", far.followed_up), ("Selesai", far.done)]  # fmt: skip
    n, unit = far.valid, "laporan"
    if ask.gross is not None:
        n, unit = ask.gross.total, "SMS dan laporan"
        steps.insert(0, ("SMS masuk kotor", n))
    if not n:
        return ()
    table = Table(
        "saringan", "Dari SMS masuk sampai selesai",
        (Column("Langkah"), Column("Jumlah", "number")), tuple(steps),
        note="Laporan sah termasuk yang masuk lewat saluran lain.",
    )  # fmt: skip
    title = f"{forms.number(far.done)} dari {forms.number(far.valid)} laporan sudah selesai"
    return (Chart("funnel", title, unit, n, table),)


def classes(ask: Ask) -> Table:
    """Return how the deadlines of 5, 14 and 60 working days were kept."""
    rows = deadlines.classes(ask.tx, ask.period, ask.scope, ask.now)
    return Table(
        "kelas", "Batas penyelesaian menurut kelas",
        (Column("Kelas"), Column("Batas"), Column("Tepat waktu", "number"),
         Column("Jatuh tempo", "number"), Column("Bagian", "percent")),
        tuple(
            (words.CLASSES.get(one.code, one.code), _limit(ask, one.code), one.n, one.of,
             one.share)
            for one in rows
        ),
        note="Batas yang jatuh pada masa ini; yang masih ditunda tidak dihitung.",
    )  # fmt: skip


def _limit(ask: Ask, code: str) -> str | None:
    clocks = ask.city.clocks
    known = {
        "information": clocks.information, "complaint": clocks.complaint,
        "field_check": clocks.field_check, "ppid": clocks.ppid,
    }  # fmt: skip
    return str(known[code]) if code in known else None


def channels(ask: Ask) -> Table:
    """Return the reports by the way they came."""
    return _counts(
        "saluran_masuk", "Laporan menurut saluran", "Saluran",
        [(ask.names.channel(one.code), one)
         for one in reports.channels(ask.tx, ask.period, ask.scope)],
    )  # fmt: skip


def _counts(name: str, title: str, what: str, rows: list[tuple[str, Count]]) -> Table:
    return Table(
        name, title, (Column(what), Column("Laporan", "number")),
        tuple((label, one.n) for label, one in rows),
    )  # fmt: skip


def _clusters(ask: Ask) -> tuple[Table, ...]:
    rows = reports.clusters(ask.tx, ask.period, ask.scope)
    if not rows:
        return ()
    return (
        Table(
            "titik_panas", "Kejadian yang dilaporkan berulang",
            (Column("Kejadian", "number"), Column("Kategori"), Column("Wilayah"),
             Column("Laporan", "number")),
            tuple(
                (one.incident, ask.names.category(one.category), ask.names.area(one.area), one.n)
                for one in rows
            ),
        ),
    )  # fmt: skip


def trend_table(steps: Sequence[Step], title: str = "Tiga belas bulan") -> Table:
    """Return a row a month."""
    columns = (
        Column("Bulan"), Column("SMS kotor", "number"), Column("Masuk", "number"),
        Column("Dibuka lagi", "number"), Column("Selesai", "number"),
        Column("Ditolak / alih", "number"), Column("Sisa akhir", "number"),
        Column("Tepat waktu", "percent"),
    )  # fmt: skip
    rows = tuple(
        (
            _month(one.period.first), one.sms, one.flow.came, one.flow.reopened, one.flow.done,
            one.flow.rejected, one.flow.closing, one.on_time.share,
        )
        for one in steps
    )  # fmt: skip
    return Table("tren", title, columns, rows)


def _messages(ask: Ask) -> Section:
    """Return what the SMS were, what they cost, who is blocked and what was revealed."""
    gross = ask.gross
    if gross is None:
        return Section("SMS dan biaya")
    cost = money.cost(ask.tx, ask.period, ask.city.cost.part)
    seen = sum(_number(one) for one in conduct.reveals(ask.tx, ask.period))
    before = ask.period.previous()
    calls = messages.calls(ask.tx, ask.period)
    tables_ = [daily.contents(gross)]
    if calls:
        tables_.append(_calls(ask, calls))
    return Section(
        "SMS dan biaya",
        facts=(
            Fact("kotor", "SMS masuk kotor", gross.total,
                 before=messages.received(ask.tx, before)),
            Fact("ghost", "Kosong (ghost)", gross.ghost_rate, "percent", better="down"),
            Fact("prank", "Iseng (prank)", gross.prank_rate, "percent", better="down"),
            Fact("diblokir", "Nomor diblokir", standing.blocked(ask.tx, ask.now), note="saat ini"),
            Fact("sms_keluar", "SMS keluar", cost.sms, note=f"{forms.number(cost.parts)} bagian"),
            Fact("biaya", "Biaya", cost.rupiah, "rupiah",
                 note="perkiraan, dengan harga sekarang" if cost.estimated else ""),
            Fact("dibuka", "Data pribadi dibuka", seen, better="down",
                 note="kali, semuanya tercatat dengan alasan"),
        ),
        tables=tuple(tables_),
    )  # fmt: skip


def _calls(ask: Ask, calls: tuple[messages.Calls, ...]) -> Table:
    return Table(
        "telepon", "Dicatat di meja layanan",
        (Column("Saluran"), Column("Semua", "number"), Column("Sah", "number"),
         Column("Informasi", "number"), Column("Kosong", "number"), Column("Iseng", "number"),
         Column("Spam", "number")),
        tuple(
            (ask.names.channel(one.channel), one.total, one.valid, one.information, one.ghost,
             one.prank, one.spam)
            for one in calls
        ),
    )  # fmt: skip


def _number(one: Count) -> int:
    return one.n if isinstance(one.n, int) else 0

"""The quarterly evaluation (triwulan): ranking, escalations, moved deadlines, staff."""

from reports.digests import monthly, tables, weekly, words
from reports.digests.ask import Ask
from reports.figures import agencies, conduct, deadlines
from reports.page import Column, Fact, Report, Section, Table


def make(ask: Ask) -> Report:
    """Return the digest of one quarter."""
    return ask.report(
        "quarterly", "Evaluasi Triwulan Aduan Warga",
        Section("Ringkasan", facts=weekly.facts(ask), text=(weekly.sentence(ask),)),
        Section(
            "Peringkat OPD", charts=(*tables.kept_chart(ask), *tables.box_chart(ask)),
            tables=(*_ranking(ask), *tables.per_agency(ask)),
        ),
        _steps(ask),
        _conduct(ask),
        Section("Kelas penyelesaian", tables=(monthly.classes(ask),)),
    )  # fmt: skip


def _ranking(ask: Ask) -> tuple[Table, ...]:
    rows = agencies.ranking(ask.flows)
    if not rows:
        return ()
    return (
        Table(
            "peringkat", "Peringkat menurut ketepatan waktu",
            (Column("Peringkat", "number"), Column("OPD"), Column("Nama"),
             Column("Tepat waktu", "percent"), Column("Dari", "number"),
             Column("Respon pertama (median)", "hours")),
            tuple(
                (one.place, ask.names.agency(one.agency), ask.names.agency_in_full(one.agency),
                 one.on_time, one.of, one.response)
                for one in rows
            ),
            note="OPD dengan kurang dari 5 batas waktu tidak diberi peringkat.",
        ),
    )  # fmt: skip


def _steps(ask: Ask) -> Section:
    """Return how often each step of the ladder was told; only the whole city has a ladder."""
    moved = deadlines.changed(ask.tx, ask.period, ask.scope)
    tables_: tuple[Table, ...] = ()
    if ask.scope.whole:
        rows = deadlines.escalations(ask.tx, ask.period, ask.sop)
        tables_ = (
            Table(
                "eskalasi", "Eskalasi menurut jenjang",
                (Column("Jenjang"), Column("Kali", "number")),
                tuple((words.ROLES.get(one.code, one.code), one.n) for one in rows),
            ),
        )  # fmt: skip
    return Section(
        "Eskalasi dan batas waktu",
        facts=(
            Fact("batas_diubah", "Batas waktu diubah", moved, better="down",
                 note="dengan perintah atau karena kalender berubah"),
        ),
        tables=tables_,
    )  # fmt: skip


def _conduct(ask: Ask) -> Section:
    if not ask.scope.whole:
        return Section("Pengaduan tentang aparatur")
    rows = conduct.accused(ask.tx, ask.period, ask.sop)
    return Section(
        "Pengaduan tentang aparatur",
        tables=(
            Table(
                "aparatur", "Menurut jenis unit",
                (Column("Unit"), Column("Laporan", "number")),
                tuple((words.UNITS.get(one.code, one.code), one.n) for one in rows),
                note="Angka di bawah 5 ditulis <5; unit dan isi laporan tidak pernah disebut.",
            ),
        ),
    )  # fmt: skip

"""The daily digest (harian): what came yesterday, what is late and due, whether the lines work."""

from datetime import date

from models.city import City
from reports import brief, forms
from reports.brief import Counts
from reports.digests.ask import Ask
from reports.digests.words import of
from reports.figures import emergencies, messages, reports, standing
from reports.figures.emergencies import Emergency
from reports.figures.messages import Gross
from reports.figures.standing import DueOn, Overdue
from reports.page import Cell, Column, Fact, Report, Section, Table
from reports.period import day

UNVERIFIED_DAYS = 3

_PARTS = {
    "complaint": "Aduan", "aspiration": "Aspirasi", "information": "Permintaan informasi",
    "command": "Perintah (CEK, TAMBAH ...)", "ghost": "Kosong (ghost)",
    "prank": "Iseng (prank)", "spam": "Spam", "machine": "Mesin (kode, pulsa)",
    "other_city": "Untuk kota lain", "blocked": "Nomor diblokir", "unreadable": "Tak terbaca",
    "waiting": "Menunggu bagian lain",
}  # fmt: skip


def make(ask: Ask) -> Report:
    """Return the digest of one day; what is late, due and waiting is as of now."""
    today = day(ask.now.astimezone(ask.period.zone).date(), ask.period.zone)
    gross = ask.gross
    new = reports.new(ask.tx, ask.period, ask.scope)
    before = reports.new(ask.tx, ask.period.previous(), ask.scope)
    late = standing.overdue(ask.tx, ask.scope, ask.now, ask.calendar)
    urgent = emergencies.emergencies(ask.tx, ask.period, ask.scope)
    moved, kept = ask.moved, ask.kept
    due = standing.due_on(ask.tx, today, ask.scope)
    counts = Counts(
        gross, moved, kept, sum(one.n for one in late), late[0].agency if late else None,
        len(urgent), sum(one.n for one in due),
    )  # fmt: skip
    facts: tuple[Fact, ...] = (
        Fact("masuk", "Laporan baru", new.valid, before=before.valid),
        Fact("selesai", "Selesai", moved.done),
        Fact("sisa", "Belum selesai", moved.closing, before=moved.opening, better="down"),
        Fact("lewat", "Lewat batas", counts.late, better="down", note="saat ini"),
        Fact("tepat_waktu", "Tepat waktu", kept.share, "percent", better="up",
             note=of(kept.n, kept.of, "tindak lanjut pertama")),
        Fact("darurat", "Darurat", len(urgent)),
    )  # fmt: skip
    tables = [_types(new)]
    if gross is not None:
        facts = (_gross_fact(ask, gross), *facts)
        tables.insert(0, contents(gross))
    return ask.report(
        "daily", "Laporan Harian Aduan Warga",
        Section("Ringkasan", facts=facts, tables=tuple(tables)),
        Section("Darurat", tables=_emergencies(ask, urgent)),
        _waiting(ask, late, due, today.first),
        _lines(ask) if ask.scope.whole else Section("Saluran SMS"),
        sms=brief.words(ask.period, ask.scope, counts, ask.say),
    )  # fmt: skip


def _gross_fact(ask: Ask, gross: Gross) -> Fact:
    return Fact(
        "kotor", "SMS masuk kotor", gross.total,
        before=messages.received(ask.tx, ask.period.previous()),
    )  # fmt: skip


def contents(gross: Gross) -> Table:
    """Return the gross with its parts; those that every city has stand there even as 0."""
    always = list(_PARTS)[:8]
    rows = tuple((_PARTS.get(name, name), n) for name, n in gross.parts() if n or name in always)
    return Table(
        "sms_masuk", "SMS masuk menurut isinya",
        (Column("Isi"), Column("SMS", "number")), rows, total=("Masuk kotor", gross.total),
        note="Telepon dan saluran lain tidak termasuk.",
    )  # fmt: skip


def _types(new: reports.Reports) -> Table:
    return Table(
        "laporan_baru", "Laporan baru menurut jenis",
        (Column("Jenis"), Column("Laporan", "number")),
        (("Pengaduan", new.complaint), ("Aspirasi", new.aspiration),
         ("Permintaan informasi", new.information)),
        total=("Semua saluran", new.total),
        note=f"Termasuk {forms.number(new.prank)} yang tidak terbukti,"
        f" {forms.number(new.secret)} rahasia.",
    )  # fmt: skip


def _emergencies(ask: Ask, urgent: tuple[Emergency, ...]) -> tuple[Table, ...]:
    if not urgent:
        return ()
    secret = ask.secrets([one.number for one in urgent])
    rows = tuple(
        (
            str(one.number), forms.clock(one.at.astimezone(ask.period.zone)),
            None if one.number in secret else ask.names.area(one.area),
            None if one.number in secret else ask.names.category(one.category), one.minutes,
        )
        for one in urgent
    )  # fmt: skip
    return (
        Table(
            "darurat", "Laporan darurat",
            (Column("Tiket", "ticket"), Column("Pukul"), Column("Wilayah"), Column("Kategori"),
             Column("Sampai TERIMA", "minutes")),
            rows, note="Tanda - : belum ada petugas yang menerima.",
        ),
    )  # fmt: skip


def _waiting(ask: Ask, late: tuple[Overdue, ...], due: tuple[DueOn, ...], today: date) -> Section:
    """Return what is late by agency, what is due today, and what nobody has verified."""
    old = standing.unverified(ask.tx, ask.scope, ask.now, ask.calendar, _days(ask.city))
    rows = tuple((ask.names.agency(one.agency), one.n, str(one.oldest), one.days) for one in late)
    tables = []
    if rows:
        tables.append(
            Table(
                "lewat_batas", "Lewat batas tiap OPD",
                (Column("OPD"), Column("Laporan", "number"), Column("Tertua", "ticket"),
                 Column("Lewat", "days")),
                rows,
            )
        )  # fmt: skip
    if due:
        tables.append(
            Table(
                "jatuh_tempo", f"Jatuh tempo hari ini ({forms.brief(today)})",
                (Column("OPD"), Column("Laporan", "number")),
                tuple((ask.names.agency(one.agency), one.n) for one in due),
            )
        )  # fmt: skip
    facts = (
        Fact("belum_verifikasi", "Belum diverifikasi", old, better="down",
             note=f"lebih dari {_days(ask.city)} hari kerja"),
        Fact("jatuh_tempo", "Jatuh tempo hari ini", sum(one.n for one in due)),
    )  # fmt: skip
    return Section("Yang perlu perhatian", facts=facts, tables=tuple(tables))


def _days(city: City) -> int:
    """Return after how many working days verification is late; three where the city has hours."""
    span = city.clocks.verify
    return span.count if span.unit == "hk" else UNVERIFIED_DAYS


def _lines(ask: Ask) -> Section:
    sent = standing.sending(ask.tx, ask.period)
    rows: list[tuple[Cell, ...]] = []
    for one in standing.lines(ask.tx):
        stopped = one.paused_until is not None and one.paused_until > ask.now
        rows.append((one.line, "berhenti" if stopped else "jalan", one.reason if stopped else None))
    tables: tuple[Table, ...] = ()
    if rows:
        columns = (Column("Saluran"), Column("Keadaan"), Column("Sebab"))
        tables = (Table("saluran", "Saluran SMS sekarang", columns, tuple(rows)),)
    return Section(
        "Saluran SMS",
        facts=(
            Fact("gagal", "SMS gagal terkirim", sent.failed, better="down"),
            Fact("tak_pasti", "Tidak pasti terkirim", sent.unknown, better="down"),
            Fact("antre", "Menunggu dikirim", sent.waiting, note="saat ini"),
        ),
        tables=tables,
    )

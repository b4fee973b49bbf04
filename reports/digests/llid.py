"""The yearly report on public information services (LLID) of the PPID, with a complaint annex.

Its heads are those of Perki 1/2021 and of reports that PPIDs publish (DOMAIN.md 5).
"""

from reports import forms
from reports.digests import monthly, tables, words
from reports.digests.ask import Ask
from reports.figures import ppid, reports, trend
from reports.page import Column, Fact, Report, Section, Table
from reports.period import month

_EMPTY = "Belum diisi: tulis {key} pada [ppid] di city.toml."


def make(ask: Ask) -> Report:
    """Return the LLID of one year."""
    words_of = ask.city.ppid
    return ask.report(
        "llid", "Laporan Layanan Informasi Publik",
        Section("1. Gambaran umum kebijakan", text=_text(words_of.policy, "policy")),
        Section("2. Sarana dan prasarana", text=_text(words_of.means, "means")),
        Section("3. Sumber daya manusia", text=_text(words_of.staff, "staff")),
        Section("4. Anggaran", text=_text(words_of.budget, "budget")),
        _requests(ask),
        _objections(ask),
        Section("7. Kendala", text=_text(words_of.obstacles, "obstacles")),
        Section("8. Rekomendasi", text=_text(words_of.advice, "advice")),
        Section("Lampiran 1: Register permohonan", tables=(_register(ask),)),
        _annex(ask),
    )  # fmt: skip


def _text(text: str, key: str) -> tuple[str, ...]:
    return (text or _EMPTY.format(key=key),)


def _requests(ask: Ask) -> Section:
    found = ppid.requests(ask.tx, ask.period, ask.scope, ask.calendar)
    return Section(
        "5. Permohonan informasi",
        facts=(
            Fact("permohonan", "Permohonan", found.total),
            Fact("waktu", "Waktu rata-rata", found.mean_days, "days", better="down"),
            Fact("dikabulkan", "Dikabulkan seluruhnya", found.granted),
            Fact("sebagian", "Dikabulkan sebagian", found.partly),
            Fact("ditolak", "Ditolak", found.refused),
            Fact("terbuka", "Belum dijawab", found.open, better="down"),
        ),
        tables=(_refusals(ask), *((_undecided(found),) if found.undecided else ())),
    )


def _undecided(found: ppid.Requests) -> Table:
    return Table(
        "tanpa_keputusan", "Dijawab tanpa keputusan tertulis",
        (Column("Hal"), Column("Permohonan", "number")),
        (("Tanpa keputusan, atau berakhir dengan cara lain", found.undecided),),
    )  # fmt: skip


def _refusals(ask: Ask) -> Table:
    rows = ppid.register(ask.tx, ask.period, ask.scope, ask.calendar)
    counts: dict[str, int] = {}
    for one in rows:
        if one.decision in ("partly", "refused"):
            reason = one.reason or "Alasan tidak tertulis"
            counts[reason] = counts.get(reason, 0) + 1
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return Table(
        "alasan", "Alasan penolakan, seluruhnya atau sebagian",
        (Column("Alasan"), Column("Permohonan", "number")), tuple(ordered),
    )  # fmt: skip


def _objections(ask: Ask) -> Section:
    found = ppid.requests(ask.tx, ask.period, ask.scope, ask.calendar)
    return Section(
        "6. Keberatan dan sengketa",
        facts=(
            Fact("keberatan", "Keberatan", found.objections),
            Fact("sengketa", "Sengketa di Komisi Informasi", ask.city.ppid.disputes,
                 note="menurut [ppid] disputes"),
        ),
    )  # fmt: skip


def _register(ask: Ask) -> Table:
    rows = ppid.register(ask.tx, ask.period, ask.scope, ask.calendar)
    zone = ask.period.zone
    return Table(
        "register", "Register permohonan informasi publik",
        (Column("No. register", "ticket"), Column("Tanggal", "date"), Column("Kanal"),
         Column("Informasi diminta"), Column("Tujuan"), Column("Unit"), Column("Keputusan"),
         Column("Alasan"), Column("Dijawab", "date"), Column("Lama", "days"),
         Column("Biaya", "rupiah")),
        tuple(
            (
                str(one.number), one.asked_at.astimezone(zone).date(),
                ask.names.channel(one.channel), one.request or words.CONFIDENTIAL,
                one.purpose or None, ask.names.agency(one.agency), words.DECISIONS[one.decision],
                one.reason or None,
                one.answered_at.astimezone(zone).date() if one.answered_at else None, one.days, 0,
            )
            for one in rows
        ),
        note="Tujuan seperti yang ditulis pemohon; lewat SMS tidak ditanyakan. Jawaban lewat SMS"
        " tidak dipungut biaya.",
    )  # fmt: skip


def _annex(ask: Ask) -> Section:
    """Return the year's complaints: by month, type, category and agency."""
    months = month(ask.period.last, ask.period.zone).trend(12)
    steps = trend.trend(ask.tx, months, ask.scope, ask.now)
    new = reports.new(ask.tx, ask.period, ask.scope)
    category_table, pareto = tables.categories(ask)
    labels = [forms.brief(one.first).partition(" ")[2] for one in months]
    return Section(
        "Lampiran 2: Pengaduan masyarakat",
        charts=(*tables.flow_chart(steps, labels), *pareto),
        tables=(
            monthly.trend_table(steps, "Dua belas bulan"),
            Table(
                "jenis", "Menurut jenis", (Column("Jenis"), Column("Laporan", "number")),
                (("Pengaduan", new.complaint), ("Aspirasi", new.aspiration),
                 ("Permintaan informasi", new.information)),
                total=("Jumlah", new.total),
            ),
            category_table,
            *tables.per_agency(ask),
        ),
    )  # fmt: skip

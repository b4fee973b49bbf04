"""The weekly digest (mingguan): each agency's work, subjects and places, the oldest, stories."""

from reports import forms
from reports.digests import tables
from reports.digests.ask import Ask
from reports.digests.words import of
from reports.figures import deadlines, responses
from reports.page import Fact, Report, Section

TREND_WEEKS = 12
TOP = 5


def make(ask: Ask) -> Report:
    """Return the digest of one week."""
    weeks = ask.steps(TREND_WEEKS)
    category_table, pareto = tables.categories(ask, TOP)
    return ask.report(
        "weekly", "Laporan Mingguan Aduan Warga",
        Section(
            "Ringkasan", facts=facts(ask), text=(sentence(ask),),
            charts=tables.flow_chart(weeks, [forms.brief(one.period.first) for one in weeks]),
            tables=(tables.lights(ask.progress),),
        ),
        Section(
            "Tiap OPD", charts=(*tables.kept_chart(ask), *tables.box_chart(ask)),
            tables=tables.per_agency(ask),
        ),
        Section("Apa dan di mana", charts=pareto, tables=(category_table, tables.areas(ask, TOP))),
        Section("Yang terlama menunggu", tables=(tables.oldest(ask),)),
        tables.finished(ask),
    )  # fmt: skip


def facts(ask: Ask) -> tuple[Fact, ...]:
    """Return the six numbers at the head of a weekly or longer report, with those before it."""
    before, moved, then, kept = ask.period.previous(), ask.moved, ask.moved_before, ask.kept
    kept_then = deadlines.on_time(ask.tx, before, ask.scope, ask.now)
    now_ = ask.answered
    was = responses.answered(ask.tx, before, ask.scope, ask.calendar)
    late = sum(one.overdue for one in ask.flows)
    note = ""
    if ask.gross is not None:
        note = f"dari {forms.number(ask.gross.total)} SMS masuk kotor"
    return (
        Fact("masuk", "Laporan masuk", moved.came, before=then.came, note=note),
        Fact("selesai", "Selesai", moved.done, before=then.done, better="up"),
        Fact("tepat_waktu", "Tepat waktu", kept.share, "percent", kept_then.share, "up",
             of(kept.n, kept.of, "tindak lanjut pertama")),
        Fact("sisa", "Belum selesai", moved.closing, before=moved.opening, better="down",
             note=f"{forms.number(late)} tugas lewat batas"),
        Fact("respon", "Respon pertama", now_.response.median if now_.response else None, "hours",
             was.response.median if was.response else None, "down",
             f"median; P90 {forms.cell(now_.response.p90, 'hours')}" if now_.response else ""),
        Fact("nilai", "Kepuasan", now_.rating.mean, "rating", was.rating.mean, "up",
             f"dari {forms.number(now_.rating.n)} penilaian, skala 1-5"),
    )  # fmt: skip


def sentence(ask: Ask) -> str:
    """Return in one paragraph what has changed since the period before."""
    moved, then = ask.moved, ask.moved_before
    more = moved.came - then.came
    change = (
        "sama banyak dengan" if not more
        else f"{forms.number(abs(more))} lebih {'banyak' if more > 0 else 'sedikit'} dari"
    )  # fmt: skip
    again = f", {forms.number(moved.reopened)} dibuka lagi" if moved.reopened else ""
    far = ask.progress
    answered = (
        f" Ditindaklanjuti {forms.percent(far.follow_up_share)} dari {forms.number(far.assigned)}"
        " yang diteruskan ke OPD."
        if far.follow_up_share is not None
        else ""
    )
    return (
        f"Masuk {forms.number(moved.came)} laporan, {change} masa sebelumnya{again}. Selesai"
        f" {forms.number(moved.done)}, ditolak atau dialihkan {forms.number(moved.rejected)}."
        f" Sisa {forms.number(moved.closing)}, pada awal masa {forms.number(moved.opening)}."
        f"{answered}"
    )

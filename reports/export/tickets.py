"""Tickets as an auditor counts them: one row a ticket, with its tasks, times and outcome."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models import cases, listing
from models.base import Tx
from models.casework.case import Case
from models.casework.states import WORDS
from models.casework.visibility import Field as Seen
from models.casework.visibility import Sight
from reports.export.field import Field, Row
from reports.export.pages import Source
from reports.page import Cell
from reports.scope import Scope

FIELDS = (
    Field("number", "Nomor tiket", "Nomor yang dipegang pelapor.", "ticket"),
    Field("created_at", "Masuk", "Saat laporan diterima.", "date"),
    Field("channel", "Kanal", "sms, wa, web, phone, walk_in."),
    Field("line", "Jalur", "Nama jalur SMS di modem.conf."),
    Field("type", "Jenis", "pengaduan, aspirasi, informasi."),
    Field("subtype", "Subjenis", "ppid: permintaan informasi publik; kritik."),
    Field("category", "Kategori", "Kode kategori; kosong bila tidak boleh dilihat."),
    Field("area", "Wilayah", "Kode kecamatan atau kelurahan dalam daftar wilayah kota."),
    Field("grade", "Kelas", "Kelas pengaduan: ringan, field_check; kosong: biasa."),
    Field("urgency", "Urgensi", "biasa, tinggi, darurat."),
    Field("confidentiality", "Kerahasiaan", "biasa, anonim, rahasia."),
    Field("state", "Status", "Kode status tiket."),
    Field("colour", "Warna", "merah, kuning, hijau menurut LAPOR!; kosong: di luar hitungan."),
    Field("lead", "OPD penanggung jawab", "Kode OPD yang memimpin, juga setelah selesai."),
    Field("support", "OPD pendukung", "Kode OPD lain yang ikut, dipisah spasi."),
    Field("assigned_at", "Disposisi", "Saat pertama diteruskan ke OPD.", "date"),
    Field("due", "Batas tindak lanjut", "Tenggat tindak lanjut pertama dari OPD pemimpin.", "date"),
    Field("followed_up_at", "Tindak lanjut", "Saat tenggat itu dipenuhi.", "date"),
    Field("done_at", "Selesai", "Saat OPD menyatakan selesai.", "date"),
    Field("ended_at", "Ditutup", "Saat tiket ditutup, ditolak, digabung atau dibatalkan.", "date"),
    Field("archive_reason", "Alasan arsip", "Kode alasan dari daftar tertutup."),
    Field("outside_agency", "Instansi luar", "Instansi di luar kota yang berwenang."),
    Field("outcome", "Putusan PPID", "granted, partial, refused."),
    Field("merged_into", "Digabung ke", "Nomor tiket yang meneruskan laporan ini.", "ticket"),
    Field("linked_to", "Tambahan dari", "Nomor tiket yang ditambah oleh laporan ini.", "ticket"),
    Field("incident", "Kejadian", "Nomor kejadian bersama.", "number"),
    Field("rating", "Nilai", "Nilai pelapor 1-5; kosong: tidak menilai.", "number"),
    Field("lapor_id", "ID SP4N-LAPOR!", "Nomor pelacakan nasional."),
    Field("released", "Boleh umum", "1: koordinator melepas isinya untuk umum.", "number"),
    Field("reporter", "Pelapor", "Nomor pelapor, disamarkan kecuali dibuka dengan izin."),
    Field("text", "Isi", "Isi tanpa data pribadi; kosong bila rahasia."),
)


@dataclass(frozen=True, slots=True)
class Eyes:
    """What the person who exports may see (console/sight.py)."""

    visible: Callable[[Case], bool]  # may know of the ticket at all
    sees: Callable[[Seen, Case], Sight]
    mask: Callable[[str], str]  # of a number that is seen masked


_COLOURS = {"red": "merah", "yellow": "kuning", "green": "hijau", "grey": ""}


def rows(source: Source, eyes: Eyes) -> Iterator[Row]:
    """Yield a row of FIELDS for each ticket made in the period and in scope, the oldest first.

    What is hidden from *eyes* is empty; the text is the redacted one unless it is seen in clear.
    """
    for tx, ids, done in source.pages("ticket", "created_at"):
        chosen = _within(tx, source.scope, ids)
        known, more, acted = cases.load(tx, chosen), _details(tx, chosen), _acts(tx, chosen)
        for ticket in chosen:
            case = known[ticket]
            if eyes.visible(case):
                facts = {**more[ticket], **acted.get(ticket, {})}
                yield _row(tx, case, facts, source, eyes)
        source.told(done)


def _within(tx: Tx, scope: Scope, ids: Sequence[int]) -> list[int]:
    if scope.whole:
        return list(ids)
    condition, values = scope.of_ticket("t")
    sql = f"SELECT t.id FROM ticket t WHERE t.id IN ({tx.marks(len(ids))}){condition} ORDER BY t.id"
    return [row for (row,) in tx.execute(sql, (*ids, *values))]


def _details(tx: Tx, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    return listing.details(tx, ids) if ids else {}


def _acts(tx: Tx, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return who leads, who supports, since when, and how the first follow-up went."""
    facts: dict[int, dict[str, Any]] = {}
    if not ids:
        return facts
    marks = tx.marks(len(ids))
    for ticket, agency, lead, at, state in tx.execute(
        "SELECT ticket, agency, lead, created_at, state FROM assignment"
        f" WHERE ticket IN ({marks}) ORDER BY id", ids,
    ):  # fmt: skip
        one = facts.setdefault(ticket, {"assigned_at": at, "support": []})
        if lead and state not in {"returned", "withdrawn"}:
            one["lead"] = agency
        elif not lead and agency not in one["support"]:
            one["support"].append(agency)
    for ticket, due, met in tx.execute(
        "SELECT c.ticket, c.due, c.met_at FROM clock c JOIN assignment a ON a.id = c.task"
        f" WHERE c.ticket IN ({marks}) AND c.name = 'follow_up' AND a.lead = 1 ORDER BY c.id", ids,
    ):  # fmt: skip
        facts[ticket] |= {"due": due, "followed_up_at": met}
    return facts


def _row(tx: Tx, case: Case, facts: dict[str, Any], source: Source, eyes: Eyes) -> Row:
    def may(field: Seen, value: Cell) -> Cell:
        return None if eyes.sees(field, case) == "hidden" else value

    at = source.local
    return (
        str(case.number), at(case.created_at), facts["channel"], facts["line"], case.type,
        case.subtype, may("category", case.category), may("area", case.area), case.grade,
        case.urgency, case.confidentiality, case.state, _COLOURS[WORDS[case.state].colour],
        may("agency", facts.get("lead")), may("agency", " ".join(facts.get("support", ()))),
        at(facts.get("assigned_at")), may("deadline", at(facts.get("due"))),
        at(facts.get("followed_up_at")), at(case.done_at), at(case.ended_at),
        facts["archive_reason"], facts["outside_agency"], facts["outcome"],
        str(case.merged_into) if case.merged_into else None,
        str(facts["linked_to"]) if facts["linked_to"] else None, case.incident or None,
        case.rating or None, facts["lapor_id"], facts["released"],
        _reporter(tx, case, facts, eyes), _text(tx, case, facts, eyes),
    )  # fmt: skip


def _reporter(tx: Tx, case: Case, facts: dict[str, Any], eyes: Eyes) -> Cell:
    sight = eyes.sees("number", case)
    if facts["contact"] is None or sight not in {"clear", "masked"}:
        return None
    number = tx.keys.open_number(bytes(facts["contact"]))
    return number if sight == "clear" else eyes.mask(number)


def _text(tx: Tx, case: Case, facts: dict[str, Any], eyes: Eyes) -> Cell:
    sight = eyes.sees("text", case)
    if sight == "clear":
        ((sealed,),) = tx.execute("SELECT original FROM ticket WHERE id = ?", (case.id,))
        return tx.keys.open(bytes(sealed)).decode() or None
    return facts["redacted"] if sight == "redacted" else None

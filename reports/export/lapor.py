"""The upload form of SP4N-LAPOR!: reports that the national system does not know yet.

The headings are those that an admin fills in there (judul, isi, tanggal, lokasi, instansi,
kategori, anonim, rahasia); SP4N-LAPOR! publishes no file format, so they may have to be mapped when
they are uploaded. The national number comes back by ``kentongan ticket set --lapor-id``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models import cases, listing
from models.base import Tx
from models.casework.case import Case
from models.redaction import cut
from reports.export.field import Field, Row
from reports.export.pages import Source

FIELDS = (
    Field("number", "Nomor Referensi", "Nomor tiket di gerbang SMS ini.", "ticket"),
    Field("date", "Tanggal Laporan", "Saat laporan diterima.", "date"),
    Field("class", "Klasifikasi Laporan", "Pengaduan, Aspirasi, Permintaan Informasi."),
    Field("title", "Judul Laporan", "Kategori dan wilayah; SMS tidak punya judul."),
    Field("text", "Isi Laporan", "Isi tanpa data pribadi."),
    Field("place", "Lokasi Kejadian", "Nama kecamatan atau kelurahan."),
    Field("category", "Kategori", "Nama kategori."),
    Field("agency", "Instansi Tujuan", "Nama OPD yang memimpin."),
    Field("anonymous", "Anonim", "Ya atau Tidak."),
    Field("secret", "Rahasia", "Selalu Tidak: laporan rahasia tidak keluar dari kota."),
    Field("source", "Sumber", "SMS, WhatsApp, telepon, tatap muka, web."),
)
"""A report of level rahasia is never in it."""

_CLASSES = {
    "pengaduan": "Pengaduan", "aspirasi": "Aspirasi", "informasi": "Permintaan Informasi",
}  # fmt: skip
_SOURCES = {"sms": "SMS", "wa": "WhatsApp", "phone": "Telepon", "walk_in": "Tatap muka"}
_LEFT_OUT = frozenset({"merged", "cancelled", "prank", "archived"})


@dataclass(frozen=True, slots=True)
class Names:
    """The names of codes."""

    areas: Mapping[str, str]
    agencies: Mapping[str, str]
    categories: Mapping[str, str]


def rows(source: Source, names: Names) -> Iterator[Row]:
    """Yield a row of FIELDS for each report of the period that has no national number yet."""
    for tx, ids, done in source.pages("ticket", "created_at"):
        known, more = cases.load(tx, ids), listing.details(tx, ids)
        for ticket in ids:
            if not more[ticket]["lapor_id"] and wanted(known[ticket]):
                yield _row(tx, known[ticket], more[ticket]["channel"], source, names)
        source.told(done)


def _row(tx: Tx, case: Case, channel: str, source: Source, names: Names) -> Row:
    ((sealed,),) = tx.execute("SELECT original FROM ticket WHERE id = ?", (case.id,))
    text = cut(tx.keys.open(bytes(sealed)).decode(), "public")
    place = names.areas.get(case.area, "")
    subject = names.categories.get(case.category, case.category)
    lead = next((task.agency for task in reversed(case.tasks) if task.lead), "")
    return (
        str(case.number), source.local(case.created_at), _CLASSES.get(case.type, case.type),
        " - ".join(filter(None, (subject, place))), " ".join(text.split()), place, subject,
        names.agencies.get(lead, lead), "Ya" if case.confidentiality == "anonim" else "Tidak",
        "Tidak", _SOURCES.get(channel, channel),
    )  # fmt: skip


def wanted(case: Case) -> bool:
    """Tell whether a report may and should leave the city."""
    return case.confidentiality != "rahasia" and case.state not in _LEFT_OUT

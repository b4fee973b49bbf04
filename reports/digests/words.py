"""Indonesian names for the codes that stand in figures: categories, channels, roles. Pure."""

from collections.abc import Mapping

from models.casework.sop import Sop
from models.city import City
from reports import forms

CONFIDENTIAL = "Rahasia"
NOBODY = "Koordinator"
NO_AREA = "Lokasi belum jelas"

_CATEGORIES = {
    "adminduk": "Kependudukan", "air": "Air minum", "aparatur": "Perilaku aparatur",
    "bansos": "Bantuan sosial", "bencana": "Bencana", "drainase": "Saluran air",
    "hewan": "Hewan", "jalan": "Jalan dan jembatan", "keamanan": "Keamanan",
    "kebakaran": "Kebakaran", "kecelakaan": "Kecelakaan", "kekerasan": "Kekerasan",
    "kesehatan": "Kesehatan", "ketertiban": "Ketertiban umum", "lainnya": "Lainnya",
    "lalin": "Lalu lintas", "lingkungan": "Lingkungan hidup", "listrik": "Listrik",
    "medis": "Gawat darurat medis", "pajak": "Pajak dan retribusi", "parkir": "Parkir",
    "pasar": "Pasar", "pelayanan_kelurahan": "Pelayanan kelurahan", "pendidikan": "Pendidikan",
    "perizinan": "Perizinan", "perumahan": "Perumahan", "pju": "Lampu jalan (PJU)",
    "pohon": "Pohon", "pungli": "Pungutan liar", "sampah": "Sampah", "sosial": "Masalah sosial",
    "taman": "Taman",
}  # fmt: skip
_CHANNELS = {
    "phone": "Telepon", "wa": "WhatsApp", "web": "Situs web", "walk_in": "Datang langsung",
    "ig": "Instagram", "app": "Aplikasi", "letter": "Surat", "social": "Media sosial",
    "lapor": "SP4N-LAPOR!", "112": "Telepon 112",
}  # fmt: skip
ROLES = {
    "officer": "Petugas", "head": "Kepala OPD", "coordinator": "Koordinator",
    "assistant": "Asisten", "mayor": "Wali kota",
}  # fmt: skip
CLASSES = {
    "information": "Permintaan informasi", "complaint": "Pengaduan tanpa cek lapangan",
    "field_check": "Pengaduan dengan cek lapangan", "light": "Ringan", "ringan": "Ringan",
    "ppid": "Permohonan informasi publik (PPID)",
}  # fmt: skip
UNITS = {
    "internal": "OPD", "outside": "Instansi lain", "area": "Kecamatan dan kelurahan",
    "unknown": "Unit tidak disebut",
}  # fmt: skip
COLOURS = {"red": "merah", "yellow": "kuning", "green": "hijau"}
MEANINGS = {
    "merah": "belum ditanggapi", "kuning": "sedang diproses", "hijau": "sudah ditindaklanjuti"
}  # fmt: skip
DECISIONS = {
    "granted": "Dikabulkan", "partly": "Dikabulkan sebagian", "refused": "Ditolak", "": "Belum ada"
}  # fmt: skip


def of(n: int, whole: int, what: str) -> str:
    """Return a share in words.

    >>> of(3, 1250, "laporan")
    '3 dari 1.250 laporan'
    """
    return f"{forms.number(n)} dari {forms.number(whole)} {what}"


class Names:
    """How one city calls what figures call by code."""

    def __init__(self, city: City, sop: Sop) -> None:
        """Take the names of *city*; where it gives none, ours."""
        own = {category.code: category.name for category in city.categories if category.name}
        self._categories: Mapping[str, str] = {**_CATEGORIES, **own}
        self._areas = {row["code"]: row for row in city.areas}
        self._agencies = {agency.code: agency.name for agency in sop.agencies}

    def category(self, code: str) -> str:
        """Return a category's name."""
        return self._categories.get(code) or code.replace("_", " ").capitalize() or "Belum dibaca"

    def area(self, code: str) -> str:
        """Return the name of a kelurahan or kecamatan."""
        row = self._areas.get(code)
        return row["name"] if row else code or NO_AREA

    def district(self, code: str) -> str | None:
        """Return the name of the kecamatan that a kelurahan lies in; None for any other area."""
        row = self._areas.get(code)
        above = self._areas.get(row["parent"]) if row else None
        return above["name"] if row and above and row["kind"] == "kelurahan" else None

    def agency(self, code: str) -> str:
        """Return an agency as tables show it: its short name; nobody's is the coordinator's."""
        return code or NOBODY

    def agency_in_full(self, code: str) -> str:
        """Return an agency's name in full."""
        return self._agencies.get(code) or self.agency(code)

    def channel(self, code: str) -> str:
        """Return a channel as people call it; ``sms/kartu1`` is a line."""
        name, slash, line = code.partition("/")
        return f"SMS ({line})" if slash else _CHANNELS.get(name, name.upper())

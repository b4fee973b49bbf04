"""Messages: each SMS part that came in and each SMS that went out, without its words."""

from collections.abc import Callable, Iterator

from models.base import Tx
from models.casework.visibility import RAHASIA
from reports.export.field import Field, Row
from reports.export.pages import Source

FIELDS = (
    Field("direction", "Arah", "masuk atau keluar."),
    Field("id", "Nomor baris", "Nomor baris di kotak masuk atau keluar.", "number"),
    Field("at", "Saat", "Saat diterima, atau saat balasan dibuat.", "date"),
    Field("line", "Jalur", "Nama jalur SMS di modem.conf."),
    Field("state", "Keadaan", "masuk: new, held, done, bad; keluar: keadaan bagian terburuk."),
    Field("reason", "Sebab", "masuk: apa yang dilakukan; keluar: jenis balasan."),
    Field("parts", "Bagian", "Jumlah bagian SMS; bagian masuk dihitung satu-satu.", "number"),
    Field("seen", "Kali", "Berapa kali operator mengirim bagian ini.", "number"),
    Field("ticket", "Nomor tiket", "Tiket yang dibuat atau dijawab.", "ticket"),
    Field("sent_at", "Terkirim", "keluar: saat operator menerima bagian terakhir.", "date"),
    Field("contact", "Nomor", "Nomor ponsel, disamarkan kecuali dibuka dengan izin; kosong: tidak "
          "diketahui, atau laporan rahasia."),
)  # fmt: skip

_IN = (
    "SELECT i.id, i.received_at, i.line, i.state, i.reason, i.seen, t.number, c.number,"
    " t.confidentiality FROM inbox i LEFT JOIN ticket t ON t.id = i.ticket"
    " LEFT JOIN contact c ON c.id = t.contact"
)
_OUT = (
    "SELECT o.id, o.created_at, o.line, o.kind, o.parts, t.number, c.number, t.confidentiality"
    " FROM outbox o LEFT JOIN ticket t ON t.id = o.ticket JOIN contact c ON c.id = o.contact"
)
_WORST = ("failed", "unknown", "sending", "queued", "sent", "delivered")
"""States of the parts of one SMS: the first of these that one has is that of all."""

Shows = Callable[[str], str]
"""How the person who exports sees a number."""


def rows(source: Source, shows: Shows, *, secret: bool = False) -> Iterator[Row]:
    """Yield a row of FIELDS for each message of the period: what came in, then what went out.

    Numbers go through *shows*; those of secret reports are left out unless *secret*.
    """

    def number(tx: Tx, sealed: bytes | None, level: str | None) -> str | None:
        if sealed is None or (level == RAHASIA and not secret):
            return None
        return shows(tx.keys.open_number(bytes(sealed)))

    at = source.local
    for tx, ids, done in source.pages("inbox", "received_at"):
        found = tx.execute(f"{_IN} WHERE i.id IN ({tx.marks(len(ids))}) ORDER BY i.id", ids)
        for row, came, line, state, reason, seen, ticket, sealed, level in found:
            who = number(tx, sealed, level)
            yield ("masuk", row, at(came), line, state, reason, 1, seen, _number(ticket), None, who)
        source.told(done / 2)
    for tx, ids, done in source.pages("outbox", "created_at"):
        states = _deliveries(tx, ids)
        found = tx.execute(f"{_OUT} WHERE o.id IN ({tx.marks(len(ids))}) ORDER BY o.id", ids)
        for row, made, line, kind, parts, ticket, sealed, level in found:
            state, sent = states.get(row, ("", None))
            who = number(tx, sealed, level)
            yield ("keluar", row, at(made), line, state, kind, parts, None, _number(ticket),
                   at(sent), who)  # fmt: skip
        source.told(0.5 + done / 2)


def _number(ticket: int | None) -> str | None:
    return str(ticket) if ticket else None


def _deliveries(tx: Tx, ids: list[int]) -> dict[int, tuple[str, int | None]]:
    """Return {outbox.id: (state of the worst part, when the last was sent)}."""
    found: dict[int, tuple[str, int | None]] = {}
    sql = f"SELECT outbox, state, sent_at FROM delivery WHERE outbox IN ({tx.marks(len(ids))})"
    for row, state, sent in tx.execute(sql, ids):
        before, last = found.get(row, (state, None))
        worst = min(before, state, key=_WORST.index)
        found[row] = worst, max(sent or 0, last or 0) or None
    return found

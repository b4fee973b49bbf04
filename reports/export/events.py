"""Events: what was done to each ticket, by whom and when, with the chain that proves it."""

from collections.abc import Iterator

from reports.export.field import Field, Row
from reports.export.pages import Source

FIELDS = (
    Field("ticket", "Nomor tiket", "Tiket yang dikerjakan.", "ticket"),
    Field("seq", "Urutan", "1, 2, 3 ... dalam tiket; tidak ada yang terlewat.", "number"),
    Field("at", "Saat", "Saat kejadian.", "date"),
    Field("actor", "Pelaku", "citizen, system, staff:NAMA, officer:NOMOR."),
    Field("verb", "Perbuatan", "Kode perbuatan; lihat docs/architecture.md."),
    Field("data", "Rincian", "JSON dari kode, nilai lama dan baru; tidak pernah isi atau nomor."),
    Field("chain", "Rantai", "HMAC atas baris ini dan baris sebelumnya, heksadesimal."),
)


def rows(source: Source) -> Iterator[Row]:
    """Yield a row of FIELDS for each event of the period on a ticket in scope, oldest first."""
    condition, values = source.scope.of_ticket("t")
    for tx, ids, done in source.pages("event", "at"):
        found = tx.execute(
            "SELECT t.number, e.seq, e.at, e.actor, e.verb, e.data, e.chain FROM event e"
            f" JOIN ticket t ON t.id = e.ticket WHERE e.id IN ({tx.marks(len(ids))}){condition}"
            " ORDER BY e.id",
            (*ids, *values),
        )
        for ticket, seq, at, actor, verb, data, chain in found:
            yield str(ticket), seq, source.local(at), actor, verb, data, bytes(chain).hex()
        source.told(done)

"""A ticket, its clocks and the words added to it."""

from models.contact import Contact
from models.orm import SealedField, Table, UtcField, pw

STATES = (
    "new", "held", "verified", "assigned", "in_progress", "done", "closed",
    "other_agency", "archived", "merged", "cancelled", "prank",
)  # fmt: skip


class Ticket(Table):
    """One report. One message makes one ticket: *inbox* is unique, and so is *number*."""

    id = pw.BigIntegerField(primary_key=True)
    number = pw.BigIntegerField(unique=True)  # as the citizen reads it, models/numbering.py
    inbox = pw.BigIntegerField(unique=True)  # inbox.id of the first part
    contact = pw.ForeignKeyField(Contact, column_name="contact", null=True, index=False)
    line = pw.TextField()
    type = pw.TextField()
    category = pw.TextField()
    urgency = pw.TextField()  # biasa, tinggi, darurat
    confidentiality = pw.TextField()  # biasa, anonim, rahasia
    state = pw.TextField()  # STATES
    review = pw.TextField(default="")  # why a person must read it
    redacted = pw.TextField()  # the strictest form, for search; "" for rahasia
    original = SealedField()  # UTF-8
    text_key = pw.BlobField()  # HMAC of the normalised text
    missing = pw.TextField(default="")  # parts that never came, "2,3"
    created_at = UtcField()
    updated_at = UtcField()

    class Meta:
        """Each index is named after its query in the migration."""

        indexes = ((("contact", "id"), False), (("state", "id"), False))


class Clock(Table):
    """One deadline of a ticket."""

    id = pw.BigIntegerField(primary_key=True)
    ticket = pw.ForeignKeyField(Ticket, column_name="ticket", backref="clocks", index=False)
    name = pw.TextField()
    due = UtcField()
    paused_since = UtcField(null=True)
    met_at = UtcField(null=True)
    breached_at = UtcField(null=True)
    step = pw.BigIntegerField(default=0)  # of the ladder

    class Meta:
        """A ticket has a clock of a name once."""

        indexes = ((("ticket", "name"), True),)


class Note(Table):
    """Words about a ticket; erasing them leaves the event chain whole."""

    id = pw.BigIntegerField(primary_key=True)
    ticket = pw.ForeignKeyField(Ticket, column_name="ticket", backref="notes", index=False)
    event = pw.DeferredForeignKey("Event", column_name="event", index=False)
    kind = pw.TextField()  # addition, late_part, officer, result, question, answer
    at = UtcField()
    body = SealedField()  # UTF-8

    class Meta:
        """Each index is named after its query in the migration."""

        indexes = ((("ticket", "id"), False),)

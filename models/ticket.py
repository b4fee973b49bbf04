"""A ticket, its clocks, and the words and files added to it."""

from typing import get_args

from models.casework.states import State
from models.contact import Contact
from models.orm import SealedField, Table, UtcField, pw

STATES = get_args(State)


class Ticket(Table):
    """One report. One message makes one ticket: *inbox* is unique, and so is *number*."""

    id = pw.BigIntegerField(primary_key=True)
    number = pw.BigIntegerField(unique=True)  # as the citizen reads it, models/numbering.py
    inbox = pw.BigIntegerField(unique=True, null=True)  # inbox.id of the first part
    contact = pw.ForeignKeyField(Contact, column_name="contact", null=True, index=False)
    line = pw.TextField()
    channel = pw.TextField(default="sms")  # sms, wa, web, phone, ig, walk_in
    type = pw.TextField()
    subtype = pw.TextField(default="")  # ppid, kritik
    category = pw.TextField()
    area = pw.TextField(default="")  # code in the gazetteer
    grade = pw.TextField(default="")  # ringan, field_check
    term = pw.TextField(default="")  # short, medium, long
    urgency = pw.TextField()  # biasa, tinggi, darurat
    confidentiality = pw.TextField()  # biasa, anonim, rahasia
    state = pw.TextField()  # STATES
    held_from = pw.TextField(default="")  # where "resume" goes
    silent = pw.BigIntegerField(default=0)  # 1: never send the reporter anything
    handler = pw.BigIntegerField(default=0)  # officer.id, of a rahasia report
    accused = pw.TextField(default="")  # codes of agencies, joined by blanks
    lapor_id = pw.TextField(default="")  # of SP4N-LAPOR
    outcome = pw.TextField(default="")  # granted, partly, refused
    archive_reason = pw.TextField(default="")
    outside_agency = pw.TextField(default="")
    incident = pw.BigIntegerField(null=True)  # incident.id
    merged_into = pw.ForeignKeyField("self", column_name="merged_into", null=True, index=False)
    linked_to = pw.ForeignKeyField("self", column_name="linked_to", null=True, index=False)
    rating = pw.BigIntegerField(default=0)  # 1 to 5
    released = pw.BigIntegerField(default=0)  # 1: its text may be public
    review = pw.TextField(default="")  # why a person must read it
    redacted = pw.TextField()  # the strictest form, for search; "" for rahasia
    original = SealedField()  # UTF-8
    text_key = pw.BlobField()  # HMAC of the normalised text
    missing = pw.TextField(default="")  # parts that never came, "2,3"
    place_key = pw.BlobField(null=True)  # HMAC of category and place
    created_at = UtcField()
    updated_at = UtcField()
    done_at = UtcField(null=True)
    ended_at = UtcField(null=True)

    class Meta:
        """Each index is named after its query in the migration."""

        indexes = ((("contact", "id"), False), (("state", "id"), False))


class Clock(Table):
    """One deadline of a ticket or of one of its tasks."""

    id = pw.BigIntegerField(primary_key=True)
    ticket = pw.ForeignKeyField(Ticket, column_name="ticket", backref="clocks", index=False)
    task = pw.BigIntegerField(default=0)  # assignment.id, 0: the ticket's own
    name = pw.TextField()
    started_at = UtcField()
    due = UtcField()
    wake = UtcField(null=True)  # when the sweep looks at it next; NULL: never
    paused_since = UtcField(null=True)
    met_at = UtcField(null=True)
    breached_at = UtcField(null=True)
    stopped_at = UtcField(null=True)  # neither met nor missed: it does not matter any more
    step = pw.BigIntegerField(default=0)  # of the ladder

    class Meta:
        """A ticket or task has a clock of a name once."""

        indexes = ((("ticket", "name", "task"), True),)


class Note(Table):
    """Words about a ticket; erasing them leaves the event chain whole."""

    id = pw.BigIntegerField(primary_key=True)
    ticket = pw.ForeignKeyField(Ticket, column_name="ticket", backref="notes", index=False)
    event = pw.DeferredForeignKey("Event", column_name="event", index=False)
    kind = pw.TextField()  # NoteKind of casework/effects.py
    at = UtcField()
    body = SealedField()  # UTF-8

    class Meta:
        """Each index is named after its query in the migration."""

        indexes = ((("ticket", "id"), False),)


class Attachment(Table):
    """One file of evidence; its content lies beside the database under its SHA-256."""

    id = pw.BigIntegerField(primary_key=True)
    ticket = pw.ForeignKeyField(Ticket, column_name="ticket", backref="attachments", index=False)
    event = pw.DeferredForeignKey("Event", column_name="event", index=False)
    sha256 = pw.BlobField()
    name = SealedField()  # UTF-8
    mime = pw.TextField()
    size = pw.BigIntegerField()  # bytes
    at = UtcField()

    class Meta:
        """Each index is named after its query in the migration."""

        indexes = ((("ticket", "id"), False),)

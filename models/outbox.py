"""The outbox: what is to be said, part by part on the air, and what networks report of it."""

from models.contact import Contact
from models.orm import NumberField, SealedField, Table, UtcField, pw

STATES = ("queued", "sending", "sent", "unknown", "delivered", "failed")


class Outbox(Table):
    """One SMS as a person reads it; its state is that of its parts.

    (cause, kind, contact, ticket) is unique: whatever is done twice says nothing twice.
    """

    id = pw.BigIntegerField(primary_key=True)
    cause = pw.TextField()  # "inbox:123", "event:77", "digest:9"
    kind = pw.TextField()  # the reply's key in templates/id.ini
    contact = pw.ForeignKeyField(Contact, column_name="contact", index=False)
    ticket = pw.BigIntegerField(default=0)  # ticket.id, 0 when none
    lane = pw.BigIntegerField()  # 0 urgent, 1 ack, 2 status, 3 bulk
    line = pw.TextField()
    body = SealedField()  # UTF-8
    parts = pw.BigIntegerField()
    essential = pw.BigIntegerField()  # 1: one ambiguous retry is allowed
    created_at = UtcField()
    not_before = UtcField()
    valid_until = UtcField()
    why = pw.TextField(default="")  # why it waits: "budget", "paused" ...

    class Meta:
        """Each index is named after its query in the migration."""

        indexes = (
            (("cause", "kind", "contact", "ticket"), True),
            (("contact", "created_at"), False),
            (("ticket", "id"), False),
        )


class Delivery(Table):
    """One part on the air: the state machine of RELIABILITY 3.2 runs here."""

    id = pw.BigIntegerField(primary_key=True)
    outbox = pw.ForeignKeyField(Outbox, column_name="outbox", backref="deliveries", index=False)
    part = pw.BigIntegerField()  # 1..outbox.parts
    line = pw.TextField()
    lane = pw.BigIntegerField()
    state = pw.TextField()  # STATES
    attempt = pw.BigIntegerField(default=0)
    epoch = pw.BigIntegerField(default=0)  # of the last claim; an older one may not record
    ambiguous = pw.BigIntegerField(default=0)  # retries whose first copy may have arrived: 0, 1
    owner = pw.TextField(default="")  # the node that claimed it
    lease_until = UtcField(null=True)
    not_before = UtcField()
    valid_until = UtcField()
    reference = pw.TextField(null=True)  # as the carrier gave it
    reference_key = pw.TextField(null=True)  # normalised for matching
    state_at = UtcField()
    sent_at = UtcField(null=True)
    code = pw.TextField(default="")  # the carrier's last

    class Meta:
        """A part is there once; each partial index is named after its query."""

        indexes = ((("outbox", "part"), True),)


class Report(Table):
    """One delivery report; it waits 24 h for a delivery that it matches."""

    id = pw.BigIntegerField(primary_key=True)
    line = pw.TextField()
    key = pw.BlobField(unique=True)
    raw = SealedField()
    number = NumberField()
    reference = pw.TextField()
    state = pw.TextField()  # delivered, failed, pending
    code = pw.TextField()
    received_at = UtcField()
    sent_at = UtcField(null=True)
    delivery = pw.ForeignKeyField(Delivery, column_name="delivery", null=True, index=False)

"""The inbox: what was received, byte for byte, before anybody understood it."""

import hashlib

from models.orm import SealedField, Table, UtcField, pw
from models.session import Session
from models.ticket import Ticket

NEW, HELD, DONE, BAD = STATES = ("new", "held", "done", "bad")


class Inbox(Table):
    """One SMS or part. Only *seen* to *clings*, *state*, *reason* and *ticket* are ever updated.

    (line, key, occurrence) is unique: a carrier that delivers twice adds to *seen*, not a row.
    """

    id = pw.BigIntegerField(primary_key=True)
    line = pw.TextField()
    key = pw.BlobField()  # HMAC of what makes it this message to the carrier, RELIABILITY 3.1
    occurrence = pw.BigIntegerField(default=0)
    session = pw.ForeignKeyField(Session, column_name="session", index=False)
    raw = SealedField()  # the PDU or request body
    content = SealedField(null=True)  # what the codec made of it; NULL when bad
    blob_sha256 = pw.BlobField()  # digest() of raw and content as stored
    received_at = UtcField()
    sent_at = UtcField(null=True)  # the service centre's stamp
    seen = pw.BigIntegerField(default=1)
    differs = pw.BigIntegerField(default=0)  # copies with other words under the provider's id
    clings = pw.BigIntegerField(default=0)  # 1: the carrier could not be told
    lane = pw.BigIntegerField()  # 0 urgent, 1 ack
    state = pw.TextField()  # STATES
    reason = pw.TextField(default="")  # a code word
    sender_key = pw.BlobField(null=True)  # HMAC of the sender; NULL when unknown
    group_key = pw.BlobField(null=True)  # HMAC(line, sender, destination, reference, total, width)
    head = pw.BigIntegerField(null=True)  # inbox.id of the group's first part
    part = pw.BigIntegerField(null=True)
    parts = pw.BigIntegerField(null=True)
    ticket = pw.ForeignKeyField(Ticket, column_name="ticket", null=True, index=False)

    class Meta:
        """Each partial index is named after its query in the migration."""

        indexes = ((("line", "key", "occurrence"), True), (("state", "id"), False))


def digest(raw: bytes, content: bytes | None) -> bytes:
    """Return what *blob_sha256* must be: SHA-256 over the sealed bytes as they are stored."""
    return hashlib.sha256(raw + (content or b"")).digest()

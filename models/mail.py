"""Mail to be sent: one row for one message to one mailbox."""

from models.orm import SealedField, Table, UtcField, pw

STATES = ("queued", "sending", "sent", "unknown", "failed")


class Mail(Table):
    """One e-mail; (cause, recipient_key) is unique: whatever is done twice says nothing twice."""

    id = pw.BigIntegerField(primary_key=True)
    cause = pw.TextField()  # "digest:9", "alarm:3"
    recipient = SealedField()  # the address
    recipient_key = pw.BlobField()  # its HMAC
    essential = pw.BigIntegerField()  # 1: one ambiguous retry is allowed
    state = pw.TextField()  # STATES
    attempt = pw.BigIntegerField(default=0)
    epoch = pw.BigIntegerField(default=0)  # of the last claim; an older one may not record
    begun = pw.BigIntegerField(default=0)  # 1: this try had come to the end of DATA
    ambiguous = pw.BigIntegerField(default=0)  # retries whose first copy may have arrived: 0, 1
    lease_until = UtcField(null=True)
    not_before = UtcField()
    valid_until = UtcField()
    created_at = UtcField()
    state_at = UtcField()
    code = pw.TextField(default="")  # the server's last, "451", or why it failed
    content = SealedField()  # MIME: subject, texts and files; last, for it is long

    class Meta:
        """One row a cause and mailbox."""

        indexes = ((("cause", "recipient_key"), True),)

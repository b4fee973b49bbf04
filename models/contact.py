"""A contact: the only place where a number stands."""

from models.orm import NumberField, Table, UtcField, pw

KINDS = ("mobile", "short", "alphanumeric", "foreign", "other")


class Contact(Table):
    """One sender or recipient, made by the desk; *number* is unique and found by ``==``."""

    id = pw.BigIntegerField(primary_key=True)
    number = NumberField(unique=True)
    kind = pw.TextField()  # KINDS
    created_at = UtcField()
    blocked_until = UtcField(null=True)
    muted_until = UtcField(null=True)
    opted_out = pw.BigIntegerField(default=0)

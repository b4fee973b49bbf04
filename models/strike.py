"""What counts against a sender, and what was counted by hand on the other channels."""

from models.contact import Contact
from models.orm import Table, UtcField, pw

REASONS = ("prank", "ghost", "spam", "abuse")
KINDS = ("ghost", "prank", "spam", "information", "valid")


class Strike(Table):
    """One strike against a contact; it expires, or a person forgives it."""

    id = pw.BigIntegerField(primary_key=True)
    contact = pw.ForeignKeyField(Contact, column_name="contact", index=False)
    ticket = pw.BigIntegerField(default=0)  # ticket.id, 0 when none
    reason = pw.TextField()  # REASONS
    at = UtcField()
    forgiven_at = UtcField(null=True)


class Tally(Table):
    """How many calls of a kind came in on one day by another channel than ours."""

    id = pw.BigIntegerField(primary_key=True)
    day = pw.TextField()  # 2026-11-23, local
    channel = pw.TextField()
    kind = pw.TextField()  # KINDS
    count = pw.BigIntegerField()

    class Meta:
        """A day has one count of a kind."""

        indexes = ((("day", "channel", "kind"), True),)

"""People at the terminal, what they do to the house, and what they were shown that is hidden."""

from models.orm import SealedField, Table, UtcField, pw

ROLES = ("viewer", "agency", "coordinator", "admin")


class Staff(Table):
    """One login; at most one row of it is open."""

    id = pw.BigIntegerField(primary_key=True)
    login = pw.TextField()
    role = pw.TextField()  # ROLES
    agency = pw.TextField(default="")  # of role agency: its code in city.toml
    officer = pw.BigIntegerField(default=0)  # officer.id of the same person, 0 none
    created_at = UtcField()
    until_at = UtcField(null=True)  # NULL: still serves


class Reveal(Table):
    """One time that somebody was shown what is hidden."""

    id = pw.BigIntegerField(primary_key=True)
    ticket = pw.BigIntegerField(default=0)  # ticket.id, 0 when none
    contact = pw.BigIntegerField(default=0)  # contact.id, 0 when none
    field = pw.TextField()
    actor = pw.TextField()  # "staff:NAME"
    reason = SealedField()  # UTF-8
    at = UtcField()

    class Meta:
        """Each index is named after its query in the migration."""

        indexes = ((("at",), False),)


class Deed(Table):
    """One thing that was done to staff, officers, tallies or the city. Never updated or deleted."""

    id = pw.BigIntegerField(primary_key=True)  # 1, 2, 3 ... without a gap
    at = UtcField()
    actor = pw.TextField()  # "staff:NAME", "system"
    verb = pw.TextField()  # VERBS of models/deeds.py
    subject = pw.TextField()
    data = pw.TextField()  # JSON
    chain = pw.BlobField()  # of this row and all before it

"""Assignments (disposisi): which agency has which part of a ticket."""

from models.orm import Table, UtcField, pw
from models.ticket import Ticket

STATES = ("assigned", "accepted", "in_progress", "done", "returned", "withdrawn")


class Assignment(Table):
    """One agency's task on a ticket; an agency has at most one that is open."""

    id = pw.BigIntegerField(primary_key=True)
    ticket = pw.ForeignKeyField(Ticket, column_name="ticket", backref="assignments", index=False)
    agency = pw.TextField()  # code in city.toml
    lead = pw.BigIntegerField()  # 1: leads, 0: supports
    state = pw.TextField()  # STATES
    accepted_by = pw.BigIntegerField(default=0)  # officer.id
    created_at = UtcField()
    updated_at = UtcField()
    ended_at = UtcField(null=True)

    class Meta:
        """Each index is named after its query in the migration."""

        indexes = ((("ticket", "id"), False), (("agency", "ticket"), False))

"""Incidents, which several tickets tell of, and alarms, which the duty roster is told."""

from models.orm import Table, UtcField, pw
from models.ticket import Ticket

STATES = ("open", "closed")


class Incident(Table):
    """One event that several people reported."""

    id = pw.BigIntegerField(primary_key=True)
    category = pw.TextField()
    area = pw.TextField()
    place_key = pw.BlobField(null=True)  # as of the ticket that founded it
    state = pw.TextField()  # STATES
    created_at = UtcField()
    closed_at = UtcField(null=True)

    class Meta:
        """Each index is named after its query in the migration."""

        indexes = ((("state", "id"), False),)


class Alarm(Table):
    """An emergency that is told to one after the other until somebody writes TERIMA."""

    ticket = pw.ForeignKeyField(Ticket, column_name="ticket", primary_key=True, index=False)
    told = pw.BigIntegerField(default=0)  # officer.id
    round = pw.BigIntegerField(default=0)
    next_at = UtcField(null=True)  # NULL: nobody is told any more
    taken_by = pw.BigIntegerField(default=0)  # officer.id
    taken_at = UtcField(null=True)

"""Officers: who may command by SMS, when they are on duty, and the codes we sent them."""

from models.contact import Contact
from models.orm import SealedField, Table, UtcField, pw
from models.ticket import Ticket

ROLES = ("officer", "head", "coordinator", "assistant", "mayor")


class Officer(Table):
    """One person of an agency; a contact is at most one that still serves."""

    id = pw.BigIntegerField(primary_key=True)
    contact = pw.ForeignKeyField(Contact, column_name="contact", index=False)
    agency = pw.TextField()  # code in city.toml
    role = pw.TextField()  # ROLES
    name = SealedField()  # UTF-8
    created_at = UtcField()
    until_at = UtcField(null=True)  # NULL: still serves


class Duty(Table):
    """When an officer is on duty: days as bits (Monday is 1), minutes of the local day."""

    id = pw.BigIntegerField(primary_key=True)
    officer = pw.ForeignKeyField(Officer, column_name="officer", backref="duties", index=False)
    days = pw.BigIntegerField()
    opens = pw.BigIntegerField()
    closes = pw.BigIntegerField()
    place = pw.BigIntegerField()  # in the roster: the first is called first

    class Meta:
        """Each index is named after its query in the migration."""

        indexes = ((("officer", "place"), False),)


class Challenge(Table):
    """A command that waits until its writer sends our code back."""

    id = pw.BigIntegerField(primary_key=True)
    officer = pw.ForeignKeyField(Officer, column_name="officer", index=False)
    contact = pw.ForeignKeyField(Contact, column_name="contact", index=False)
    ticket = pw.ForeignKeyField(Ticket, column_name="ticket", index=False)
    verb = pw.TextField()
    into_ticket = pw.BigIntegerField(default=0)  # ticket.id of GABUNG's second
    body = SealedField()  # UTF-8
    code = pw.BlobField()  # HMAC
    until = UtcField()
    used_at = UtcField(null=True)
    tries = pw.BigIntegerField(default=0)  # wrong codes


class Sheet(Table):
    """One printed sheet of codes; an officer has at most one that counts."""

    id = pw.BigIntegerField(primary_key=True)
    officer = pw.ForeignKeyField(Officer, column_name="officer", index=False)
    secret = SealedField()  # of HOTP, 20 bytes
    place = pw.BigIntegerField()  # counter of the next code
    size = pw.BigIntegerField()  # codes on the sheet
    made_at = UtcField()
    until_at = UtcField(null=True)  # NULL: the present one

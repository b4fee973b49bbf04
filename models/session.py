"""What the gateway keeps about itself: sessions and states of lines, counters, settings."""

from models.orm import Table, UtcField, pw


class Session(Table):
    """One connection of a line: its rows are doubtful if it died within 60 s of their commit."""

    id = pw.BigIntegerField(primary_key=True)
    line = pw.TextField()
    node = pw.TextField()
    started = UtcField()
    last_seen = UtcField()  # written with each batch
    ended = UtcField(null=True)
    clean = pw.BigIntegerField(default=0)  # 1: everything committed had been acknowledged


class LineState(Table):
    """The last known state of a line, as one node sees it."""

    line = pw.TextField(primary_key=True)
    node = pw.TextField()
    data = pw.TextField()  # JSON of Health and of pauses
    paused_until = UtcField(null=True)
    pause_reason = pw.TextField(default="")
    updated_at = UtcField()


class Meta(Table):
    """Named values: key_check, number_key."""

    name = pw.TextField(primary_key=True)
    value = pw.TextField()


class Counter(Table):
    """The last id given for a table; Tx.ids() takes the next."""

    name = pw.TextField(primary_key=True)
    value = pw.BigIntegerField()

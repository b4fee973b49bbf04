"""Which digest went to whom on which day: each once."""

from models.orm import Table, UtcField, pw


class DigestRun(Table):
    """One digest to one recipient."""

    id = pw.BigIntegerField(primary_key=True)
    name = pw.TextField()  # "daily", "weekly" ...
    day = pw.TextField()  # the local day that it closes: 2026-11-23
    recipient = pw.TextField()  # "officer:3", "mail:1", never a number or an address
    made_at = UtcField()

    class Meta:
        """One row a digest, day and recipient."""

        indexes = ((("name", "day", "recipient"), True),)

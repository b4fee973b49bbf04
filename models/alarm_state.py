"""What is wrong with the gateway itself, since when, and whether people were told."""

from models.orm import Table, UtcField, pw


class AlarmState(Table):
    """One time that something was wrong; of a name and a subject at most one is open."""

    id = pw.BigIntegerField(primary_key=True)
    name = pw.TextField()  # "line_down", "disk_low" ...
    subject = pw.TextField()  # a line, or '' for the whole house; never a number
    fields = pw.TextField()  # JSON of the words that its text needs
    raised_at = UtcField()
    cleared_at = UtcField(null=True)  # NULL: still so
    told = pw.BigIntegerField(default=0)  # 0 nobody knows, 1 told, 2 nothing is left to tell
    told_at = UtcField(null=True)  # when anything of it was told last

    class Meta:
        """Each index is named after its query in the migration."""

        indexes = ((("name", "subject", "told_at"), False),)

"""Personal data: ``kentongan privacy ...``; each command is imported when it is used."""

from console.frame import LateGroup

COMMANDS = {
    "reveal": ("console.privacy_reveal:reveal", "Show what is hidden; it is logged with why."),
    "log": ("console.privacy_reveal:show_log", "List who was shown what is hidden, and why."),
    "erase": ("console.privacy_erase:erase", "Take a person out of the stored data."),
    "reapply": ("console.privacy_erase:reapply", "Erase again what a restored backup brought."),
    "retention": ("console.privacy_keep:retention", "Remove what was kept long enough."),
    "backups": ("console.privacy_keep:backups", "List copies of the database and their age."),
    "breach-report": ("console.privacy_breach:breach_report", "Write the notice of a breach."),
}

privacy = LateGroup(
    "privacy", late=COMMANDS, help="Guard and remove personal data.", no_args_is_help=True
)

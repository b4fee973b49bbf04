"""The daemon's log: JSON lines or plain ones; a log that cannot be written never stops the SMS."""

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path


class JsonLines(logging.Formatter):
    """One object a line: at (RFC 3339), level, part of the program, message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback goes in as one field."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True)


class Counting(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to a stream and counts what could not be written: a full disk is no reason to stop."""

    dropped = 0

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Count the line that was lost."""
        del record
        self.dropped += 1


def start(*, level: str, form: str, file: Path | None) -> logging.Handler:
    """Send the log of the whole program to *file*, or to standard error; return the handler."""
    stream = file.open("a", encoding="utf-8") if file else sys.stderr
    handler = Counting(stream)
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonLines() if form == "json" else plain)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # gsmmodem logs numbers and texts at debug level
    for loud in ("gsmmodem", "peewee", "schedule"):
        logging.getLogger(loud).setLevel(logging.ERROR)
    return handler

"""What every thread of the daemon shares."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from gateway.config import Settings
from models.base import Store
from models.city import City
from models.writer import Writer


@dataclass(slots=True)
class Office:
    """One running daemon. Settings and city are swapped whole by a reload, never changed."""

    store: Store
    writer: Writer
    clock: Callable[[], datetime]  # aware, UTC; the daemon's own
    node: str  # this process, as rows name it
    settings: Settings
    city: City
    desk_wake: threading.Event = field(default_factory=threading.Event)
    line_wakes: dict[str, threading.Event] = field(default_factory=dict)
    mail_wake: threading.Event = field(default_factory=threading.Event)
    stopping: threading.Event = field(default_factory=threading.Event)

    def wake_lines(self) -> None:
        """Let every line look whether it has something to send."""
        for wake in list(self.line_wakes.values()):
            wake.set()

    def wake_all(self) -> None:
        """Let every thread look for work, e.g. after another process wrote."""
        self.desk_wake.set()
        self.mail_wake.set()
        self.wake_lines()

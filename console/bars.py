"""Progress bars for what takes more than a second, on a terminal."""

# ruff: noqa: PLC0415 - what is heavy is imported when it is shown

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0  # seconds until there is anything to see


@contextmanager
def progress(label: str) -> Iterator[Callable[[float], None]]:
    """Yield what is told the share done, 0..1; it draws on standard error when that is a terminal.

    >>> with progress("rows") as told:
    ...     told(0.5)
    """
    began, shown = time.monotonic(), list["Progress"]()
    terminal = sys.stderr.isatty()

    def told(share: float) -> None:
        if not terminal or time.monotonic() - began < PATIENCE:
            return
        if not shown:
            shown.append(_bar(label))
        shown[0].update(shown[0].task_ids[0], completed=share)

    try:
        yield told
    finally:
        for bar in shown:
            bar.stop()


@contextmanager
def patience(label: str) -> Iterator[None]:
    """Show that something takes its time, whose share done nobody knows."""
    if not sys.stderr.isatty():
        yield
        return
    import threading

    bar = _made(label, known=False)
    timer = threading.Timer(PATIENCE, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


def _bar(label: str) -> "Progress":
    bar = _made(label, known=True)
    bar.start()
    return bar


def _made(label: str, *, known: bool) -> "Progress":
    """Return a bar that is not shown yet; *known*: it will be told the share done."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    ends = (TaskProgressColumn(), TimeRemainingColumn()) if known else (TimeElapsedColumn(),)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(pulse_style="cyan"), *ends,
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    bar.add_task(label, total=1.0 if known else None)
    return bar

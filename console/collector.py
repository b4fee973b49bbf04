"""Looks for cycles seldom while a command starts, and not at exit; imported before all else.

What starting makes all stays: a fifth of the time of a short command went into looking, 4 ms of it
while click was imported. The daemon goes back to Python's own 700 objects.
"""

import gc

PATIENT = 50_000  # new objects before cycles are looked for
gc.set_threshold(PATIENT)


def rest() -> None:
    """Leave everything as it is until the process ends."""
    gc.freeze()

"""What a drawing takes for a cell. Pure."""

import math

from reports.page import Cell


def amount(cell: Cell) -> float:
    """Return the number of *cell* for a drawing: 0 for what is hidden, not known or not finite."""
    if isinstance(cell, int | float) and math.isfinite(cell):
        return float(cell)
    return 0.0

"""What a column of an export is: its key for programs, its title and meaning for people."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.page import Cell, Column, Kind, Table


@dataclass(frozen=True, slots=True)
class Field:
    """One column; *key* never changes from one release to the next."""

    key: str
    title: str  # Indonesian, as the heading in Excel
    meaning: str  # Indonesian, for the dictionary
    kind: Kind = "text"

    @property
    def column(self) -> Column:
        """The heading for people."""
        return Column(self.title, self.kind)


Row = tuple[Cell, ...]
"""One value for each Field of the export."""


def dictionary(fields: Iterable[Field]) -> Table:
    """Return what each column means, as a table that goes with the rows."""
    columns = (Column("Kolom"), Column("Judul"), Column("Arti"))
    rows = tuple((field.key, field.title, field.meaning) for field in fields)
    return Table("kamus", "Kamus data", columns, rows)

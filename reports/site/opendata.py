"""Open data: each table as CSV and JSON, with a dictionary of its columns."""

import io
import json
from collections.abc import Iterable

from reports.page import Hidden, Kind, Report, Table
from reports.render import csvfile

MEANINGS: dict[Kind, str] = {
    "text": "teks", "number": "bilangan", "percent": "bagian 0..1", "minutes": "menit",
    "hours": "jam kerja", "days": "hari kerja", "rupiah": "rupiah", "rating": "nilai 1..5",
    "date": "tanggal ISO 8601", "ticket": "nomor tiket", "light": "merah, kuning atau hijau",
}  # fmt: skip
LICENCE = "CC BY 4.0"


def files(tables: Iterable[Table]) -> dict[str, bytes]:
    """Return {name: content} of each table as NAME.csv and NAME.json."""
    made: dict[str, bytes] = {}
    for table in tables:
        stream = io.BytesIO()
        csvfile.write(stream, table.columns, table.rows)
        made[f"{table.name}.csv"] = stream.getvalue()
        made[f"{table.name}.json"] = _json(table)
    return made


def dictionary(report: Report, tables: Iterable[Table]) -> bytes:
    """Return what all files and columns mean, as JSON."""
    given = {
        "kota": report.city,
        "dari": report.first.isoformat(),
        "sampai": report.last.isoformat(),
        "dibuat": report.made_at.isoformat(timespec="seconds"),
        "lisensi": LICENCE,
        "berkas": [
            {
                "nama": table.name,
                "judul": table.title,
                "catatan": table.note,
                "kolom": [
                    {"nama": column.title, "jenis": MEANINGS[column.kind]}
                    for column in table.columns
                ],
            }
            for table in tables
        ],
    }
    return (json.dumps(given, ensure_ascii=False, indent=1) + "\n").encode()


def _json(table: Table) -> bytes:
    """Return *table* as one object a row; a hidden number is "<5", an unknown one null."""
    names = [column.title for column in table.columns]
    rows = [
        {
            name: f"<{cell.limit}" if isinstance(cell, Hidden) else cell
            for name, cell in zip(names, row, strict=True)
        }
        for row in table.rows
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=0, default=str) + "\n").encode()

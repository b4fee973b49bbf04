"""One question to the history, asked by a process that has read nothing: ``PLACE NAME`` -> JSON."""

import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bench.history import END, QUESTIONS
from models import cases, keyfile
from models.base import Store, Tx
from models.listing import Filter, ids

PAGE = 50
ROWS = (
    "SELECT t.id, t.number, t.state, t.type, t.category, t.urgency, t.line, c.number, t.redacted,"
    " t.review, t.missing, t.created_at, t.updated_at, t.inbox, t.confidentiality"
    " FROM ticket t LEFT JOIN contact c ON c.id = t.contact WHERE t.id IN ({})"
)


def filters(names: dict[str, str]) -> dict[str, Filter]:
    """Return what each list or search asks for."""
    agency, category, area = names["agency"], names["category"], names["area"]
    open_states = ("new", "held", "verified", "assigned", "in_progress")
    return {
        "list": Filter(),
        "list_agency": Filter(agency=agency),
        "list_agency_open": Filter(agency=agency, open_task=True),
        "list_agency_state": Filter(agency=agency, states=("done",)),
        "list_agency_prank": Filter(agency=agency, states=("prank",)),
        "list_state": Filter(states=("held",)),
        "list_open": Filter(states=open_states),
        "list_category": Filter(category=category),
        "list_area": Filter(areas=(area,)),
        "list_agency_category": Filter(agency=agency, category=category),
        "list_agency_foreign": Filter(agency=agency, category=names["rare_category"]),
        "list_agency_area": Filter(agency=agency, areas=(area,)),
        "list_agency_channel": Filter(agency=agency, channel="wa"),
        "list_review": Filter(review=True),
        "list_late": Filter(late=END),
        "list_urgent_old": Filter(urgency="darurat", until=END - timedelta(days=200)),
        "list_month": Filter(
            agency=agency, since=END - timedelta(days=230), until=END - timedelta(days=200)
        ),
        "search_common": Filter(words="lampu jalan"),
        "search_rare": Filter(words="lampu suritu 299"),
        "search_agency": Filter(words="lampu jalan", agency=agency),
        "search_state": Filter(words="lampu", states=("held",)),
        "search_review": Filter(words="lampu", review=True),
        "search_foreign": Filter(words="lampu", category=names["rare_category"]),
        "search_nothing": Filter(words="lampu tidakada"),
    }


def question(name: str, names: dict[str, str]) -> Callable[[Tx], int]:
    """Return what answers *name*, with the number of rows it found."""
    if name == "show":
        return lambda tx: _show(tx, int(names["number"]))
    wanted = filters(names)[name]

    def answer(tx: Tx) -> int:
        found = ids(tx, wanted, 2**62, PAGE)
        return len(tx.execute(ROWS.format(tx.marks(len(found))), found)) if found else 0

    return answer


def _show(tx: Tx, number: int) -> int:
    case = cases.by_number(tx, number)
    assert case is not None
    told = tx.execute("SELECT seq, at, actor, verb, data FROM event WHERE ticket = ?", (case.id,))
    return len(told) + len(tx.execute("SELECT body FROM note WHERE ticket = ?", (case.id,)))


def main(place: Path, name: str) -> None:
    """Ask, and print the milliseconds from opening the database to the last row."""
    keys = keyfile.load(place / "kentongan.key")
    names = json.loads((place / "names.json").read_text())
    answer = question(name, names)
    began = time.perf_counter()
    store = Store.open(str(place / "var" / "kentongan.db"), keys, read_only=True)
    with store.reading() as tx:
        rows = answer(tx)
    taken = (time.perf_counter() - began) * 1000
    asked: list[str] = []
    raw = store.connection().raw
    raw.set_trace_callback(asked.append)
    with store.reading() as tx:
        answer(tx)
    raw.set_trace_callback(None)
    plans = [
        row[3]
        for sql in asked
        if sql.lstrip().startswith("SELECT")
        for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}")
    ]
    store.close()
    print(json.dumps({"ms": taken, "rows": rows, "plans": plans}))


if __name__ == "__main__":
    assert sys.argv[2] in QUESTIONS
    main(Path(sys.argv[1]), sys.argv[2])

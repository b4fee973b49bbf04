"""The reports of a period as they stand now: types, progress, channels, subjects, places."""

from typing import TYPE_CHECKING, Any, NamedTuple

from models.base import Tx
from models.casework.states import WORDS, State
from reports.figures.query import FOLLOWED_UP, HAS_TASK, counted, states, steered
from reports.figures.values import SMALL, Count, share, shown
from reports.period import Period
from reports.scope import Scope

if TYPE_CHECKING:
    from models.casework.sop import Sop
    from reports.page import Hidden

_COLOURS = {
    colour: states(*(state for state, word in WORDS.items() if word.colour == colour))
    for colour in ("red", "yellow", "green", "grey")
}
_NO_PRANK = " AND t.state <> 'prank'"
_ELSEWHERE: tuple[State, ...] = ("other_agency", "archived", "merged", "cancelled")


class Reports(NamedTuple):
    """Reports made in a period, on any channel."""

    total: int
    complaint: int
    aspiration: int
    information: int
    prank: int  # of all types, found to be made up
    urgent: int  # darurat
    secret: int  # rahasia
    by_sms: int  # the others were entered at the desk

    @property
    def valid(self) -> int:
        """All but pranks."""
        return self.total - self.prank


class Progress(NamedTuple):
    """How far the reports of a period have come: *valid* is the sum of the next five.

    The colours are LAPOR's, of all reports: red + yellow + green + grey = total.
    """

    total: int
    valid: int
    held: int  # tertunda: waits for its reporter
    done: int  # selesai, closed or not
    in_work: int  # proses
    not_yet: int  # belum: nobody has begun
    elsewhere: int  # not the city's, archived, merged or cancelled
    assigned: int  # terdisposisi, of the valid ones
    followed_up: int  # of the assigned ones
    red: int
    yellow: int
    green: int
    grey: int

    @property
    def assigned_share(self) -> float | None:
        """% terdisposisi, 0 to 1."""
        return share(self.assigned, self.valid)

    @property
    def follow_up_share(self) -> float | None:
        """Tingkat tindak lanjut: of the assigned reports, 0 to 1."""
        return share(self.followed_up, self.assigned)

    @property
    def held_share(self) -> float | None:
        """% tertunda, 0 to 1."""
        return share(self.held, self.valid)

    @property
    def done_share(self) -> float | None:
        """% selesai, 0 to 1."""
        return share(self.done, self.valid)

    @property
    def in_work_share(self) -> float | None:
        """% proses, 0 to 1."""
        return share(self.in_work, self.valid)

    @property
    def not_yet_share(self) -> float | None:
        """% belum, 0 to 1."""
        return share(self.not_yet, self.valid)


class Heat(NamedTuple):
    """How many reports of each category came from each area."""

    areas: tuple[str, ...]
    categories: tuple[str, ...]
    cells: "tuple[tuple[int | Hidden, ...], ...]"  # a row an area, a column a category


class Cluster(NamedTuple):
    """Reports of one incident (kejadian) that came in the period."""

    incident: int  # incident.id
    category: str
    area: str
    n: int


def new(tx: Tx, period: Period, scope: Scope) -> Reports:
    """Return the reports that were made in *period* (laporan baru), by their type now."""
    row = _one(
        tx, period, scope,
        "COUNT(*)", counted("t.type = 'pengaduan'"), counted("t.type = 'aspirasi'"),
        counted("t.type = 'permintaan_info'"), counted("t.state = 'prank'"),
        counted("t.urgency = 'darurat'"), counted("t.confidentiality = 'rahasia'"),
        counted("t.inbox IS NOT NULL"),
    )  # fmt: skip
    return Reports(*row)


def progress(tx: Tx, period: Period, scope: Scope) -> Progress:
    """Return how far the reports of *period* have come by now (DOMAIN.md 5, Pontianak's split).

    A report counts as assigned when an agency had a task of it, or it went with one of its
    incident; as followed up when an agency has told of progress or a result.
    """
    valid, assigned = "t.state <> 'prank'", f"t.state <> 'prank' AND {HAS_TASK}"
    row = _one(
        tx, period, scope,
        "COUNT(*)", counted(valid), counted("t.state = 'held'"),
        counted("t.state IN ('done', 'closed')"), counted("t.state = 'in_progress'"),
        counted("t.state IN ('new', 'verified', 'assigned')"),
        counted(f"t.state IN ({states(*_ELSEWHERE)})"), counted(assigned),
        counted(f"{assigned} AND {FOLLOWED_UP}"),
        *(counted(f"t.state IN ({listed})") for listed in _COLOURS.values()),
    )  # fmt: skip
    return Progress(*row)


def channels(tx: Tx, period: Period, scope: Scope) -> tuple[Count, ...]:
    """Return the valid reports of *period* by channel, an SMS by its line (``sms/1708``)."""
    channel = "CASE WHEN t.channel = 'sms' THEN 'sms/' || t.line ELSE t.channel END"
    return _counts(tx, period, scope, channel)


def categories(
    tx: Tx, period: Period, scope: Scope, sop: "Sop | None" = None, limit: int = 0
) -> tuple[Count, ...]:
    """Return the valid reports of *period* by category, most first; *limit* 0 for all.

    Of an area, or a kelurahan that is an agency, small counts of confidential categories are
    hidden for every reader: such a list is a row of `heat`. ValueError when *sop*, which knows
    them, is missing for anything but the whole city.
    """
    if sop is None:
        if not scope.whole:
            raise ValueError(f"categories of {scope.code!r}: which are confidential is not known")
        return _counts(tx, period, scope, "t.category", limit=limit)
    if not _is_place(scope, sop):
        return _counts(tx, period, scope, "t.category", limit=limit)
    from reports.page import Hidden  # noqa: PLC0415 - of a place alone

    found = _counts(tx, period, scope, "t.category")
    told = [one for one in found if one.code not in secret(sop) or _many(one)]
    small = sorted(secret(sop) - {one.code for one in told})
    return (*told, *(Count(code, Hidden(SMALL)) for code in small))[: limit or None]


def _is_place(scope: Scope, sop: "Sop") -> bool:
    rule = sop.agency(scope.code) if scope.kind == "agency" else None
    return scope.kind == "area" or (rule is not None and rule.kind == "area")


def _many(one: Count) -> bool:
    return isinstance(one.n, int) and one.n >= SMALL


def areas(
    tx: Tx, period: Period, scope: Scope, sop: "Sop", limit: int = 0, *, public: bool = False
) -> tuple[Count, ...]:
    """Return the valid reports of *period* by area, most first; without a place they are left out.

    A *public* count leaves out confidential categories: with them, hidden cells of `heat` could be
    computed.
    """
    where = " AND t.area <> ''"
    hidden = tuple(sorted(secret(sop))) if public else ()
    if hidden:
        where += f" AND t.category NOT IN ({tx.marks(len(hidden))})"
    return _counts(tx, period, scope, "t.area", where, hidden, limit=limit)


def heat(tx: Tx, period: Period, scope: Scope, sop: "Sop", *, public: bool = False) -> Heat:
    """Return the valid reports of *period*, area by category, both by their numbers.

    In *public* small cells are hidden, and areas of which nothing else is known left out.
    """
    found: dict[tuple[str, str], int] = {
        (area, category): int(n)
        for area, category, n in _rows(
            tx, period, scope, "t.area, t.category, COUNT(*)",
            f"{_NO_PRANK} AND t.area <> '' GROUP BY 1, 2",
        )
    }  # fmt: skip
    hidden = secret(sop)
    told = {key: n for key, n in found.items() if not public or key[1] not in hidden or n >= SMALL}
    places, subjects = _most(told, 0), _most(found, 1)
    cells = tuple(
        tuple(shown(what, found.get((where, what), 0), hidden, public=public) for what in subjects)
        for where in places
    )
    return Heat(places, subjects, cells)


def clusters(tx: Tx, period: Period, scope: Scope, limit: int = 10) -> tuple[Cluster, ...]:
    """Return the incidents with two reports or more in *period* (titik rawan), most first."""
    rows = _rows(
        tx, period, scope, "t.incident, MIN(t.category), MIN(t.area), COUNT(*)",
        f"{_NO_PRANK} AND t.incident IS NOT NULL AND t.confidentiality <> 'rahasia'"
        " GROUP BY t.incident HAVING COUNT(*) > 1 ORDER BY 4 DESC, 1 LIMIT ?", (limit,),
    )  # fmt: skip
    return tuple(Cluster(*row) for row in rows)


def secret(sop: "Sop") -> frozenset[str]:
    """Return the categories that the city keeps confidential."""
    return frozenset(one.code for one in sop.categories if one.confidential)


def _most(found: dict[tuple[str, str], int], place: int) -> tuple[str, ...]:
    """Return the areas (0) or categories (1) of *found*, the one with most reports first."""
    sums: dict[str, int] = {}
    for key, n in found.items():
        sums[key[place]] = sums.get(key[place], 0) + n
    return tuple(sorted(sums, key=lambda code: (-sums[code], code)))


def _counts(
    tx: Tx, period: Period, scope: Scope, column: str, where: str = "",
    values: tuple[object, ...] = (), *, limit: int = 0,
) -> tuple[Count, ...]:  # fmt: skip
    """Count the valid tickets of *period* by *column*, most first."""
    ending = f"{_NO_PRANK}{where} GROUP BY 1 ORDER BY 2 DESC, 1" + (" LIMIT ?" if limit else "")
    rows = _rows(
        tx, period, scope, f"{column}, COUNT(*)", ending, (*values, *((limit,) if limit else ()))
    )
    return tuple(Count(code, int(n)) for code, n in rows)


def _one(tx: Tx, period: Period, scope: Scope, *columns: str) -> list[int]:
    """Return the one row of numbers *columns* over the tickets made in *period*."""
    ((row),) = _rows(tx, period, scope, ", ".join(columns))
    return [int(value) for value in row]


def _rows(
    tx: Tx, period: Period, scope: Scope, columns: str, ending: str = "",
    values: tuple[object, ...] = (),
) -> list[tuple[Any, ...]]:  # fmt: skip
    """Select from the tickets made in *period* that *scope* is about."""
    condition, scoped = scope.of_ticket()
    return tx.execute(
        f"SELECT {columns} FROM {steered(tx, 'ticket t', 'ticket_by_creation')}"
        f" WHERE t.created_at >= ? AND t.created_at < ?{condition}{ending}",
        (*period.bounds, *scoped, *values),
    )

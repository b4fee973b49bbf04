"""What a measurement found, and how much work it was given."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Size:
    """How much work a measurement does: FULL for figures, TINY only to see that it runs."""

    runs: int  # samples of each figure
    messages: int  # of full_path
    replies: int  # of reply, in one run
    burst: int  # SMS at once
    waiting: int  # messages in inbox and outbox
    rows: int  # written by each run of a database measurement
    calls: int  # of a pure function, in one run
    tickets: int  # of history
    warm: float  # seconds of load before smpp counts
    seconds: float  # that it counts
    load: int  # messages of smpp_memory


FULL = Size(runs=5, messages=500, replies=20, burst=2000, waiting=10_000, rows=2000, calls=2000,
            tickets=1_000_000, warm=5.0, seconds=20.0, load=200_000)  # fmt: skip
TINY = Size(runs=1, messages=3, replies=1, burst=5, waiting=10, rows=50, calls=5, tickets=60,
            warm=0.0, seconds=0.6, load=50)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """One figure: a sample a run."""

    name: str  # "family" or "family.variant"
    unit: str
    samples: tuple[float, ...]
    bound: float | None = None  # what no program could beat, measured in the same run
    peer: float | None = None  # the best of PERFORMANCE.md's peers at the same work
    at_least: float | None = None  # the target, where more is better
    at_most: float | None = None  # the target, where less is better

    @property
    def middle(self) -> float:
        """Return the median of the runs."""
        return median(self.samples)

    @property
    def verdict(self) -> str:
        """Say whether the median meets the target: "met", "missed", or "" without one."""
        if self.at_least is not None:
            return "met" if self.middle >= self.at_least else "missed"
        if self.at_most is not None:
            return "met" if self.middle <= self.at_most else "missed"
        return ""

    @property
    def limit(self) -> float | None:
        """Return what the figure is held against: the bound, else the target."""
        declared = self.at_least if self.at_least is not None else self.at_most
        return declared if self.bound is None else self.bound

    def row(self) -> dict[str, object]:
        """Return the JSON object of this figure."""
        return {
            "name": self.name,
            "unit": self.unit,
            "median": _short(self.middle),
            "min": _short(min(self.samples)),
            "max": _short(max(self.samples)),
            "runs": len(self.samples),
            "limit": None if self.limit is None else _short(self.limit),
            "peer": self.peer,
            "verdict": self.verdict,
        }


def per_call(call: Callable[[], object], size: Size) -> tuple[float, ...]:
    """Return, a run, the mean microseconds of one *call*."""
    samples = []
    for _ in range(size.runs):
        began = time.perf_counter()
        for _ in range(size.calls):
            call()
        samples.append((time.perf_counter() - began) / size.calls * 1e6)
    return tuple(samples)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which *share* (0..1) of *values* lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _short(value: float) -> float:
    """Round to what such a measurement can know: four digits."""
    return float(f"{value:.4g}")

"""Run measurements: ``python -m bench [NAME ...] [--tiny] [--markdown]``.

JSON lines go to standard output as they are found, the table to standard error at the end.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from bench import desk, history, path, process, pure, report, smpp, storage, table, webhook
from bench.result import FULL, TINY, Result, Size

FAMILIES: dict[str, Callable[[Size], list[Result]]] = {
    "full_path": path.full_path,
    "reply": path.reply,
    "ready": process.ready,
    "rss_idle": process.rss_idle,
    "rss_waiting": process.rss_waiting,
    "burst": path.burst,
    "sqlite_limit": storage.sqlite_limit,
    "accept": storage.accept,
    "desk": desk.desk,
    "codec": pure.codec,
    "parse": pure.parsing,
    "seal": pure.seal,
    "number": pure.numbering,
    "startup": process.startup,
    "smpp": smpp.smpp,
    "smpp_memory": smpp.smpp_memory,
    "http": webhook.http,
    "history": history.history,
    "report": report.report,
}
BY_NAME = frozenset({"history", "report", "smpp_memory"})
"""Measured only when named: they take minutes, and a million tickets half an hour to write."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is named, everything without a name; return 0."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(FAMILIES))
    parser.add_argument("--tiny", action="store_true", help="only see that each one runs")
    parser.add_argument(
        "--markdown", action="store_true", help="print the block of docs/performance.md instead"
    )
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(FAMILIES))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; one of {', '.join(FAMILIES)}")
    results: list[Result] = []
    for name in options.names or [name for name in FAMILIES if name not in BY_NAME]:
        for result in FAMILIES[name](TINY if options.tiny else FULL):
            results.append(result)
            if not options.markdown:
                print(table.json_line(result), flush=True)
    if options.markdown:
        print(table.markdown(results))
    table.show(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())

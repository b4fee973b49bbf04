"""A simulator as its own process: ``python -m gateway.simulator --link PATH ...``.

It outlives the daemon, so the SIM keeps its messages when a test kills the daemon.
"""

import argparse
import signal
import sys
from dataclasses import fields
from pathlib import Path

from gateway.simulator import faults
from gateway.simulator.host import Simulator
from gateway.simulator.options import SimOptions

FLAGS = ("wide", "dribble", "poor")
PATHS = ("link", "control", "truth")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gateway.simulator", description=__doc__)
    for field in fields(SimOptions):
        option = "--" + field.name.replace("_", "-")
        if field.name in FLAGS:
            parser.add_argument(option, action="store_true")
        elif field.name in PATHS:
            parser.add_argument(option, type=Path, required=field.name == "link")
        elif field.name == "faults":
            parser.add_argument(option, type=Path, help="JSON lines, one fault each")
        else:
            parser.add_argument(option, type=type(field.default), default=field.default)
    return parser


def main() -> None:
    """Serve until SIGTERM, SIGINT or the control socket's "stop"; one line tells it is ready."""
    given = vars(_arguments().parse_args())
    given["faults"] = faults.read(given["faults"]) if given["faults"] else ()
    simulator = Simulator(SimOptions(**given))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: simulator.halt())
    sys.stdout.write(f"ready {simulator.device}\n")
    sys.stdout.flush()
    simulator.run()


if __name__ == "__main__":
    main()

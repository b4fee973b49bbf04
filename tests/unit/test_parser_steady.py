"""The same text gives the same reading in every process."""

import os
import subprocess
import sys

READ = """
import sys
from parser import Vocabulary, parse
for line in sys.stdin:
    print(parse(line, Vocabulary()))
"""
TEXTS = """\
tamban pasir liar di sungai
semampir Bangsa dinten mertua diaspal
tolong so gelap skali kulo jembatan
lampu so mati, lah duo bulan
"""


def test_the_hash_seed_of_a_process_changes_no_reading() -> None:
    """Where two known words or languages are equally near, the choice is ours, not a set's."""
    readings = {
        subprocess.run(
            [sys.executable, "-c", READ],
            input=TEXTS,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in range(4)
    }
    assert len(readings) == 1

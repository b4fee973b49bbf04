"""Reads texts for the desk on a core of its own: ``python -m gateway.reading_process``.

Frames of pickle come and go by standard input and output, from and to the daemon that began it
(reader.py); it ends with its input.
"""

import gc
import os
import pickle
import struct
import sys
from collections.abc import Sequence
from typing import IO

from gateway.reading import Lens, read

LENGTH = struct.Struct(">I")  # octets of the frame that follows


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Read a Lens, then lists of Asked, and answer each; frames of pickle, from our own daemon.

    It ends with *source*, wherever that is cut; raises BrokenPipeError when *sink* is closed first.
    """
    if (lens := _receive(source)) is None:
        return
    assert isinstance(lens, Lens)
    gc.freeze()  # the city's words stay
    send(sink, b"")
    while (batch := _receive(source)) is not None:
        assert isinstance(batch, Sequence)
        send(sink, pickle.dumps([read(one, lens) for one in batch], 5))


def send(sink: IO[bytes], frame: bytes) -> None:
    """Write one frame."""
    sink.write(LENGTH.pack(len(frame)) + frame)
    sink.flush()


def _receive(source: IO[bytes]) -> object:
    head = source.read(LENGTH.size)
    length = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else 0
    frame = source.read(length)
    if not length or len(frame) < length:
        return None
    return pickle.loads(frame)  # noqa: S301 - our own parent's pipe


if __name__ == "__main__":
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:  # the daemon ended before we were ready
        os._exit(0)  # without a last flush of what nobody reads

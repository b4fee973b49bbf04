"""The pure parts, called in a loop: codec, parser, seals, ticket numbers."""

import gc
import itertools
import os
import statistics
import time
from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from bench.result import Result, Size, per_call, percentile
from bench.station import TEXT
from bench.storage import deliver
from bench.texts import Given, given, hostile, texts
from gateway import pdu
from gateway.message import Outbound
from gateway.segments import split
from models.numbering import number
from models.seal import Keyring
from parser import parse


def codec(size: Size) -> list[Result]:
    """Microseconds to read one SMS-DELIVER and to write one SMS-SUBMIT."""
    raw = deliver(1).upper()
    (segment,) = split(TEXT % 1, reference=0)
    part = Outbound(1, 1, "+6281200000001", segment.data)
    identity = raw.encode()
    return [
        Result(
            "codec.decode",
            "us",
            per_call(lambda: pdu.to_inbound(raw, line="kartu", identity=identity), size),
        ),
        Result("codec.encode", "us", per_call(lambda: pdu.encode_submit(part), size)),
    ]


def parsing(size: Size) -> list[Result]:
    """Microseconds to read one text: the median, the 99th percentile, and the worst hostile one."""
    _all((*texts(), *given(), *hostile()), 0)  # grammars and rule files are made at first use
    gc.collect()
    gc.freeze()  # as the daemon does: the collector shall not walk words and rules
    own = [_all(texts(), size.calls) for _ in range(size.runs)]
    usual = [_all(given(), size.calls) for _ in range(size.runs)]
    tails = tuple(percentile(taken, 0.99) for taken in own)
    worst = tuple(max(map(_took, hostile())) / 1e3 for _ in range(size.runs))
    gc.unfreeze()
    return [
        Result("parse", "us", tuple(map(statistics.median, own)), at_most=150.0),
        Result("parse.given", "us", tuple(map(statistics.median, usual)), at_most=150.0),
        Result("parse.p99", "us", tails, at_most=1000.0),
        Result("parse.hostile", "ms", worst, at_most=50.0),
    ]


def _all(texts: Sequence[Given], calls: int) -> list[float]:
    """Return what each reading of *texts* took; *calls* in all, but each at least once."""
    return [_took(text) for _ in range(max(1, calls // len(texts))) for text in texts]


def _took(one: Given) -> float:
    """Return the microseconds of one reading on its core, without what other programs took."""
    text, words, required, role = one
    began = time.thread_time()
    parse(text, words, keyword_required=required, role=role)
    return (time.thread_time() - began) * 1e6


def seal(size: Size) -> list[Result]:
    """Microseconds to seal one text; the limit is the bare cipher with a nonce that is ready."""
    keys, text = Keyring(os.urandom(64)), (TEXT % 1).encode()
    bare, nonce = AESSIV(AESSIV.generate_key(512)), os.urandom(16)
    limit = statistics.median(per_call(lambda: bare.encrypt(text, [nonce]), size))
    return [Result("seal", "us", per_call(lambda: keys.seal(text), size), limit)]


def numbering(size: Size) -> list[Result]:
    """Microseconds to make one ticket number; DESIGN.md 6 declares 10."""
    key, serials = os.urandom(16), itertools.count(1)
    return [Result("number", "us", per_call(lambda: number(key, next(serials)), size), 10.0)]

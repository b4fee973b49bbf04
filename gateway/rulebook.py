"""A changed city.toml is a deed too: which agencies and areas came, went or read otherwise."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from datetime import datetime

from models import deeds
from models.base import Tx
from models.city import City

KEPT = "rules"
"""Name in meta of the rules that were in force when the daemon looked last."""

MOST = 40
"""Codes that a deed names of one kind; beyond them it says how many more."""


def written(city: City) -> str:
    """Return what stands in meta of *city*: short digests of its file, agencies and areas."""
    agencies = {one.code: _digest(repr(astuple(one)).encode()) for one in city.agencies}
    areas = {row["code"]: _digest(repr(sorted(row.items())).encode()) for row in city.areas}
    files = [path for path in (city.path, city.areas_file, city.calendar_file) if path]
    whole = b"".join(path.read_bytes() for path in files if path.exists())
    return json.dumps({"digest": _digest(whole), "agencies": agencies, "areas": areas})


def compare(tx: Tx, text: str, now: datetime) -> bool:
    """Hold *text* (of written()) against what was in force; record a deed where it differs."""
    kept = tx.meta(KEPT)
    if kept == text:
        return False
    old, new = json.loads(kept or "{}"), json.loads(text)
    data: dict[str, object] = {"digest": new["digest"]}
    for kind in ("agencies", "areas"):
        data |= {
            f"{kind}_{what}": codes
            for what, codes in _changes(old.get(kind, {}), new[kind]).items()
            if codes
        }
    tx.change(
        "INSERT INTO meta (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (KEPT, text),
    )
    deeds.record(tx, "system", "rules", "city", data, now)
    return True


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the codes that were added, are gone, or stand for something else now."""
    return {
        "added": _few(code for code in new if code not in old),
        "gone": _few(code for code in old if code not in new),
        "changed": _few(code for code in new if old.get(code, new[code]) != new[code]),
    }


def _few(codes: Iterable[str]) -> list[str]:
    listed = list(codes)
    more = len(listed) - MOST
    return listed if more <= 0 else [*listed[:MOST], f"+{more}"]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]

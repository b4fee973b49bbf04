"""Bodies of requests, read so strictly that no two readers of them could disagree."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from gateway.providers.wire import Refused

DEEPEST = 8
"""Objects and lists inside each other in JSON."""

MOST_FIELDS = 64
"""Fields of a form."""

_DIGITS = 18
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def json_object(body: bytes) -> dict[str, Any]:
    """Return the object that *body* is (RFC 8259, UTF-8); raises Refused.

    Refused are other encodings, NaN and infinities, numbers of more than 18 digits, duplicate
    keys, and more than DEEPEST levels, which are counted before anything recurses.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise Refused("utf8") from error
    _check_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_int=_small,
            parse_float=_small_decimal,
            parse_constant=_no_constant,
        )
    except Refused:
        raise
    except ValueError as error:
        raise Refused("json") from error
    if not isinstance(value, dict):
        raise Refused("no_object")
    return value


def _check_depth(text: str) -> None:
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > DEEPEST:
            raise Refused("depth")


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused("duplicate_key")
    return found


def _small(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise Refused("number")
    return int(digits)


def _small_decimal(digits: str) -> float:
    value = float(digits)
    if len(digits) > 2 * _DIGITS or value in (float("inf"), float("-inf")):
        raise Refused("number")
    return value


def _no_constant(_name: str) -> None:
    raise Refused("number")


def form(raw: bytes) -> dict[str, bytes]:
    """Return the fields of a query or form (application/x-www-form-urlencoded); raises Refused.

    Values are bytes, since some providers say their encoding in another field.
    """
    try:
        pairs = parse_qsl(
            raw.decode("latin-1"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            encoding="latin-1",
        )
    except ValueError as error:
        raise Refused("form") from error
    found = _unique(pairs)
    return {name: value.encode("latin-1") for name, value in found.items()}


def text_form(raw: bytes) -> dict[str, Any]:
    """Return the fields of a query or form whose values are all UTF-8; raises Refused."""
    try:
        return {name: value.decode() for name, value in form(raw).items()}
    except UnicodeDecodeError as error:
        raise Refused("utf8") from error


def at(found: Mapping[str, Any], path: str) -> Any:
    """Return what stands at *path* (``data.id``) in *found*; None when nothing does."""
    value: Any = found
    for name in path.split(".") if path else ("",):
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value

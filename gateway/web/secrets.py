"""The files of a line that hold what must never be seen."""

from pathlib import Path

from gateway.config_http import HttpLine
from gateway.errors import LineDown
from gateway.providers.wire import Secrets

SIGNING_BYTES = 32
PATH_LETTERS = 22
"""Of 64 letters, 22 are 132 bits: nobody guesses them."""

_MOST = 4096


def load(line: HttpLine) -> Secrets:
    """Return what the files of *line* hold; LineDown (latched) for one that is missing or weak."""
    try:
        return Secrets(
            password=_one(line.password_file),
            token=_one(line.token_file),
            signing=tuple(secret.encode() for secret in _two(line.secret_file, SIGNING_BYTES)),
            paths=_two(line.path_file, PATH_LETTERS),
        )
    except (OSError, ValueError) as error:
        words = f"{line.name}: {error}"
        raise LineDown(words, line=line.name, code="secret", latched=True) from error


def _lines(path: Path | None) -> list[str]:
    if path is None:
        return []
    with path.open(encoding="utf-8") as file:
        return [row.strip() for row in file.read(_MOST).splitlines() if row.strip()]


def _one(path: Path | None) -> str:
    found = _lines(path)
    if path is not None and len(found) != 1:
        raise ValueError(f"{path}: {len(found)} lines; it holds one")
    return found[0] if found else ""


def _two(path: Path | None, least: int) -> tuple[str, ...]:
    found = _lines(path)
    if path is not None and not 1 <= len(found) <= 2:
        raise ValueError(f"{path}: {len(found)} lines; it holds one, or two while it is changed")
    if any(len(secret.encode()) < least for secret in found):
        raise ValueError(f"{path}: too short; at least {least} bytes")
    return tuple(found)

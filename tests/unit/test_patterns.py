r"""No pattern of the product has a quantifier inside a quantified group.

``(\w+\s*)+:`` took ten minutes at 48 characters.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import parser as package

ROOT = Path(package.__file__).parent.parent
PACKAGES = ("parser", "gateway", "models", "console", "reports")
CALLS = {
    "compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "split", "Regex",
    "pattern",
}  # fmt: skip
LINEAR = ("gateway/simulator/at_parse.py",)  # either no quote or a quoted run: one way to match
FEW = 5  # a group that is repeated so often at most, with a bounded inside, cannot blow up


def _patterns() -> Iterator[tuple[str, str]]:
    """Yield (file:line, pattern) of every literal given to `re`, parser/late.py or pyparsing."""
    for name in PACKAGES:
        for path in sorted((ROOT / name).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _is_pattern_call(node):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", _text(node.args[0])


def _is_pattern_call(node: ast.Call) -> bool:
    called = node.func
    named = isinstance(called, ast.Attribute) and called.attr in CALLS

    owner = called.value.id if named and isinstance(called.value, ast.Name) else ""  # type: ignore[attr-defined]
    return bool(node.args) and owner in {"re", "pp", "late"}


def _text(node: ast.expr) -> str:
    """Return the literal parts of a pattern; a name put in stands as one letter."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Constant(value=bytes(data)):
            return data.decode("latin-1")
        case ast.JoinedStr(values=values):
            return "".join(
                _text(value) if isinstance(value, ast.Constant) else "x" for value in values
            )
        case ast.BinOp(left=left, right=right):
            return _text(left) + _text(right)
    return "x"


def _nested(pattern: str) -> list[str]:
    """Return the groups of *pattern* that are repeated without a bound and hold a quantifier."""
    bare = re.sub(r"\\.", "a", pattern)
    bare = re.sub(r"\[\^?\]?[^\]]*\]", "a", bare)
    found: list[str] = []
    opened: list[int] = []
    for index, char in enumerate(bare):
        if char == "(":
            opened.append(index)
        elif char == ")" and opened:
            group = bare[opened.pop() : index + 1]
            if _repeats(bare[index + 1 :]) and re.search(r"[^(][*+]|\{\d*,\d*\}", group[1:]):
                found.append(group)
    return found


def _repeats(rest: str) -> bool:
    counted = re.match(r"\{\d*,?(\d*)\}", rest)
    if counted:
        return not counted.group(1) or int(counted.group(1)) > FEW
    return rest[:1] in {"*", "+"}


def test_no_quantifier_is_nested() -> None:
    found = {
        place: groups
        for place, text in _patterns()
        if (groups := _nested(text)) and not place.startswith(LINEAR)
    }
    assert found == {}


def test_patterns_are_found() -> None:
    assert len(list(_patterns())) > 20


@pytest.mark.parametrize(
    ("pattern", "nested"),
    [
        (r"(\w+\s*)+:", True), (r"(?:a*)*", True), (r"(?:[a-z]+,){2,}", True),
        (r"((a|b)+c)*", True), (r"(?:a{1,9}b)*", True), (r"(?:ab)*", False),
        (r"(?:[+*]x)*", False), (r"(?:\+)*", False),
        (r"(a+)?b", False), (r"(?:a+b){1,3}", False), (r"a+b*", False),
    ],
)  # fmt: skip
def test_lint_tells_a_nested_quantifier(pattern: str, nested: bool) -> None:
    assert bool(_nested(pattern)) is nested

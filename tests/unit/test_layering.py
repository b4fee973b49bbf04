"""Imports go one way: parser <- models <- gateway, reports <- console <- cli."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RANKS = {"parser": 0, "models": 1, "gateway": 2, "reports": 2, "console": 3, "cli": 4}


def imported(tree: ast.AST) -> set[str]:
    """Return the top-level names that a module imports anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {a.name.partition(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def forbidden(package: str, name: str) -> bool:
    """Tell whether a module of *package* may not import *name*."""
    if name in {"tests", "bench"}:
        return True
    return name != package and RANKS.get(name, -1) >= RANKS[package]


def violations(root: Path) -> list[str]:
    """Return ``file: name`` for each import that goes up or sideways."""
    found = []
    for package in RANKS:
        files = [root / "cli.py"] if package == "cli" else sorted((root / package).rglob("*.py"))
        for path in files:
            names = sorted(imported(ast.parse(path.read_text("utf-8"))))
            where = path.relative_to(root)
            found += [f"{where}: {name}" for name in names if forbidden(package, name)]
    return found


def test_imports_go_one_way() -> None:
    assert violations(ROOT) == []


@pytest.mark.parametrize(
    ("path", "source", "seen"),
    [
        ("parser/a.py", "import models.inbox", "parser/a.py: models"),
        ("models/a.py", "def f():\n    from gateway.desk import run\n", "models/a.py: gateway"),
        ("gateway/a.py", "from reports import figures", "gateway/a.py: reports"),
        ("gateway/b/c.py", "from console import output", "gateway/b/c.py: console"),
        ("console/a.py", "import cli", "console/a.py: cli"),
        ("models/a.py", "import tests.conftest", "models/a.py: tests"),
    ],
)
def test_checker_sees_a_planted_violation(
    tmp_path: Path, path: str, source: str, seen: str
) -> None:
    (tmp_path / "cli.py").write_text("import console\nimport gateway\nimport json\n")
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(source)
    assert violations(tmp_path) == [seen]

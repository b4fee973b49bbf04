"""Extract the strings that a person reads, merge them into the catalogues and compile them.

``python -m tests.catalogue`` writes, ``python -m tests.catalogue --check`` only tells what is
missing, out of date or without ``_()``. English is the msgid itself; Indonesian is written by hand
in models/locale/id/LC_MESSAGES/kentongan.po.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from console.frame import paragraphs

ROOT = Path(__file__).parent.parent
INDONESIAN = ("brief.py", "digests", "export", "site")
"""Parts of reports/ whose words the city reads, whatever language the terminal speaks."""

PACKAGES = ("cli.py", "console", "gateway", "models", "parser", "reports")
LANGUAGES = ("id", "en")
DAY = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed stamp: a catalogue changes with its words only

# click asks for these in the global domain, which cli.py makes ours
CLICK_WORDS = (
    "Commands",
    "Options",
    "Usage:",
    "Show this message and exit.",
    "Missing argument",
    "Missing command.",
    "Missing option",
    "Missing parameter",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "Option {name!r} does not take a value.",
    "Choose from:\n\t{choices}",
    "default: {default}",
    "required",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
)
CLICK_PLURALS = (
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
# The first argument (or the one named) is read by a person
SPEAKING = {"echo": 0, "say": 0, "ClickException": 0, "UsageError": 0, "BadParameter": 0}
SPEAKING |= {"KentonganError": 0, "ConfigError": 0, "StorageError": 0, "AnotherDaemon": 0}
SPEAKING |= {"Column": 1, "painted": 0, "heading": 0}
# Said to the log and to other threads only, which speak English
TO_THE_LOG = {": not stored now", "a thread ended"}

Message = str | tuple[str, str]


def sources() -> list[Path]:
    """Return the product's Python files."""
    found = [ROOT / "cli.py"]
    for name in PACKAGES[1:]:
        found += sorted((ROOT / name).rglob("*.py"))
    return found


def messages(tree: ast.AST) -> Iterator[Message]:
    """Yield each msgid of a module; a pair is a singular and its plural."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name("_"), args=[ast.Constant(str() as text), *_rest]) if text:
                yield text
            case ast.Call(
                func=ast.Name("plural"),
                args=[ast.Constant(str() as one), ast.Constant(str() as many), *_rest],
            ):
                yield one, many
            case ast.Call(func=ast.Name("option"), keywords=keywords):
                yield from (
                    k.value.value
                    for k in keywords
                    if k.arg == "help"
                    and isinstance(k.value, ast.Constant)
                    and isinstance(k.value.value, str)
                )
            case ast.Assign(targets=[ast.Name("COMMANDS")], value=ast.Dict(values=rows)):
                yield from _command_table(rows)
            case ast.FunctionDef() if any(map(_makes_command, node.decorator_list)):
                yield from _docstring(node)


def _command_table(rows: list[ast.expr]) -> Iterator[str]:
    for row in rows:
        match row:
            case ast.Tuple(elts=[ast.Constant(str()), ast.Constant(str() as text)]):
                yield text


def _makes_command(decorator: ast.expr) -> bool:
    match decorator:
        case ast.Call(func=ast.Attribute(attr="command" | "group")):
            return True
    return False


def _docstring(node: ast.FunctionDef) -> Iterator[str]:
    for paragraph in paragraphs(ast.get_docstring(node)):
        heading = paragraph.partition("\n")[0]
        yield heading if heading in {"Example:", "Examples:"} else paragraph


def untranslated(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, words) of each literal that a person would read without ``_()``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        at = None if _is_turns(node.func) else SPEAKING.get(name)
        if at is not None and len(node.args) > at:
            words = _words(node.args[at])
            if words:
                yield node.lineno, words


def _is_turns(called: ast.expr) -> bool:
    """Tell whether it is ``turn.say("FORMAT")``: a key of an SMS text, not words."""
    return isinstance(called, ast.Attribute) and called.attr == "say"


def _words(node: ast.expr) -> str:
    """Return the literal words of an expression, or '' if it has none of two letters or more."""
    match node:
        case ast.Constant(str() as text):
            return text if re.search(r"[A-Za-z]{2}", text.replace("kentongan", "")) else ""
        case ast.JoinedStr(values=values):
            return next((w for v in values if (w := _words(v))), "")
        case ast.BinOp(left=left, right=right, op=ast.Add()):
            return _words(left) or _words(right)
        case ast.BinOp(left=left, op=ast.Mod()):
            return _words(left)
        case ast.IfExp(body=body, orelse=orelse):
            return _words(body) or _words(orelse)
    return ""


def template() -> Catalog:
    """Return the catalogue of all msgids in the sources, without translations."""
    catalog = Catalog(project="kentongan", creation_date=DAY, fuzzy=False)
    for path in sources():
        where = [(path.relative_to(ROOT).as_posix(), 0)]
        for message in messages(ast.parse(path.read_text("utf-8"))):
            catalog.add(message, locations=where)
    for message in (*CLICK_WORDS, *CLICK_PLURALS):
        catalog.add(message, locations=[("click", 0)])
    for entry in catalog:
        entry.locations = sorted(set(entry.locations))
    return catalog


def po_path(language: str) -> Path:
    """Return where the catalogue of *language* lies."""
    return ROOT / "models" / "locale" / language / "LC_MESSAGES" / "kentongan.po"


def read(language: str) -> Catalog:
    """Return the catalogue as it is on disk; empty when there is none."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, creation_date=DAY, revision_date=DAY, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(language: str) -> Catalog:
    """Return the catalogue on disk with the msgids of the sources; English fills itself."""
    catalog = read(language)
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = DAY
    catalog.fuzzy = False
    if language == "en":
        for entry in catalog:
            if entry.id:
                entry.string = entry.id
    return catalog


def po_bytes(catalog: Catalog) -> bytes:
    """Return the .po text: sorted, and without line numbers that change with every edit."""
    out = io.BytesIO()
    write_po(out, catalog, sort_output=True, include_lineno=False, width=100)
    return out.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """Return the compiled catalogue."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def write() -> None:
    """Re-extract, merge and compile both languages."""
    for language in LANGUAGES:
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(merged(language)))
        path.with_suffix(".mo").write_bytes(mo_bytes(read(language)))


def problems() -> list[str]:
    """Return what is wrong with the catalogues and the sources, one line each."""
    found = []
    for language in LANGUAGES:
        path, catalog = po_path(language), merged(language)
        if not path.exists() or po_bytes(catalog) != path.read_bytes():
            found.append(f"{language}: kentongan.po is not fresh: make catalog")
        elif mo_bytes(read(language)) != path.with_suffix(".mo").read_bytes():
            found.append(f"{language}: kentongan.mo is not fresh: make catalog")
        found += [f"{language}: {text!r}: {why}" for text, why in _faults(catalog)]
    for source in sources():
        if any(source.is_relative_to(ROOT / "reports" / name) for name in INDONESIAN):
            continue  # their Columns have kinds where a terminal's have titles
        rows = untranslated(ast.parse(source.read_text("utf-8")))
        where = source.relative_to(ROOT)
        found += [f"{where}:{n}: no _(): {w!r}" for n, w in rows if w not in TO_THE_LOG]
    return found


def _faults(catalog: Catalog) -> Iterator[tuple[object, str]]:
    for entry in catalog:
        if not entry.id:
            continue
        wanted, strings = _forms(entry.id), _forms(entry.string)
        if not strings or not all(strings):
            yield entry.id, "not translated"
        elif entry.fuzzy:
            yield entry.id, "fuzzy"
        elif any(fields(text) - set().union(*map(fields, wanted)) for text in strings):
            yield entry.id, "has a field that the original has not"
        elif fields(wanted[-1]) - fields(strings[-1]):
            yield entry.id, "lacks a field"


def _forms(text: object) -> tuple[str, ...]:
    """Return the forms of a message: one, or singular and plurals."""
    return tuple(map(str, text)) if isinstance(text, (tuple, list)) else (str(text or ""),)


def fields(text: str) -> set[str]:
    """Return the ``%(name)s`` and ``{name}`` of a message."""
    return set(re.findall(r"%\(\w+\)[a-z]|\{\w+(?:![rs])?\}", text))


if __name__ == "__main__":
    if "--check" not in sys.argv:
        write()
    lines = problems()
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.exit(bool(lines))

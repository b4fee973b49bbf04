"""matplotlib's SVG as an element of a page: no metadata, ids of its own, colours by variable."""

import re
from xml.etree import ElementTree as ET

from reports.charts.palette import VARIABLES

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_FAMILY = re.compile(r"font-family:[^;]*;?\s*")
_UNTURNED = re.compile(r"rotate\(-?0 [\d. -]+\)")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LONG = re.compile(r"\d+\.\d{2,}")
_LEFT_OUT = {"metadata", "title", "style"}


def element(source: bytes, key: str) -> str:
    """Return the drawing *source* as an ``<svg>`` element without a name space or a fixed size.

    It is hidden from screen readers: its figure tells what it shows.
    """
    root = ET.fromstring(source)  # noqa: S314 - made by matplotlib a moment ago
    _plain(root)
    used = set(re.findall(r"#([\w-]+)", ET.tostring(root, "unicode")))
    for node in root.iter():
        _attributes(node, key, used)
        for child in list(node):
            if child.tag in _LEFT_OUT or (child.tag in {"g", "defs"} and _empty(child)):
                node.remove(child)
            child.tail = None
        if node.tag != "text":
            node.text = None
    root.attrib = {"viewBox": root.attrib["viewBox"], "aria-hidden": "true", "focusable": "false"}
    return ET.tostring(root, "unicode")


def _empty(node: ET.Element) -> bool:
    return all(child.tag in {"g", "defs", *_LEFT_OUT} and _empty(child) for child in node)


def _plain(root: ET.Element) -> None:
    """Take the name spaces off tags and attributes, as HTML has none."""
    for node in root.iter():
        node.tag = node.tag.removeprefix(_SVG)
        for name in list(node.attrib):
            if name.startswith("{"):
                value = node.attrib.pop(name)
                if name.startswith(_XLINK):
                    node.set(name.removeprefix(_XLINK), value)


def _attributes(node: ET.Element, key: str, used: set[str]) -> None:
    for name, value in list(node.attrib.items()):
        if name == "id" and value not in used:
            del node.attrib[name]
        elif name == "id":
            node.set(name, f"{key}-{value}")
        elif name == "href":
            node.set(name, f"#{key}-{value.removeprefix('#')}")
        elif name in {"style", "fill", "stroke", "clip-path"}:
            node.set(name, _style(value, key))
        elif name == "transform" and _UNTURNED.fullmatch(value):
            del node.attrib[name]
        elif name in {"d", "x", "y", "width", "height", "transform", "points"}:
            node.set(name, _LONG.sub(lambda m: f"{float(m[0]):.1f}", value))
    if "style" not in node.attrib and "fill" in node.attrib:
        node.set("style", f"fill: {node.attrib.pop('fill')}")


def _style(value: str, key: str) -> str:
    value = value.replace("url(#", f"url(#{key}-")
    value = _FAMILY.sub("", value)
    return _COLOUR.sub(
        lambda m: f"var({VARIABLES[m[0]]}, {m[0]})" if m[0] in VARIABLES else m[0], value
    )

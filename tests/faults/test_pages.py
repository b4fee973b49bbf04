"""Reports in Chromium: seen, on a phone, in the dark, on paper, quiet and without a network."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from reports.page import Report
from reports.render import email, html
from tests import reports_sample as sample
from tests.browser import A4, Browser
from tests.unit.test_render_html import without_charts

REPORTS: dict[str, Report] = {
    "weekly": sample.weekly(warnings=("Jumlah tidak cocok.",)),
    "monthly": sample.monthly(),
    "big": sample.big(),
    "odd": sample.odd(),
    "empty": sample.empty(),
    "hostile": sample.hostile("]]></svg><script>alert(1)</script> " + "x" * 400),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    directory = tmp_path_factory.mktemp("pages")
    for name, report in REPORTS.items():
        (directory / f"{name}.html").write_text(html.render(report), "utf-8")
    return {name: directory / f"{name}.html" for name in REPORTS}


def seen(window: Browser) -> Image.Image:
    return Image.open(io.BytesIO(window.picture())).convert("RGB")


def lightness(picture: Image.Image, at: tuple[int, int]) -> int:
    pixel = picture.getpixel(at)
    assert isinstance(pixel, tuple)
    return int(sum(pixel) / 3)


def test_every_page_fits_a_phone_a_desk_and_paper(window: Browser, pages: dict[str, Path]) -> None:
    found = {}
    for name, page in pages.items():
        for width in (320, 360, 768, 1280):
            window.open(page, width=width)
            found[name, width] = window.overflow()
        window.tell("Emulation.setEmulatedMedia", {"media": "print"})
        window.resize(A4)
        found[name, A4] = window.overflow()
        window.tell("Emulation.setEmulatedMedia", {"media": ""})
    assert {where: by for where, by in found.items() if by > 0} == {}
    assert window.complaints() == []
    assert window.requests() == []


def test_axe_finds_no_barrier(window: Browser, pages: dict[str, Path]) -> None:
    for name in ("weekly", "monthly"):
        for width, dark in ((1280, False), (360, True)):
            window.open(pages[name], width=width, dark=dark)
            window.run("document.querySelectorAll('details').forEach(d => d.open = true)")
            assert window.barriers() == [], (name, width, dark)


def test_a_page_is_seen_in_the_light_and_in_the_dark(
    window: Browser, pages: dict[str, Path]
) -> None:
    for dark in (False, True):
        window.open(pages["monthly"], dark=dark)
        picture = seen(window)
        assert picture.height > 3000
        assert len(picture.getcolors(1 << 24) or ()) > 100
        assert (lightness(picture, (2, 2)) < 60) is dark


def test_a_phone_gets_the_narrow_drawings(window: Browser, pages: dict[str, Path]) -> None:
    shown = (
        "return [...document.querySelectorAll('.drawing > div')]"
        ".filter(e => e.offsetHeight > 20).map(e => e.className)"
    )
    window.open(pages["weekly"], width=360)
    assert set(window.run(shown)) == {"narrow"}
    window.open(pages["weekly"], width=1280)
    assert set(window.run(shown)) == {"wide"}


def test_no_label_of_a_drawing_is_cut_off_or_on_another(
    window: Browser, pages: dict[str, Path]
) -> None:
    """Each text stands within its drawing, and no two lie upon each other by more than 3 px."""
    script = """
        const bad = [];
        for (const svg of document.querySelectorAll('.drawing svg')) {
            const frame = svg.getBoundingClientRect();
            if (!frame.width) continue;
            const boxes = [...svg.querySelectorAll("text:not([transform])")]
                .map(t => [t.textContent, t.getBoundingClientRect()]);
            boxes.forEach(([a, p], i) => {
                if (p.left < frame.left - 2 || p.right > frame.right + 2) bad.push('cut: ' + a);
                for (const [b, q] of boxes.slice(i + 1)) {
                    const across = Math.min(p.right, q.right) - Math.max(p.left, q.left);
                    const down = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
                    if (across > 3 && down > 4) bad.push(a + ' on ' + b);
                }
            });
        }
        return bad;
    """
    for name in ("weekly", "monthly", "big"):
        for width in (360, 1280):
            window.open(pages[name], width=width)
            assert window.run(script) == [], (name, width)


def test_a_page_prints_on_a4_with_its_numbers(window: Browser, pages: dict[str, Path]) -> None:
    window.open(pages["monthly"])
    data = window.pdf()
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert 3 <= len(boxes) <= 6
    assert {(round(float(w)), round(float(h))) for w, h in boxes} <= {(595, 842), (596, 842)}


def test_nothing_hostile_runs_in_a_page_or_a_letter(window: Browser, tmp_path: Path) -> None:
    for number, bad in enumerate(sample.bad_texts()):
        if "<" not in bad and "javascript" not in bad and "onmouse" not in bad:
            continue
        report = without_charts(sample.hostile(bad))
        for kind, text in (("page", html.render(report)), ("letter", email.build(report).html)):
            path = tmp_path / f"{kind}{number}.html"
            path.write_text(text, "utf-8")
            window.open(path)  # an alert would make the next command fail
            assert window.run("return document.scripts.length") == 0
    assert window.complaints() == []
    assert window.requests() == []


def test_the_letter_fits_a_phone(window: Browser, tmp_path: Path) -> None:
    path = tmp_path / "letter.html"
    path.write_text(email.build(REPORTS["weekly"]).html.replace("cid:", "data:image/png,"), "utf-8")
    for width in (360, 760):
        window.open(path, width=width)
        assert window.overflow() <= 0
        assert window.barriers() == []
        assert lightness(seen(window), (2, 2)) > 200

"""The public site in Chromium: a phone, the dark, paper, a screen reader, and no network."""

from pathlib import Path

from tests.browser import A4, Browser
from tests.integration.test_publish import hall, site  # noqa: F401 - fixtures


def test_each_page_fits_and_axe_finds_no_barrier(window: Browser, site: Path) -> None:  # noqa: F811
    found: list[object] = []
    for page in (*sorted(site.glob("*.html")), site / "opd" / "dishub.html"):
        for width, dark in ((1280, False), (360, True), (320, False)):
            window.open(page, width=width, dark=dark)
            window.run("document.querySelectorAll('details').forEach(d => d.open = true)")
            found += [(page.name, width, "wide", by) for by in [window.overflow()] if by > 0]
            found += [(page.name, width, barrier) for barrier in window.barriers()]
        window.tell("Emulation.setEmulatedMedia", {"media": "print"})
        window.resize(A4)
        found += [(page.name, A4, "wide", by) for by in [window.overflow()] if by > 0]
        window.tell("Emulation.setEmulatedMedia", {"media": ""})
    assert found == []
    assert window.complaints() == []
    assert window.requests() == []


def test_the_keyboard_reaches_the_content_first(window: Browser, site: Path) -> None:  # noqa: F811
    window.open(site / "index.html", width=1280)
    window.tell("Input.dispatchKeyEvent", {"type": "keyDown", "key": "Tab", "code": "Tab",
                                           "windowsVirtualKeyCode": 9})  # fmt: skip
    assert window.run("return document.activeElement.textContent") == "Langsung ke isi"

"""Chromium without a window, for pages that people read: sizes, dark, print, complaints."""

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from shutil import which
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

A4 = 680  # pixels between the margins of the paper

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@dataclass(frozen=True, slots=True)
class Browser:
    """One running Chromium with one page; selenium's driver for what is not here."""

    driver: webdriver.Chrome

    def open(
        self, page: Path | str, *, width: int = 1280, height: int = 900, dark: bool = False
    ) -> None:
        """Load a file or address in a window of *width* pixels; a phone has 360."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.resize(width, height)
        self.tell("Emulation.setEmulatedMedia", {"features": [scheme]})
        self.driver.get(page.resolve().as_uri() if isinstance(page, Path) else page)

    def resize(self, width: int, height: int = 900) -> None:
        """Give the window another size."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.tell("Emulation.setDeviceMetricsOverride", size)

    def tell(self, command: str, values: Mapping[str, object] | None = None) -> dict[str, Any]:
        """Send a command of the DevTools protocol and return its answer."""
        answer: dict[str, Any] = self.driver.execute_cdp_cmd(command, dict(values or {}))
        return answer

    def run(self, script: str) -> Any:
        """Return what *script* (the body of a function) returns; it runs in spite of a CSP."""
        return self.driver.execute_script(script)

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        wide: int = self.run(
            "const e = document.documentElement;"
            "return Math.max(e.scrollWidth, document.body.scrollWidth) - e.clientWidth"
        )
        return wide

    def complaints(self) -> list[str]:
        """Return what the console has said since the last question: errors and warnings."""
        entries = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [f"{entry['level']}: {entry['message']}" for entry in entries]

    def requests(self) -> list[str]:
        """Return the addresses asked for in a network since the last question."""
        found = []
        for entry in self.driver.get_log("performance"):  # type: ignore[no-untyped-call]
            told = json.loads(entry["message"])["message"]
            if told["method"] == "Network.requestWillBeSent":
                found.append(told["params"]["request"]["url"])
        return [url for url in found if url.startswith(("http", "ws", "ftp"))]

    def barriers(self) -> list[str]:
        """Return what axe-core finds on the page that keeps people out: rule, how bad, where."""
        self.run((files("axe_core_python") / "axe.min.js").read_text("utf-8"))
        answer = self.driver.execute_async_script(
            "const done = arguments[0];"
            "axe.run().then(r => done(r.violations.map("
            "v => `${v.id} (${v.impact}): ${v.nodes.map(n => n.target).join(', ')}`)))"
        )
        return list(answer)

    def picture(self) -> bytes:
        """Return the whole page as PNG."""
        taken = self.tell("Page.captureScreenshot", {"captureBeyondViewport": True})
        return base64.b64decode(taken["data"])

    def pdf(self) -> bytes:
        """Return the page as it prints on A4."""
        wanted = {"preferCSSPageSize": True, "printBackground": False, "paperWidth": 8.27}
        return base64.b64decode(self.tell("Page.printToPDF", wanted)["data"])


@contextmanager
def browser(directory: Path) -> Iterator[Browser]:
    """Run a Chromium whose profile lies in *directory*, until the end of the block."""
    options = webdriver.ChromeOptions()
    options.binary_location = which("chromium") or "chromium"
    for flag in (*FLAGS, f"--user-data-dir={directory / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, Service(which("chromedriver") or "chromedriver"))
    driver.set_script_timeout(120)  # axe on a busy machine
    try:
        yield Browser(driver)
    finally:
        driver.quit()

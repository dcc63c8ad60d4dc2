"""One real browser for all tests, and the checker of what it shows."""

import os
import shutil
from pathlib import Path

import pytest

AXE = Path(__file__).parents[1] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser():
    """Chromium of the system, else the one Playwright brought."""
    from playwright.sync_api import sync_playwright  # needed by the browser tests alone

    # Playwright keeps a loop running in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    installed = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def violations(page) -> list[str]:
    """What axe-core finds wrong with a page: WCAG 2.0 to 2.2 A and AA, and best practices."""
    page.evaluate(AXE.read_text())
    options = {"runOnly": _RULES, "resultTypes": ["violations"], "preload": False}
    result = page.evaluate("(options) => axe.run(options)", options)
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in result["violations"]]

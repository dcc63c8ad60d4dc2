"""A real browser that reaches nothing but the page given to it and the built static files."""

import mimetypes
import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'"
HOST = "http://truong-an.test"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright  # needed by the browser tests alone

    installed = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_page(browser):
    """open_page(html, width=1440, scheme="light", **context) -> Playwright page.

    `.complaints` holds what the console said; set `.html` to answer the next visit with another page.
    """
    contexts = []

    def open_(html: str, width: int = 1440, scheme: str = "light", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints, page.html = [], html
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.route("**/*", lambda route: serve(route, page.html))
        page.goto(f"{HOST}/lam-viec/")
        return page

    yield open_
    for context in contexts:
        context.close()


def serve(route, html: str) -> None:
    path = route.request.url.split("?")[0].removeprefix(HOST)
    if path.startswith("/static/"):
        file = Path(finders.find(path.removeprefix("/static/")) or "missing")
        kind = mimetypes.guess_type(file.name)[0] or "font/woff2"
        route.fulfill(body=file.read_bytes(), content_type=kind) if file.exists() else route.fulfill(status=404)
    else:
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)


@pytest.fixture
def violations():
    """What axe-core finds wrong with a page: WCAG 2.0 to 2.2 A and AA, and best practices."""

    def found(page) -> list[str]:
        page.evaluate(AXE.read_text())
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        result = page.evaluate("(tags) => axe.run({ runOnly: tags })", tags)
        return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in result["violations"]]

    return found

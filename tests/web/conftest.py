"""A real browser that reaches nothing but the page given to it and the built static files."""

import mimetypes
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'"
HOST = "http://truong-an.test"


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

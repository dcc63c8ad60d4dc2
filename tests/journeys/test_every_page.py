"""Every page, on a telephone and a desk, light and dark: for everyone, quiet, and no wider than its screen."""

import pytest
from django.urls import URLResolver, get_resolver

from tests.architecture.test_access_matrix import EDITORS_SCREENS
from tests.browser import violations
from tests.journeys.pages import NO_PAGES, PAGES, address, keys_of
from tests.journeys.people import listen, session_of

# Colours come with the scheme and never with the width: two looks meet all four. tests/web has every component in each.
LOOKS = ((360, "light"), (1440, "dark"))


@pytest.fixture(scope="module")
def keys(world) -> dict[str, list]:
    return keys_of(world)


@pytest.fixture(scope="module")
def reader(browser, site, world):
    """reader("hieu_truong") -> that person's one page for all tests of this file, with `.complaints`."""
    opened = {}

    def reading(who: str):
        if who not in opened:
            context = browser.new_context(base_url=site, reduced_motion="reduce", locale="vi-VN")
            if who != "anonymous":
                context.add_cookies([session_of(who, site)])
            opened[who] = listen(context.new_page())
        opened[who].complaints.clear()
        return opened[who]

    yield reading
    for page in opened.values():
        page.context.close()


@pytest.mark.parametrize(("who", "name", "kind", "query"), PAGES)
def test_a_page_is_for_everyone_quiet_and_no_wider_than_its_screen(reader, keys, who, name, kind, query):
    page = reader(who)
    page.set_viewport_size({"width": 360, "height": 800})
    answer = page.goto(address(name, keys[kind], query))

    assert answer.status == 200
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"scrolls sideways at {width} px"
        assert violations(page) == [], f"{width} px, {scheme}"
    assert page.complaints == []


def test_no_page_is_forgotten():
    assert _names(get_resolver()) - {name for _who, name, *_ in PAGES} <= NO_PAGES


def _names(resolver, namespace: str = "") -> set[str]:
    found = set()
    for each in resolver.url_patterns:
        if str(each.pattern) == EDITORS_SCREENS:
            continue  # Wagtail's own: tests/news/test_desk.py
        if isinstance(each, URLResolver):
            inside = f"{namespace}{each.namespace}:" if each.namespace else namespace
            found |= _names(each, inside)
        else:
            found.add(f"{namespace}{each.name}")
    return found

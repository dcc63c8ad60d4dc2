"""The moderators' keys in a real browser: what a decision leaves in focus, and what `u` takes back."""

from pathlib import Path

import pytest

CODE = (Path(__file__).parents[2] / "frontend" / "src" / "js" / "moderation.js").read_text(encoding="utf-8")
ROW = '<article id="dong-{n}" data-row="{state}" tabindex="-1"><button data-key="{key}">Ý {n}</button></article>'
DECIDED = """([id, state, key]) => {
  const row = document.getElementById(id)
  row.dataset.row = state
  row.querySelector('button').dataset.key = key
  row.dispatchEvent(new CustomEvent('htmx:afterSwap', {bubbles: true, detail: {elt: row}}))
}"""

pytestmark = pytest.mark.slow


@pytest.fixture
def queue(browser):
    """Three comments that wait; `window.pressed` tells whose button was pressed."""
    page = browser.new_page()
    page.set_content("".join(ROW.format(n=n, state="held", key="a") for n in (1, 2, 3)))
    page.evaluate("document.addEventListener('click', (event) => { window.pressed = event.target.innerText })")
    page.add_script_tag(content=CODE)
    yield page
    page.close()


def focused(page) -> str:
    return page.evaluate("document.activeElement.id")


def test_after_a_decision_the_next_that_waits_has_the_focus(queue):
    queue.evaluate(DECIDED, ["dong-1", "published", "r"])
    assert focused(queue) == "dong-2"


def test_u_takes_back_what_was_just_refused_though_the_focus_moved_on(queue):
    queue.evaluate(DECIDED, ["dong-2", "rejected", "u"])
    assert focused(queue) == "dong-3"
    queue.keyboard.press("u")
    assert queue.evaluate("window.pressed") == "Ý 2"


def test_what_was_restored_has_the_focus_again(queue):
    queue.evaluate(DECIDED, ["dong-2", "rejected", "u"])
    queue.evaluate(DECIDED, ["dong-2", "held", "a"])
    assert focused(queue) == "dong-2"


def test_u_does_nothing_before_anything_was_decided(queue):
    queue.keyboard.press("j")
    queue.keyboard.press("u")
    assert queue.evaluate("window.pressed") is None

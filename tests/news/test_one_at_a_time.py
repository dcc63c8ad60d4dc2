"""A button pressed while an article saves itself waits for the saving, in a real browser."""

from pathlib import Path

import pytest

from truongan import news

CODE = (Path(news.__file__).parent / "static" / "news" / "one-at-a-time.js").read_text(encoding="utf-8")
FORM = """<!doctype html><form data-edit-form method="post" action="/them/">
<input name="title" value="Bài thử"><button name="action-publish" value="dang">Xuất bản</button></form>"""
SAY = "(name) => document.forms[0].dispatchEvent(new CustomEvent(`w-autosave:${name}`, {bubbles: true, cancelable: true}))"

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(browser):
    """A form as Wagtail makes it, and what was sent from it."""
    page = browser.new_page()
    page.sent = []

    def answer(route):
        if route.request.method == "POST":
            page.sent.append((route.request.url, route.request.post_data))
        route.fulfill(body=f"{FORM}<script>{CODE}</script>", content_type="text/html; charset=utf-8")

    page.route("**/*", answer)
    page.goto("http://ban.thu/them/")
    yield page
    page.close()


def test_nothing_keeps_a_button_when_nothing_is_being_saved(desk):
    desk.click("button")
    desk.wait_for_load_state()
    assert [body for _, body in desk.sent] == ["title=B%C3%A0i+th%E1%BB%AD&action-publish=dang"]


@pytest.mark.parametrize("end", ["success", "error"])
def test_a_button_waits_for_the_saving_and_goes_where_that_leads(desk, end):
    desk.evaluate(SAY, "save")
    desk.click("button")
    desk.evaluate("document.querySelector('button').disabled = true")  # as Wagtail does with the pressed one
    assert desk.sent == []
    desk.evaluate("document.forms[0].action = '/sua/7/'")
    with desk.expect_navigation():
        desk.evaluate(SAY, end)
    [(address, body)] = desk.sent
    assert address.endswith("/sua/7/")
    assert body.endswith("action-publish=dang")


def test_a_step_of_the_approval_waits_too(desk):
    desk.evaluate(SAY, "save")
    desk.evaluate("document.forms[0].submit()")
    assert desk.sent == []
    with desk.expect_navigation():
        desk.evaluate(SAY, "success")
    assert len(desk.sent) == 1


def test_whoever_is_leaving_saves_nothing_more(desk):
    desk.evaluate("addEventListener('submit', (event) => event.preventDefault())")  # stays, so that it can be asked
    desk.evaluate(SAY, "save")
    desk.click("button")
    desk.evaluate(SAY, "success")
    assert desk.evaluate(SAY, "save") is False


def test_the_desk_brings_it(as_):
    page = as_("can_bo_tinh").get("/bien-tap/").content.decode()
    assert "news/one-at-a-time" in page

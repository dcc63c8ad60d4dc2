"""The catalogue and a portal page in a real browser: access for everyone, no code inline, no sideways scroll."""

from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import RequestFactory, override_settings

from tests.browser import AXE, violations
from truongan.web import views

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not AXE.exists(), reason="front end not built: run frontend/build.py"),
]
PERSON = SimpleNamespace(is_authenticated=True, is_active=True, pk=1, get_username=lambda: "Trần Minh Khôi")
LOOKS = [(width, scheme) for width in (360, 1440) for scheme in ("light", "dark")]


def catalogue() -> str:
    request = RequestFactory().get("/lam-viec/thanh-phan/")
    request.user = PERSON
    with override_settings(DEBUG=True, WORKSPACE_CONTEXT=""):
        return views.catalogue(request).content.decode()


def portal() -> str:
    source = """{% extends "layouts/portal.html" %}{% block title %}Số liệu{% endblock %}{% block main %}
      <section class="section"><div class="wrap"><h1>Số liệu</h1>
      <div class="stats">{% stat "Tổ tự quản" 628 basis="…" %}</div></div></section>
      {% endblock %}"""
    return engines["django"].from_string(source).render({}, RequestFactory().get("/so-lieu/"))


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("html", [catalogue, portal], ids=["catalogue", "portal"])
def test_a_page_is_for_everyone_and_keeps_its_policy(open_page, html, width, scheme):
    page = open_page(html(), width, scheme)
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    bare = open_page(html(), width, scheme, bypass_csp=True)  # the checker itself is code from outside
    assert violations(bare) == []


def test_a_figure_opens_and_closes_without_script(open_page):
    page = open_page(catalogue(), java_script_enabled=False)
    page.click(".stats .fig >> nth=1")
    assert page.is_visible("text=tổ có quyết định và có người >> visible=true")
    page.click(".fig-pop:popover-open >> text=Đóng")
    assert page.locator(".fig-pop:popover-open").count() == 0


def test_the_chosen_look_is_kept(open_page):
    page = open_page(catalogue())
    page.click(".actions [data-theme-toggle]")
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"


def test_choosing_all_rows_counts_them_and_shows_what_can_be_done(open_page):
    page = open_page(catalogue())
    page.check("[data-select-all]")
    assert page.inner_text("[data-count]") == "3"
    assert page.is_visible(".bulk")


def test_a_confirmation_can_be_left_by_keyboard(open_page):
    page = open_page(catalogue())
    page.click("[commandfor=loai-to]")
    assert page.is_visible("#loai-to")
    page.keyboard.press("Escape")
    assert not page.is_visible("#loai-to")


FORM = """<!doctype html><html lang="vi"><title>x</title><script type="module" src="/static/js/app.js"></script>
<body data-account="{account}"><form method="post" data-draft="to-moi">
<input type="hidden" name="token" value="bí mật"><input type="password" name="p">
<textarea name="note"></textarea><button>Gửi</button></form>"""


def form_of(account: str) -> str:
    return FORM.replace("{account}", account)


def kept_drafts(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((each) => each.startsWith('draft:'))")


def test_a_draft_survives_leaving_keeps_no_secret_and_goes_when_sent(open_page):
    page = open_page(form_of("7"))
    page.fill("textarea", "đang dở")
    page.fill("[type=password]", "mật khẩu")
    kept = page.evaluate("localStorage.getItem('draft:7:to-moi')")
    assert "đang dở" in kept
    assert "mật" not in kept
    page.reload()
    page.click("text=Dùng lại")
    assert page.input_value("textarea") == "đang dở"
    page.html = form_of("7").split("<form")[0]
    with page.expect_navigation():
        page.click("text=Gửi")
    assert kept_drafts(page) == []


def test_a_draft_is_its_accounts_alone(open_page):
    page = open_page(form_of(""))
    page.fill("textarea", "câu hỏi của người lạ")
    page.html = form_of("7")
    page.reload()
    page.fill("textarea", "nhận xét về em A")
    assert sorted(kept_drafts(page)) == ["draft:7:to-moi", "draft::to-moi"]

    page.html = form_of("8")
    page.reload()

    assert kept_drafts(page) == ["draft::to-moi"]
    assert not page.is_visible("text=Dùng lại")


def report_of(person: int, fresh: str) -> str:
    """The page of a report as this person is given it, with the way out of the account."""
    return f"""<!doctype html><html lang="vi"><title>x</title><script type="module" src="/static/js/app.js"></script>
<script type="module" src="/static/js/working.js"></script>
<form id="bao" method="post" data-send-once="12" data-send-by="{person}" data-most-files="10" data-most-bytes="1000">
<input type="hidden" name="key" value="{fresh}"><input type="hidden" name="csrfmiddlewaretoken" value="bí mật">
<div data-send-said hidden></div><textarea name="what"></textarea><button>Báo</button></form>
<form method="post" action="/dang-xuat/" data-signs-out><button id="ra">Đăng xuất</button></form>"""


def kept_reports(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((each) => each.startsWith('report:'))")


def test_the_draft_of_a_report_is_its_persons_alone(open_page):
    page = open_page(report_of(7, "a"))
    page.fill("textarea", "Em A lớp 8 bị đánh")
    assert "bí mật" not in page.evaluate("localStorage.getItem('report:7:12')")
    page.reload()
    assert page.input_value("textarea") == "Em A lớp 8 bị đánh"

    page.html = report_of(8, "b")  # the next person on this telephone, after the first one's time ran out
    page.reload()

    assert page.input_value("textarea") == ""
    assert kept_reports(page) == []


def test_signing_out_takes_the_draft_of_a_report_away_and_asks_first(open_page):
    page = open_page(report_of(7, "a"))
    page.fill("textarea", "Em A lớp 8 bị đánh")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.click("#ra")
    assert kept_reports(page) == ["report:7:12"]
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("#ra")
    page.wait_for_url("**/dang-xuat/")
    assert kept_reports(page) == []


def test_an_old_draft_of_a_report_is_no_news(open_page):
    page = open_page(report_of(7, "a"))
    page.fill("textarea", "Em A lớp 8 bị đánh")
    page.evaluate(
        "localStorage.setItem('report:7:12', JSON.stringify({...JSON.parse(localStorage.getItem('report:7:12')), at: 1}))"
    )
    page.reload()
    assert page.input_value("textarea") == ""

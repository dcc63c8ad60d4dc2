"""Fragments and pages, paging, ordering, the scope in the URL, the menu."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory, override_settings

from truongan.web import htmx, views
from truongan.web.context import workspace
from truongan.web.navigation import menu
from truongan.web.paging import ordering, page_of
from truongan.web.scoping import ViewScope, Workplace, view_scope, workplace_of


def get(address: str = "/", **headers: str):
    request = RequestFactory().get(address, headers=headers)
    request.user = AnonymousUser()
    return request


def test_a_swap_gets_the_fragment_and_everyone_else_the_page():
    assert htmx.page_or_fragment(get(**{"HX-Request": "true"}), "p.html", "_f.html") == "_f.html"
    assert htmx.page_or_fragment(get(), "p.html", "_f.html") == "p.html"


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_links_and_history_get_the_whole_page(header):
    assert htmx.page_or_fragment(get(**{"HX-Request": "true", header: "true"}), "p.html", "_f.html") == "p.html"


def test_a_refused_form_answers_422_and_caches_are_told():
    response = htmx.refused(get(), "404.html", "404.html", {})
    assert response.status_code == 422
    assert "HX-Request" in response["Vary"]


def test_after_success_the_browser_moves_on_in_both_ways():
    assert htmx.redirect_to(get(), "/xong/").status_code == 303
    assert htmx.redirect_to(get(**{"HX-Request": "true"}), "/xong/")["HX-Redirect"] == "/xong/"


def test_a_page_beyond_the_end_gives_the_last_and_nonsense_the_first():
    assert page_of(get("/?trang=99"), range(101)).number == 3
    assert page_of(get("/?trang=x"), range(101)).number == 1


def test_ordering_takes_only_known_columns_and_never_ties():
    columns = {"ten": "sort_key", "to": "team_count"}
    assert ordering(get("/?sap=-to"), columns, "ten") == ["-team_count", "-pk"]
    assert ordering(get("/?sap=password"), columns, "ten") == ["sort_key", "pk"]
    assert ordering(get("/"), columns, "-ten") == ["-sort_key", "-pk"]


def test_the_scope_is_read_from_the_url_in_both_ways_of_writing_a_day():
    wanted = ViewScope("24", date(2021, 9, 14), "2025-07-01")
    assert view_scope(get("/?don_vi=24&ngay=2021-09-14&dia_gioi=2025-07-01")) == wanted
    assert view_scope(get("/?don_vi=24&ngay=14/9/2021&dia_gioi=2025-07-01")) == wanted
    assert wanted.query == "?don_vi=24&ngay=2021-09-14&dia_gioi=2025-07-01"


@pytest.mark.parametrize("day", ["31/09/2026", "hôm qua", "2021-13-01", ""])
def test_a_day_that_is_no_day_is_left_out(day):
    assert view_scope(get(f"/?ngay={day}")).day is None


def test_the_menu_keeps_the_scope_marks_the_page_and_hides_what_is_of_no_use():
    groups = menu("/lam-viec/", ViewScope(unit="24"), Workplace(waiting={"web:home": 5}))
    home = groups[0].links[0]
    assert (home.href, home.is_current, home.waiting) == ("/lam-viec/?don_vi=24", True, 5)
    hidden = menu("/lam-viec/", ViewScope(), Workplace(hidden=frozenset({"web:home"})))
    assert "/lam-viec/" not in [link.href for group in hidden for link in group.links]


def test_initials_are_of_the_last_two_words():
    assert Workplace("Trần Minh Khôi").initials == "MK"
    assert Workplace("").initials == ""


@override_settings(WORKSPACE_CONTEXT="")
def test_without_a_source_the_workplace_is_the_account_name():
    assert workplace_of(get()).person == ""


def test_the_context_asks_the_database_nothing_until_the_menu_is_drawn():
    # no database mark: a query here would fail
    assert {"today", "scope", "workplace", "menu", "is_demo"} <= workspace(get()).keys()


@override_settings(DEBUG=False)
def test_the_catalogue_is_for_development_only():
    with pytest.raises(Http404):
        views.catalogue(get())


@override_settings(DEBUG=True)
def test_the_catalogue_shows_every_component():
    request = get("/lam-viec/thanh-phan/")
    assert "Trường Phổ thông dân tộc bán trú" in views.catalogue(request).content.decode()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda request: views.bad_request(request, Exception()), 400),
        (lambda request: views.permission_denied(request, Exception()), 403),
        (lambda request: views.page_not_found(request, Exception()), 404),
        (views.server_error, 500),
    ],
)
def test_an_error_page_says_in_vietnamese_what_to_do(answer, status):
    response = answer(get())
    assert response.status_code == status
    assert "Trang chủ" in response.content.decode()

"""Who gets what from every address. A route nobody decided about fails the build."""

from http import HTTPStatus

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.architecture.matrix import MATRIX, SIGN_IN_OPEN, SIGN_IN_SIGNED_IN
from tests.architecture.things import arguments
from tests.conftest import PEOPLE

_LETTERS = {
    HTTPStatus.OK: "o",
    HTTPStatus.NO_CONTENT: "o",
    HTTPStatus.FOUND: "g",  # did it, and went on
    HTTPStatus.SEE_OTHER: "g",
    HTTPStatus.BAD_REQUEST: "b",
    HTTPStatus.UNAUTHORIZED: "t",  # asks for a token; a session is none
    HTTPStatus.FORBIDDEN: "d",
    HTTPStatus.NOT_FOUND: "h",
    HTTPStatus.METHOD_NOT_ALLOWED: "m",
    HTTPStatus.UNPROCESSABLE_ENTITY: "f",  # may do it, but an empty form says nothing
}


EDITORS_SCREENS = "bien-tap/"  # Wagtail's, some two hundred addresses: tests/news/test_desk.py walks them


def names(patterns, prefix=""):
    for pattern in patterns:
        if str(pattern.pattern) == EDITORS_SCREENS:
            continue
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            yield from names(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)


def test_every_route_is_in_the_matrix():
    assert sorted(names(get_resolver().url_patterns)) == sorted({*MATRIX, *SIGN_IN_OPEN, *SIGN_IN_SIGNED_IN})


def test_every_row_speaks_of_every_person():
    assert {name for name, rows in MATRIX.items() for row in rows if len(row) != len(PEOPLE)} == set()


@pytest.mark.parametrize("who", PEOPLE)
def test_access(cast, as_, settings, tmp_path, who):
    settings.MEDIA_ROOT = tmp_path
    args, browser = arguments(cast), as_(who)

    got = {
        (name, method): outcome(browser, method, reverse(name, args=args.get(name, [])))
        for name in MATRIX
        for method in ("get", "post")
    }

    column = PEOPLE.index(who)
    wanted = {
        (name, method): row[column]
        for name, rows in MATRIX.items()
        for method, row in zip(("get", "post"), rows, strict=True)
    }
    assert {route: (letter, wanted[route]) for route, letter in got.items() if letter != wanted[route]} == {}


def test_whoever_has_no_post_any_more_meets_no_fault(cast, as_, settings, tmp_path):
    """An officer has moved on and their account still signs in: every address answers, none with an error."""
    settings.MEDIA_ROOT = tmp_path
    args = arguments(cast)
    cast.giao_vien.person.appointments.all().delete()
    browser, faults = as_("giao_vien"), {}

    for name in MATRIX:
        for method in ("get", "post"):
            try:
                letter = outcome(browser, method, reverse(name, args=args.get(name, [])))
            except Exception as fault:  # all of them in one run
                letter = repr(fault)
            if letter not in {*_LETTERS.values(), "L"}:
                faults[name, method] = letter

    assert faults == {}
    assert "Bạn chưa giữ chức vụ nào" in browser.get(reverse("web:home")).content.decode()


@pytest.mark.parametrize("who", ["anonymous", "giao_vien"])
def test_sign_in_pages(cast, as_, who):
    """allauth's own pages: open ones answer everyone, the others send a stranger to sign in and fail nobody."""
    browser = as_(who)
    args = {"account_reset_password_from_key": ["1", "x-y"], "invitation_accept": [1, "khong-co"]}
    args |= {name: [1] for name in ("mfa_remove_webauthn", "mfa_edit_webauthn")}
    args |= {name: ["oidc"] for name in ("openid_connect_login", "openid_connect_callback")}

    for name in (*SIGN_IN_OPEN, *SIGN_IN_SIGNED_IN):
        letter = outcome(browser, "get", reverse(name, args=args.get(name, [])))
        if who == "anonymous":
            assert (letter == "L") is (name in SIGN_IN_SIGNED_IN), name


def outcome(browser: Client, method: str, address: str) -> str:
    """One request of this person, undone afterwards; "L" for being sent to sign in."""
    once = Client(raise_request_exception=True)
    once.cookies = browser.cookies.copy()
    with transaction.atomic():
        answer = (
            once.get(address)
            if method == "get"
            else once.post(address, {"csrfmiddlewaretoken": "of a form left empty"})
        )
        if answer.streaming:
            list(answer.streaming_content)  # read to its end, the file behind it is closed
        transaction.set_rollback(True)
    if answer.status_code == HTTPStatus.FOUND and answer.url.startswith("/dang-nhap/?"):
        return "L"
    return _LETTERS.get(answer.status_code, str(answer.status_code))

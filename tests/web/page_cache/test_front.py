"""What is answered without Django, and what never is. Django itself is the real one, with every middleware."""

import gzip
import logging
import threading
import time

import brotli
import pytest

from tests.web.page_cache.applications import FROM_A_BROWSER, Counted, ask, front_of
from tests.web.page_cache.urls import TEXT

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.page_cache.urls")]


@pytest.fixture
def django() -> Counted:
    return Counted()


@pytest.fixture
def front(django):
    return front_of(django)


def test_the_second_reader_does_not_enter_django_and_reads_the_same(front, django):
    first, second = ask(front, "/bai/1/"), ask(front, "/bai/1/")

    assert django.entered == 1
    assert first.body == second.body
    assert TEXT in second.body.decode()
    assert first.headers | {"X-Request-ID": ""} == second.headers | {"X-Request-ID": ""}


def test_security_headers_stay_and_every_answer_has_its_own_number(front):
    first, second = ask(front, "/bai/1/"), ask(front, "/bai/1/")
    assert "default-src 'none'" in second.headers["Content-Security-Policy"]
    assert second.headers["X-Frame-Options"] == "DENY"
    assert second.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("accepted", "read"), [("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)]
)
def test_each_encoding_holds_the_same_page(front, accepted, read):
    plain = ask(front, "/bai/1/").body
    answer = ask(front, "/bai/1/", HTTP_ACCEPT_ENCODING=accepted)

    assert read(answer.body) == plain
    assert answer.headers.get("Content-Encoding", "identity") == accepted
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_first_reader_gets_the_encoding_asked_for_too(front):
    assert ask(front, "/bai/1/", HTTP_ACCEPT_ENCODING="gzip").headers["Content-Encoding"] == "gzip"


def test_who_has_the_page_is_told_so_and_a_changed_page_comes_whole(front):
    page = ask(front, "/bai/1/", **FROM_A_BROWSER)
    again = ask(front, "/bai/1/", **FROM_A_BROWSER, HTTP_IF_NONE_MATCH=page.headers["ETag"])
    weakly = ask(front, "/bai/1/", **FROM_A_BROWSER, HTTP_IF_NONE_MATCH=f'W/{page.headers["ETag"]}, "x"')
    other = ask(front, "/bai/1/", **FROM_A_BROWSER, HTTP_IF_NONE_MATCH='"x"')

    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", page.headers["ETag"])
    assert "Content-Length" not in again.headers
    assert weakly.status == 304
    assert (other.status, other.body) == (200, page.body)


def test_browsers_ask_again_at_every_visit(front):
    assert ask(front, "/bai/1/").headers["Cache-Control"] == "no-cache"


def test_a_head_is_answered_from_the_kept_page_without_its_body(front, django):
    page, head = ask(front, "/bai/1/"), ask(front, "/bai/1/", method="HEAD")
    assert (django.entered, head.status, head.body) == (1, 200, b"")
    assert head.headers["Content-Length"] == page.headers["Content-Length"]


def test_a_head_before_anybody_read_keeps_nothing(front):
    assert ask(front, "/bai/1/", method="HEAD").status == 200
    assert len(front.store) == 0


@pytest.mark.parametrize(
    "path",
    [
        "/khong-giu/",
        "/khong-giu/token/",
        "/khong-giu/cookie/",
        "/khong-giu/phien/",
        "/khong-giu/rieng/",
        "/khong-giu/dong/",
        "/khong-giu/mat/",
        "/khong-giu/vary/",
        "/khong-co/",
    ],
)
def test_what_is_not_everybodys_is_never_kept(front, django, path):
    ask(front, path)
    ask(front, path)
    assert (django.entered, len(front.store)) == (2, 0)


def test_who_is_signed_in_reads_through_django_and_leaves_nothing_for_others(front, django):
    ask(front, "/bai/1/", HTTP_COOKIE="sessionid=abc")
    assert len(front.store) == 0
    ask(front, "/bai/1/")
    ask(front, "/bai/1/", HTTP_COOKIE="sessionid=abc")
    assert django.entered == 3


def test_a_parameter_the_page_does_not_read_keeps_nothing(front):
    for number in range(20):
        ask(front, "/bai/1/", f"la={number}")
    assert len(front.store) == 0
    ask(front, "/bai/1/", "trang=2")
    assert len(front.store) == 1


def test_another_way_of_writing_an_address_keeps_nothing(front):
    assert ask(front, "/bai/007/").status == 200
    assert len(front.store) == 0


def test_one_host_never_reads_what_was_rendered_for_another(front, django, settings):
    settings.ALLOWED_HOSTS = ["localhost", "truong-an.example"]
    assert ask(front, "/bai/1/").body.startswith(b"localhost ")
    assert ask(front, "/bai/1/", host="truong-an.example").body.startswith(b"truong-an.example ")
    assert django.entered == 2


def test_a_host_that_is_not_ours_is_refused_and_keeps_nothing(front):
    assert ask(front, "/bai/1/", host="evil.example").status == 400
    assert len(front.store) == 0


def test_a_page_is_dropped_by_what_it_said_while_it_was_rendered(front, django):
    ask(front, "/bai/1/")
    ask(front, "/bai/2/")
    front.store.drop(["comments:2"])
    ask(front, "/bai/1/")
    assert django.entered == 2
    ask(front, "/bai/2/")
    assert django.entered == 3


def test_what_a_late_template_depends_on_counts_too(front, django):
    ask(front, "/muon/")
    front.store.drop(["late"])
    ask(front, "/muon/")
    assert django.entered == 2


def test_a_change_announced_while_a_page_is_rendered_keeps_it_out(django):
    def changing(environ, start_response):
        response = django(environ, start_response)
        front.store.drop(["news"])
        return response

    front = front_of(changing)
    assert ask(front, "/bai/1/").status == 200
    assert len(front.store) == 0


def test_an_answer_from_the_cache_has_its_line_in_the_log(front, caplog):
    ask(front, "/bai/1/")
    with caplog.at_level(logging.INFO, logger="truongan.request"):
        ask(front, "/bai/1/", "utm_source=bi-mat")
    [line] = caplog.records
    assert (line.getMessage(), line.path, line.status, line.user_id) == ("GET /bai/1/ 200", "/bai/1/", 200, None)
    assert "bi-mat" not in str(vars(line))


def test_a_page_read_while_changes_cannot_be_heard_says_so(front):
    ask(front, "/bai/1/")
    assert "Warning" not in ask(front, "/bai/1/").headers
    front.store.detach(time.time())

    old = ask(front, "/bai/1/")

    assert old.status == 200
    assert old.headers["Warning"].startswith("111 ")
    assert int(old.headers["Age"]) >= 0


def test_one_renders_while_others_wait_for_the_same_answer(django):
    """The page is known to be one that is kept; four readers come at once after it was dropped."""
    inside, may_end = threading.Event(), threading.Event()

    def slow(environ, start_response):
        if is_slow:
            inside.set()
            assert may_end.wait(5)
        return django(environ, start_response)

    is_slow = False
    front = front_of(slow)
    ask(front, "/bai/")
    front.store.drop(["news"])
    is_slow, answers = True, []
    readers = [threading.Thread(target=lambda: answers.append(ask(front, "/bai/").body)) for _ in range(4)]
    for reader in readers:
        reader.start()
    assert inside.wait(5)
    front.store.drop(["news"])  # not to be kept any more, but young enough for those who came meanwhile
    may_end.set()
    for reader in readers:
        reader.join(5)

    assert django.entered == 2
    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert len(front.store) == 0


def test_who_waited_too_long_renders_alone(django, monkeypatch):
    monkeypatch.setattr("truongan.web.page_cache.flights._PATIENCE", 0.01)
    front = front_of(django)
    ask(front, "/bai/")
    front.store.drop(["news"])
    with front._flights._lock:
        pass
    flight, is_ours = front._flights.board(next(iter(front._flights._known)))  # never lands
    assert is_ours
    assert ask(front, "/bai/").status == 200
    assert not flight.landed.is_set()


def test_a_rendering_that_fails_lets_the_next_one_try(django):
    def failing(environ, start_response):
        if is_broken:
            raise RuntimeError
        return django(environ, start_response)

    is_broken, front = False, front_of(failing)
    ask(front, "/bai/")
    front.store.drop(["news"])
    is_broken = True
    with pytest.raises(RuntimeError):
        ask(front, "/bai/")
    is_broken = False
    assert ask(front, "/bai/").status == 200

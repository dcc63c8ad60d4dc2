"""Who looks at a queue learns of the cases of that queue, and of no others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.incidents.samples import reported
from truongan.incidents.topics import topic_of, topics_of, watched_by
from truongan.web.paging import ROWS_PER_PAGE

pytestmark = pytest.mark.django_db
QUEUE = reverse("incidents:list")


def hear(cast, incident) -> set[str]:
    """The members of the cast whose queue moves."""
    people = ("quantri", "can_bo_tinh", "so_yt", "cong_an_xa", "hieu_truong", "y_te_xa", "hieu_truong_khac")
    said = set(topics_of(incident))
    return {who for who in people if said & set(watched_by(getattr(cast, who).scope))}


def test_those_who_see_the_case_hear_of_it_and_nobody_else(cast):
    fight = reported(cast)
    assert hear(cast, fight) == {"quantri", "can_bo_tinh", "cong_an_xa", "hieu_truong"}


def test_those_of_the_health_sector_hear_of_diseases(cast):
    fever = reported(cast, "dich-benh", disease="soi")
    assert hear(cast, fever) >= {"quantri", "so_yt", "y_te_xa", "cong_an_xa"}
    assert "hieu_truong_khac" not in hear(cast, fever)


def test_a_report_is_announced_to_case_and_queues(cast):
    with CaptureQueriesContext(connection) as queries:
        incident = reported(cast)
    announced = " ".join(each["sql"] for each in queries if "pg_notify" in each["sql"])
    assert topic_of(incident) in announced
    assert all(topic in announced for topic in topics_of(incident))


def test_the_first_page_watches_and_what_the_reader_types_stays(cast, as_):
    reported(cast)
    page = as_("cong_an_xa").get(f"{QUEUE}?q=xo").content.decode()

    assert f"incidents.all.{cast.school.place_path.rstrip('/')}" in page
    assert f'hx-get="{QUEUE}?q=xo" hx-trigger="live" hx-swap="outerHTML" hx-select="#hang"' in page


def test_the_count_below_the_rows_comes_with_them(cast, as_):
    reported(cast)
    page = as_("cong_an_xa").get(QUEUE).content.decode()

    assert 'hx-select-oob="#dem"' in page
    below = page.split('<div id="dem">')[1].split("</nav>")[0]
    assert "1–1" in below


def test_further_pages_stay_as_they_are(cast, as_):
    for _each in range(ROWS_PER_PAGE + 1):
        reported(cast)
    page = as_("cong_an_xa").get(f"{QUEUE}?trang=2").content.decode()
    assert 'data-watch="incidents.' not in page

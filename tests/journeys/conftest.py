"""The product as it runs, seen from a browser: a server on the loopback, rows that are really committed.

One register for all journeys, since the server answers from connections of its own and nothing can be rolled back.
What a journey writes is dated today, so that the figures of 14/09/2021 stay as they are.
"""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.live_server_helper import LiveServer

from tests.browser import AXE
from tests.conftest import TODAY, fill_tables, gather_cast
from tests.factories import (
    make_check,
    make_group,
    make_person,
    make_scheme,
    make_school,
    make_team,
    make_type,
    unit,
)
from tests.journeys.people import listen, session_of
from truongan.movement.imports import checking
from truongan.organizations.models import Placement

THEN = date(2021, 9, 14)
MERGED = date(2025, 7, 1)


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.django_db)  # else no test database is made for these files alone
            item.add_marker(pytest.mark.skipif(not AXE.exists(), reason="front end not built: run frontend/build.py"))


@pytest.fixture
def _django_db_helper() -> None:
    """No transaction around each test, as pytest-django would have it: rows live as long as `world`."""


@pytest.fixture(scope="session")
def site(browser, django_db_setup, django_db_blocker):
    """The address of the running product."""
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        # While the browser's loop runs, Django keeps connections of its own for this thread: nobody else closes them.
        connections.close_all()


@pytest.fixture(scope="package")
def world(site, django_db_blocker):
    """The cast, their schools since 2021, and a small register: what stood on 14/09/2021 and what came later."""
    with django_db_blocker.unblock():
        fill_tables()
        cache.clear()
        cast = gather_cast()
        yield SimpleNamespace(cast=cast, **vars(_register(cast)))
        call_command("flush", interactive=False, verbosity=0)


def _register(cast) -> SimpleNamespace:
    types = make_type(), make_type("lien-ket", "Liên kết nhà trường, gia đình, công an")
    nenh = unit("07795", THEN)
    schools = [cast.school, cast.neighbour_school]
    schools += [_moved_school(name) for name in ("Trường THPT Việt Yên số 9", "Trường Mầm non Sơn Ca")]
    for school in schools[:2]:
        Placement.objects.create(
            organization=school, unit=nenh, path=nenh.path, valid_from=date(2021, 1, 1), valid_to=MERGED
        )
    teacher = make_person(organization=cast.school, name="Phạm Quốc Huy", phone="0912345678", email="huy@truong.vn")
    schemes = [make_scheme(organization=school, type=types[place % 2]) for place, school in enumerate(schools[:3])]
    team = make_team(scheme=schemes[0], members=[teacher, cast.hieu_truong.person, 12], name="Tổ cổng trường")
    make_team(scheme=schemes[1], members=[make_person(organization=schools[1]), 9])
    roster = [(cast.cong_an_xa.person, "area_police"), (cast.y_te_xa.person, "health"), (teacher, "school"), 20]
    group = make_group(
        organization=cast.school,
        scheme=schemes[0],
        members=roster,
        name="An ninh trường Ánh Dương",
        link="https://zalo.me/g/x",
    )
    make_check(group, date(2021, 9, 10))
    make_scheme(organization=schools[3], on=date(2024, 9, 5))
    make_group(
        organization=cast.school, scheme=schemes[0], members=[teacher, 5], on=date(2024, 9, 5), name="Phụ huynh khối 9"
    )
    return SimpleNamespace(schools=schools, schemes=schemes, team=team, group=group, teacher=teacher)


def _moved_school(name: str):
    """A school in thị trấn Nếnh of 2021, in phường Nếnh since the merger."""
    before, after = unit("07795", THEN), unit("07795", TODAY)
    school = make_school(place=after, name=name, since=MERGED, school_level="THPT" if "THPT" in name else "MN")
    Placement.objects.create(
        organization=school, unit=before, path=before.path, valid_from=date(2021, 1, 1), valid_to=MERGED
    )
    return school


@pytest.fixture
def visit(browser, site):
    """visit("hieu_truong", width=360, …) -> a page in a fresh browser, already signed in; None: anonymous.

    Whatever the console says, the content security policy included, fails the test.
    """
    opened = []

    def visiting(username: str | None, *, width: int = 1440, **options):
        size = {"width": width, "height": 900}
        context = browser.new_context(base_url=site, viewport=size, locale="vi-VN", reduced_motion="reduce", **options)
        context.set_default_timeout(15_000)
        if username:
            context.add_cookies([session_of(username, site)])
        opened.append(listen(context.new_page()))
        return opened[-1]

    yield visiting
    for page in opened:
        page.context.close()
    assert [said for page in opened for said in page.complaints] == []


@pytest.fixture
def work():
    """Do what is queued, as the worker would."""
    tasks = {"movement.check_upload": checking.check_upload, "movement.import_upload": checking.import_upload}

    def working() -> None:
        from truongan.kernel import clock

        for job in ProcrastinateJob.objects.filter(status="todo", task_name__in=tasks).order_by("pk"):
            tasks[job.task_name](upload_id=job.args["upload_id"], now=clock.now)
        ProcrastinateJob.objects.all().delete()

    return working

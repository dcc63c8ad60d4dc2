"""The cast. Every test is told with these people, who are also the people of the demonstration and the docs."""

import os
from dataclasses import dataclass
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.browser import browser as browser  # one for every test: two cannot run side by side
from tests.factories import make_organization, make_school, make_user, unit
from tests.kept_database import keep
from tests.seeds import bring_seeds, remember_seeds
from truongan.accounts.models import User
from truongan.organizations.models import Organization
from truongan.territory.actions import load_territory
from truongan.territory.models import AdministrativeUnit

TODAY = date(2026, 11, 22)
PEOPLE = (
    "anonymous",
    "quantri",
    "can_bo_tinh",
    "so_gd",
    "so_yt",
    "cong_an_xa",
    "truong_phong_xa",
    "hieu_truong",
    "giao_vien",
    "y_te_xa",
    "hieu_truong_khac",
)


@pytest.fixture(scope="session")
def django_db_keepdb():
    """Whether an earlier run's migrated database came with the server (tests/kept_database.py)."""
    return settings.HAS_KEPT_DATABASE


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        if "DATABASE_URL" not in os.environ:
            keep(connection)
        with connection.cursor() as cursor:
            # Tests with real transactions empty the tables afterwards; the product refuses that for the audit record.
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_truncate")
        remember_seeds()
        load_territory(only_provinces={"24", "27"})


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items) -> None:
    """Tests in a browser go last: its loop runs in this thread from then on."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.fixture
def territory(db) -> None:
    """Old Bắc Giang and Bắc Ninh and what became of them; there already unless a test emptied the tables."""
    fill_tables()


def fill_tables() -> None:
    if not AdministrativeUnit.objects.exists():
        bring_seeds()
        load_territory(only_provinces={"24", "27"})


@dataclass
class Cast:
    province_police: Organization
    education_department: Organization
    health_department: Organization
    commune_police: Organization
    commune_committee: Organization
    health_station: Organization
    school: Organization  # Trường THCS Ánh Dương, phường Nếnh
    neighbour_school: Organization  # another school of phường Nếnh
    other_school: Organization  # in another commune
    quantri: User  # administers the installation
    can_bo_tinh: User  # movement officer of the province
    so_gd: User  # department of education
    so_yt: User  # department of health
    cong_an_xa: User  # area police officer of phường Nếnh
    truong_phong_xa: User  # leads and administers the commune committee
    hieu_truong: User  # head of Trường THCS Ánh Dương
    giao_vien: User  # team leader there
    y_te_xa: User  # commune health station
    hieu_truong_khac: User  # head of a school elsewhere: the stranger


@pytest.fixture
def cast(territory) -> Cast:
    return gather_cast()


def gather_cast() -> Cast:
    """The cast at work in the units of today; the territory has to be loaded."""
    province = unit("24", TODAY)
    nenh, elsewhere = unit("07795", TODAY), _another_commune(province)
    since = date(2025, 7, 1)

    def agency(name, sector, level, place):
        return make_organization(name=name, sector=sector, level=level, place=place, since=since)

    police = agency("Công an tỉnh", "police", "province", province)
    education = agency("Sở Giáo dục và Đào tạo", "education", "province", province)
    health = agency("Sở Y tế", "health", "province", province)
    commune_police = agency("Công an phường Nếnh", "police", "commune", nenh)
    committee = agency("Ban Chỉ đạo phường Nếnh", "committee", "commune", nenh)
    station = agency("Trạm Y tế phường Nếnh", "health", "commune", nenh)
    school = make_school(name="Trường THCS Ánh Dương", place=nenh, since=since, reports_to=committee)
    neighbour = make_school(name="Trường Tiểu học Hoa Sen", place=nenh, since=since, school_level="TH")
    other = make_school(name="Trường THCS Sông Thương", place=elsewhere, since=since)
    return Cast(
        police, education, health, commune_police, committee, station, school, neighbour, other,
        make_user("quantri", police, "admin", is_superuser=True, is_staff=True),
        make_user("can-bo-tinh", police, "leader", name="Hoàng Thu Trang"),
        make_user("so-gd", education, "reader"),
        make_user("so-yt", health, "reader"),
        make_user("cong-an-xa", commune_police, "editor", name="Trần Minh Khôi"),
        make_user("truong-phong-xa", committee, "admin"),
        make_user("hieu-truong", school, "admin", name="Lê Thu Hà"),
        make_user("giao-vien", school, "editor"),
        make_user("y-te-xa", station, "reader"),
        make_user("hieu-truong-khac", other, "admin"),
    )  # fmt: skip


def _another_commune(province: AdministrativeUnit) -> AdministrativeUnit:
    return (
        AdministrativeUnit.objects.on(TODAY)
        .within(province)
        .filter(level="commune")
        .exclude(code="07795")
        .earliest("code")
    )


@pytest.fixture
def as_(cast):
    """A browser in which this person of the cast is signed in: `as_("hieu_truong").get(…)`."""

    def client_for(name: str) -> Client:
        client = Client()
        if name != "anonymous":
            client.force_login(getattr(cast, name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client_for

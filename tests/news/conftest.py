from datetime import date, datetime

import pytest

from tests.factories import make_person, make_scheme, make_team
from tests.news.samples import VIETNAM
from truongan.news.actions import draft_article, publish_article
from truongan.news.models import Section


@pytest.fixture
def section(cast) -> Section:
    return Section.objects.get(slug="phong-trao")


@pytest.fixture
def written(section):
    """`written("Tên bài", body=[…], published=True)`: an article of the console."""
    moment = datetime(2021, 9, 14, 17, 47, tzinfo=VIETNAM)

    def write(title="Trường học an toàn", *, published=True, body=(), now=moment, **fields):
        article = draft_article(
            actor=None, section=section, title=title, lead="Câu đầu bài.", body=body, now=now, **fields
        )
        return publish_article(actor=None, article=article, now=now) if published else article

    return write


@pytest.fixture
def register(cast, settings):
    """Three schools of the province on 05/01/2026: three schemes, three teams of 12, 9 and 2 more members."""
    settings.PROVINCE_CODE = "24"
    for school, members in ((cast.school, 12), (cast.neighbour_school, 9), (cast.other_school, 2)):
        make_team(scheme=make_scheme(organization=school, on=date(2026, 1, 5)), members=[make_person(), members])

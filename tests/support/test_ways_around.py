"""Ways around what hides an asker's name from those who stand over the unit that answers."""

import pytest
from django.urls import reverse

from truongan.organizations.models import Organization

pytestmark = pytest.mark.django_db


def test_who_does_not_see_the_name_does_not_find_by_it(desk, cast, as_):
    question = desk.ask(name="Nguyễn Thị Mận")
    Organization.objects.filter(pk=cast.commune_committee.pk).update(reports_to=cast.province_police)
    above, own = as_("can_bo_tinh"), as_("truong_phong_xa")
    below = f"{reverse('support_work:queue')}?cua=cap-duoi&q="
    for words, found in (
        ("", True),
        ("Cổng trường", True),
        (question.reference, True),
        ("Mận", False),
        ("man", False),
    ):
        assert (question.reference in _rows(above.get(below + words))) is found, words
    assert question.reference in _rows(own.get(f"{reverse('support_work:queue')}?q=man"))


def _rows(answer) -> str:
    page = answer.content.decode()
    return page[page.find("<tbody") :] if "<tbody" in page else ""

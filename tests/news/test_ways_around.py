"""Ways around the doors of the news: what a proxy keeps of a draft, addresses with a line break, other people's sites."""

import pytest
from django.conf import settings
from django.urls import resolve

from tests.news.samples import make_photo
from truongan.news.editors_urls import closed

pytestmark = pytest.mark.django_db


def test_a_picture_of_a_draft_is_kept_by_nobody_on_the_way_to_the_editor(client, cast):
    address = make_photo().get_rendition("width-480|format-webp").url
    client.force_login(cast.can_bo_tinh)
    client.get("/bien-tap/")
    answer = client.get(address)
    answer.getvalue()
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["users/edit/1\n/", "groups/\n/x/", "sites/edit/1\n/", "embeds/chooser/"])
def test_closed_screens_stay_closed_whatever_follows(path):
    assert resolve(f"/bien-tap/{path}").func is closed


def test_no_other_site_is_asked_about_a_link(as_):
    asked = {"embed-chooser-url": "https://www.youtube.com/watch?v=x"}
    assert as_("quantri").post("/bien-tap/embeds/chooser/upload/", asked).status_code == 404
    assert settings.WAGTAILEMBEDS_FINDERS == []

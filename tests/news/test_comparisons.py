"""What the desk shows of two versions of an article: hours of Viet Nam, yes and no, topics by their names."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def compared(as_, written):
    """The page that compares an article as it was with what an editor made of it."""
    article = written(published=False, topics=["Cổng trường"])
    before = article.latest_revision
    article.published_at = datetime(2026, 11, 23, 7, 8, tzinfo=UTC)
    article.comments_open = False
    article.topics.add("Giờ tan học")
    after = article.save_revision(log_action=False)
    address = f"/bien-tap/pages/{article.pk}/revisions/compare/{before.pk}...{after.pk}/"
    return as_("can_bo_tinh").get(address).content.decode()


def test_an_hour_is_that_of_viet_nam_and_nothing_is_said_of_none(compared):
    assert "23/11/2026 14:08" in compared
    assert "07:08" not in compared
    assert ">None<" not in compared


def test_a_switch_says_yes_or_no(compared):
    assert '<span class="deletion">có</span><span class="addition">không</span>' in compared
    assert "False" not in compared


def test_a_topic_has_its_name(compared):
    assert "Giờ tan học" in compared
    assert "gio-tan-hoc" not in compared

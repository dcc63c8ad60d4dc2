"""The chain of command of the demonstration: chapters told once, in the order of their days, the same every time."""

from datetime import UTC, date, datetime

import pytest

from truongan.activities.models import Activity
from truongan.demo.actions import _tell_chapter
from truongan.demo.chain import texts_2021, texts_2026
from truongan.demo.chain.chapters import CHAPTERS, Chapter, chapters
from truongan.demo.chain.pictures import SIZE, drawn
from truongan.demo.chain.stage import Stage, cast_on, speaker_for
from truongan.demo.models import DemoMark
from truongan.demo.places import ARTICLE_DAY
from truongan.documents.uploads import PHOTOS, checked_upload

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def test_every_chapter_has_its_own_key_and_they_follow_their_days():
    assert len({each.key for each in CHAPTERS}) == len(CHAPTERS)
    assert list(CHAPTERS) == sorted(CHAPTERS, key=lambda each: each.day)
    assert max(each.day for each in CHAPTERS) <= date(2026, 11, 22)


def test_up_to_the_day_of_the_article_only_the_first_directive_is_told():
    told = [each.key for each in chapters(None, ARTICLE_DAY)]
    assert told
    assert all(key.startswith("1646-") for key in told)


def test_loading_on_begins_after_the_day_already_told():
    assert not list(chapters(date(2026, 11, 22), date(2027, 1, 1)))
    assert [each.key for each in chapters(texts_2026.ISSUED_ON, date(2026, 11, 13))] == ["2026-tiep-nhan"]


def test_a_chapter_has_its_own_chance_whatever_was_told_before():
    assert Stage("a").rng.random() == Stage("a").rng.random() != Stage("b").rng.random()


def test_a_day_of_work_is_never_a_day_off():
    stage = Stage("a")
    days = {stage.workday(date(2021, 8, 28), date(2021, 9, 5)) for _each in range(40)}
    assert all(day.weekday() < 5 for day in days)
    assert date(2021, 9, 2) not in days  # National Day


def test_pictures_are_small_say_that_they_are_drawn_and_are_the_same_every_time():
    one, other = drawn("gate", "Lễ ra mắt", "x"), drawn("gate", "Lễ ra mắt", "x")
    assert one.read() == other.read()
    one.seek(0)
    kept = checked_upload(one, allowed=PHOTOS)
    assert (kept.width, kept.height) == SIZE
    assert len(kept.content) < 100_000


@pytest.mark.django_db
def test_a_chapter_that_breaks_off_is_told_anew_and_then_never_again():
    mark = DemoMark.objects.create(pk=1, created_at=NOW)
    begun = []

    def tell(stage: Stage) -> None:
        begun.append(stage.chapter)
        if len(begun) == 1:
            raise RuntimeError("power cut")

    chapter = Chapter("x", "thử", ARTICLE_DAY, tell)
    with pytest.raises(RuntimeError):
        _tell_chapter(chapter, mark, lambda text: None)
    mark.refresh_from_db()
    assert mark.told == []
    _tell_chapter(chapter, mark, lambda text: None)
    mark.refresh_from_db()
    assert mark.told == ["x"]


def test_the_papers_are_of_ours_and_complete():
    for text in (texts_2021.CONTENT, texts_2021.DISTRICT_CONTENT, texts_2021.EDUCATION_CONTENT, texts_2026.CONTENT):
        assert "…" not in text
        assert len(text) > 600


def test_no_chapter_without_its_directive(territory):
    """Where nothing was told before (an older demonstration goes on), what builds on it stays away."""
    from truongan.demo.chain import activities_2021, directive_2021, plans_2021, reporting_2021

    for tell in (directive_2021.work_on_duties, plans_2021.make, activities_2021.hold, reporting_2021.report):
        tell(Stage("x"))
    assert not Activity.objects.exists()


def test_the_cast_acts_with_the_posts_of_that_day(territory, settings, tmp_path):
    from truongan.demo.accounts import appoint_cast, create_cast
    from truongan.demo.agencies import create_agencies
    from truongan.demo.cast import ORGANIZATION
    from truongan.organizations.models import Organization

    settings.HOME = tmp_path
    create_agencies(now=NOW)
    create_cast(now=NOW)
    appoint_cast()
    then = Organization.objects.get(code=ORGANIZATION["committee-2021"].code)
    today = Organization.objects.get(code=ORGANIZATION["committee"].code)
    assert cast_on("can-bo-tinh", ARTICLE_DAY).scope.own_ids.count(then.pk) == 1
    assert today.pk not in cast_on("can-bo-tinh", ARTICLE_DAY).scope.own_ids
    assert speaker_for(then, ARTICLE_DAY).username == "can-bo-tinh"
    assert speaker_for(then, date(2026, 1, 1)) is None
    assert speaker_for(Organization.objects.get(code="MH-222-2101-BCD"), ARTICLE_DAY) is None

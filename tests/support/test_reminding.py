"""Chasing what nobody answers, the table's holes, and forgetting who asked."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories import make_organization
from tests.support.conftest import DAY, NOW, at
from truongan.channels.models import Notice
from truongan.support.actions import (
    Asker,
    CannotSupport,
    Wording,
    ask_back,
    ask_question,
    find_by_code,
    forget_askers,
    note_on_question,
    publish_answer,
    rate_answer,
    remind_of_questions,
    remove_route,
    save_topic,
    set_route,
)
from truongan.support.codes import code_of
from truongan.support.jobs import forget, remind
from truongan.support.models import Attachment, Question, Route
from truongan.support.queries import served_areas
from truongan.support.routing import coverage
from truongan.territory.models import AdministrativeUnit

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def told(organization) -> list[str]:
    return list(Notice.objects.filter(organization=organization).order_by("pk").values_list("subject", flat=True))


@pytest.fixture
def late(desk) -> Question:
    """Due on Tuesday 08/12/2026; the notice of its arrival is gone."""
    question = desk.ask()
    Notice.objects.all().delete()
    return question


def test_the_unit_is_told_before_on_the_day_after_and_every_week(late, cast):
    for day in (2, 3, 3, 4, 8, 9, 9, 10, 15, 16):
        remind_of_questions(now=at(date(2026, 12, day), 0))
    topic = late.topic.name
    assert told(cast.commune_committee) == [
        f"Sắp đến hạn 08/12/2026: {topic}",
        f"Quá hạn 08/12/2026: {topic}",
        f"Quá hạn 08/12/2026: {topic}",
    ]


def test_the_superior_hears_once_a_week_of_how_many(late, cast):
    cast.commune_committee.reports_to = cast.province_police
    cast.commune_committee.save()
    for day in (9, 11, 14, 15, 21):
        remind_of_questions(now=at(date(2026, 12, day), 0))
    assert told(cast.province_police) == ["1 câu hỏi của người dân quá hạn ở 1 đơn vị cấp dưới"] * 2


def test_nobody_is_told_on_a_day_off_nor_of_a_question_whose_clock_stands(late, cast):
    assert not remind_of_questions(now=at(date(2026, 12, 12), 0))
    ask_back(actor=None, question=late, text="?", now=at(date(2026, 12, 1)))
    Notice.objects.all().delete()
    remind_of_questions(now=at(date(2026, 12, 14), 0))
    assert told(cast.commune_committee) == []


def test_the_jobs_call_the_actions(desk, django_capture_on_commit_callbacks):
    remind(0)
    forget(0)


# ---- the table


def test_holes_are_seen_before_anybody_asks(desk, cast):
    units = list(served_areas(DAY))
    safety, health = coverage(units, DAY)
    assert (safety.holes, safety.default, safety.own_count) == ([], cast.province_police, 1)
    assert safety.by_default_count == len(units) - 1
    assert len(health.holes) == len(units) > 50
    desk.route(desk.health, desk.nenh, cast.health_station)
    assert desk.nenh not in coverage(units, DAY)[1].holes


def test_a_closed_unit_an_ended_area_and_one_where_nobody_signs_in_are_named(desk, cast):
    closed = make_organization(name="Cơ quan cũ", place=desk.elsewhere, closed_on=date(2026, 12, 1))
    empty = make_organization(name="Cơ quan trống", place=desk.elsewhere)
    ended = AdministrativeUnit.objects.filter(valid_to__isnull=False, level="commune").first()
    desk.route(desk.health, desk.elsewhere, closed)
    Route.objects.create(topic=desk.health, unit=ended, path=ended.path, organization=empty)
    health = coverage([desk.nenh], date(2026, 12, 2))[1]
    assert [each.organization for each in health.closed] == [closed]
    assert [each.unit for each in health.ended] == [ended]
    assert health.silent == [empty]
    assert not health.is_whole


def test_coverage_asks_the_same_whatever_the_size(desk, django_assert_num_queries):
    units = list(served_areas(DAY))
    with django_assert_num_queries(3):
        coverage(units, DAY)


def test_bad_routes_and_topics_are_refused(desk, cast):
    cast.health_station.closed_on = DAY
    ended = AdministrativeUnit.objects.filter(valid_to__isnull=False, level="commune").first()
    for attempt in (
        lambda: desk.route(desk.health, None, cast.health_station),
        lambda: desk.route(desk.health, ended, cast.province_police),
        lambda: save_topic(actor=None, name="y tế trường học", answer_days=5, now=NOW),
        lambda: save_topic(actor=None, name="Khác", answer_days=0, now=NOW),
    ):
        with pytest.raises(CannotSupport):
            attempt()
    with pytest.raises(PermissionDenied):
        set_route(actor=cast.truong_phong_xa, topic=desk.health, unit=None, organization=cast.school, now=NOW)


def test_setting_a_route_again_replaces_it_and_removing_leaves_the_larger_area(desk, cast):
    desk.route(desk.safety, desk.nenh, cast.commune_police)
    assert desk.ask().organization == cast.commune_police
    remove_route(actor=None, route=Route.objects.get(unit=desk.nenh), now=NOW)
    assert desk.ask().organization == cast.province_police


# ---- files and forgetting


@pytest.fixture
def with_file(desk, settings, tmp_path) -> Question:
    settings.MEDIA_ROOT = tmp_path
    return ask_question(
        topic=desk.safety, unit=desk.nenh, asker=Asker("Nguyễn Thị Mận", phone="0912345678"), text="Xem tệp",
        files=[SimpleUploadedFile("don.pdf", PDF)], code=code_of("f"), token_key="f" * 64, now=NOW,
    )  # fmt: skip


def test_a_file_that_lies_about_its_type_is_refused_and_nothing_is_kept(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name, content in (("anh.jpg", b"<svg onload=alert(1)>"), ("a.pdf", b"MZ\x90"), ("x.png", b"")):
        with pytest.raises(CannotSupport):
            ask_question(
                topic=desk.safety, unit=desk.nenh, asker=Asker("A B"), text="Tệp", token_key=name.ljust(64, "0"),
                files=[SimpleUploadedFile("that.pdf", PDF), SimpleUploadedFile(name, content)], code=name, now=NOW,
            )  # fmt: skip
    assert not Question.objects.exists()
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_who_asked_is_forgotten_after_the_term_and_figures_stay(
    desk, with_file, settings, django_capture_on_commit_callbacks
):
    from truongan.support.actions import answer_question

    question = answer_question(actor=None, question=with_file, text="Chào bà Mận", now=at(date(2026, 11, 30)))
    rate_answer(question=question, score=4, remark="Cảm ơn, Mận", now=at(date(2026, 12, 1)))
    publish_answer(actor=None, question=question, wording=Wording("Hỏi gì?", "Việc chung", "Đã rõ"), now=NOW)
    file = Attachment.objects.get().file.name
    term = timedelta(days=settings.SUPPORT_KEEP_DAYS)

    assert forget_askers(now=at(date(2026, 11, 30)) + term) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_askers(now=at(date(2026, 12, 1)) + term) == 1
    assert forget_askers(now=at(date(2026, 12, 1)) + term) == 0

    question.refresh_from_db()
    assert (question.name, question.phone, question.text, question.remark) == ("", "", "", "")
    assert "man" not in question.search_fold
    assert (question.satisfaction, question.worked_days, question.organization) == (4, 4, desk.cast.commune_committee)
    assert set(question.steps.values_list("text", flat=True)) == {""}
    assert not default_storage.exists(file)
    assert question.published.is_shown
    assert find_by_code(code_of("f")) == question


def test_nothing_is_written_to_a_question_whose_words_are_forgotten(desk, settings, as_):
    """No later deletion would find it."""
    code = code_of("kept")
    question = desk.answered(token="kept")
    assert b'name="score"' in Client().post(reverse("support:track"), {"ma": code}).content
    assert forget_askers(now=NOW + timedelta(days=settings.SUPPORT_KEEP_DAYS + 30)) == 1
    with pytest.raises(CannotSupport, match="thời hạn"):
        rate_answer(question=question, score=5, remark="Cảm ơn, Mận", now=NOW)
    with pytest.raises(CannotSupport, match="thời hạn"):
        note_on_question(actor=None, question=question, text="Bà Mận gọi lại", now=NOW)
    question.refresh_from_db()
    assert question.remark == ""
    assert set(question.steps.values_list("text", flat=True)) == {""}
    assert b'name="score"' not in Client().post(reverse("support:track"), {"ma": code}).content
    page = as_("truong_phong_xa").get(question.get_absolute_url()).content.decode()
    assert reverse("support_work:note", args=[question.pk]) not in page


def test_open_questions_are_not_forgotten(desk):
    desk.ask()
    assert forget_askers(now=NOW + timedelta(days=4000)) == 0

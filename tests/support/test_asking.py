"""From the form to the responsible unit, with a deadline and a code; and everything that can go wrong on the way."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.support.conftest import DAY, NOW, TEXT, form_of, send
from truongan.channels.models import Notice
from truongan.kernel import clock
from truongan.organizations.actions import set_calendar_days
from truongan.support.actions import CannotSupport, find_by_code
from truongan.support.actions.asking import UNPROVEN_A_MINUTE
from truongan.support.codes import code_hash, code_of
from truongan.support.models import Question

pytestmark = pytest.mark.django_db


def test_the_smallest_area_answers_and_elsewhere_the_default(desk, cast):
    assert desk.ask().organization == cast.commune_committee
    assert desk.ask(place=desk.elsewhere).organization == cast.province_police


def test_a_route_to_a_closed_unit_leaves_the_question_to_the_next_larger_area(desk, cast):
    cast.commune_committee.closed_on = DAY
    cast.commune_committee.save()
    assert desk.ask().organization == cast.province_police


def test_a_topic_nobody_answers_there_is_refused_and_nothing_is_written(desk):
    with pytest.raises(CannotSupport, match="Chưa có đơn vị trả lời"):
        desk.ask(topic=desk.health)
    assert not Question.objects.exists()


def test_the_due_day_counts_working_days_of_the_unit_s_place(desk):
    assert desk.ask().due_on == date(2026, 12, 8)  # ten working days after Tuesday 24/11
    set_calendar_days(
        actor=None, unit=desk.nenh, first=date(2026, 11, 26), last=date(2026, 11, 26), is_working=False, note="Bão",
        now=NOW,
    )  # fmt: skip
    assert desk.ask().due_on == date(2026, 12, 9)
    assert desk.ask(place=desk.elsewhere).due_on == date(2026, 12, 8)


def test_the_responsible_unit_is_told_and_the_notice_holds_nothing_of_the_asker(desk, cast):
    question = desk.ask(phone="0912345678")
    notice = Notice.objects.get()
    assert notice.organization == cast.commune_committee
    assert notice.link == question.get_absolute_url()
    assert "Mận" not in notice.subject + notice.text
    assert "0912345678" not in notice.subject + notice.text


def test_the_same_form_sent_twice_is_one_question(desk):
    assert desk.ask(token="once") == desk.ask(token="once", text="Nội dung khác")
    assert Question.objects.get().text == TEXT


def test_the_code_is_not_stored_and_finds_the_question_however_it_is_typed(desk):
    question = desk.ask(token="mine")
    code = code_of("mine")
    assert code not in str(Question.objects.values().get())
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert find_by_code(typed) == question
    assert len(code_hash(code)) == 64


@pytest.mark.parametrize("code", ["", "x", "7K2M-P9QX-RT4W", "ạ" * 40, "0" * 5000])
def test_a_wrong_code_finds_nothing(desk, code):
    desk.ask()
    assert find_by_code(code) is None


def test_what_hides_or_turns_text_leaves_it(desk):
    question = desk.ask(text="Xin\u200b hỏi\u202e\x07\r\n\r\n\r\n\r\nhai  dòng", name="Mận\u202e\nNguyễn")
    assert question.text == "Xin hỏi\n\nhai dòng"
    assert question.name == "Mận Nguyễn"


def test_text_of_nothing_but_invisible_characters_is_refused(desk):
    with pytest.raises(CannotSupport, match="Viết nội dung"):
        desk.ask(text="\u200b\u2060 \n")


def test_without_proof_only_so_many_a_minute_are_taken(desk):
    for _each in range(UNPROVEN_A_MINUTE):
        desk.ask()
    with pytest.raises(CannotSupport, match="quá nhiều"):
        desk.ask()
    assert desk.ask(now=NOW + timedelta(minutes=2))


# ---- the page


def test_the_form_says_who_will_answer_before_anything_is_typed(desk):
    page = Client().get(reverse("support:ask"), {"linh_vuc": desk.safety.pk, "xa": "phuong nenh"})
    assert "Ban Chỉ đạo phường Nếnh" in page.text
    assert "10 ngày làm việc" in page.text


def test_the_form_says_so_where_nobody_answers(desk):
    page = Client().get(reverse("support:ask"), {"linh_vuc": desk.health.pk, "xa": "07795"})
    assert "Chưa có đơn vị trả lời" in page.text


def test_the_area_typed_without_diacritics_goes_on_with_its_name(desk):
    page = Client().get(reverse("support:ask"), {"linh_vuc": desk.safety.pk, "xa": "nenh"})
    [shown] = re.findall(r'name="unit" value="([^"]+)"', page.text)
    assert shown.startswith("Phường Nếnh")
    assert send(form_of(desk, clock.now(), unit=shown)).status_code == 200
    assert Question.objects.get().unit == desk.nenh
    unknown = Client().get(reverse("support:ask"), {"linh_vuc": desk.safety.pk, "xa": "khong-co-dau"})
    assert 'value="khong-co-dau"' in unknown.text


@pytest.mark.parametrize("typed", ["Phường Nếnh", "nenh", "NẾNH, Bắc Ninh", "07795"])
def test_the_area_is_typed_with_or_without_diacritics(desk, typed):
    assert send(form_of(desk, clock.now(), unit=typed)).status_code == 200
    assert Question.objects.get().unit == desk.nenh


def test_the_acknowledgement_shows_the_code_once_and_again_for_the_same_form(desk):
    given = form_of(desk, clock.now())
    code = code_of(given["form_token"])
    first = send(given)
    assert code in first.text
    assert "no-store" in first["Cache-Control"]
    again = send(given)
    assert code in again.text
    assert "đã được gửi trước đó" in again.text
    assert Question.objects.count() == 1


def test_what_was_typed_comes_back_with_its_reason(desk):
    for changes, reason in (
        ({"unit": "Không Có Xã Này"}, "Không có xã, phường nào tên này"),
        ({"phone": "12"}, "Không đọc được số này"),
        ({"email": "sai"}, "email"),
        ({"text": "a" * 5001}, "5000"),
        ({"topic": desk.health.pk}, "Chưa có đơn vị trả lời"),
        ({"topic": "999999"}, "Lĩnh vực"),
        ({"form_token": "giả"}, "không còn hợp lệ"),
        ({"form_token": ""}, "không còn hợp lệ"),
        ({"contact_site": "http://x.test"}, "để trống"),
        ({"asker_kind": "robot"}, ""),
        ({"name": ""}, "Họ và tên"),
    ):
        answer = send(form_of(desk, clock.now(), **changes))
        assert answer.status_code == 422, changes
        assert reason.lower() in answer.text.lower(), changes
        assert "Nguyễn Thị Mận" in answer.text or changes.get("name") == ""
    assert not Question.objects.exists()


def test_an_expired_form_keeps_its_text_and_can_be_sent_again(desk):
    given = form_of(desk, clock.now() - timedelta(days=2))
    answer = send(given)
    assert answer.status_code == 422
    assert TEXT in answer.text
    fresh = answer.context["form"]["form_token"].value()
    assert send({**given, "form_token": fresh}).status_code == 200


def test_markup_is_shown_as_text(desk):
    answer = send(form_of(desk, clock.now(), text="<script>alert(1)</script>", name="<b>Mận</b>"))
    page = Client().post(reverse("support:track"), {"ma": answer.context["code"]})
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


def test_asking_leaves_no_session(desk):
    client = Client()
    client.get(reverse("support:ask"))
    send(form_of(desk, clock.now()), client)
    assert "sessionid" not in client.cookies


def test_a_topic_no_longer_offered_is_not_taken(desk):
    desk.safety.is_open = False
    desk.safety.save()
    assert send(form_of(desk, clock.now())).status_code == 422

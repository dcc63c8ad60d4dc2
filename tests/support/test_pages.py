"""Following by code and the unit's screens, as browsers without JavaScript use them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.support.conftest import TEXT, form_of, send
from truongan.kernel import clock
from truongan.support.actions import answer_question, ask_back
from truongan.support.codes import code_of
from truongan.support.models import PublishedAnswer, Question, Route, Topic
from truongan.web.form_guard import new_token

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def code(desk) -> str:
    """Of a question asked a moment ago in Nếnh."""
    given = form_of(desk, clock.now())
    send(given)
    return code_of(given["form_token"])


def follow(code: str, name: str = "track", **more):
    return Client().post(reverse(f"support:{name}"), {"ma": code, **more})


def test_the_asker_reads_what_happened_and_not_what_stays_inside(desk, code, cast, as_):
    question = Question.objects.get()
    as_("truong_phong_xa").post(reverse("support_work:note", args=[question.pk]), {"text": "Chuyện nội bộ"})
    as_("truong_phong_xa").post(reverse("support_work:ask_back", args=[question.pk]), {"text": "Cổng nào ạ?"})
    page = follow(code)
    assert "Cổng nào ạ?" in page.text
    assert "tạm dừng" in page.text
    assert "Chuyện nội bộ" not in page.text
    assert code not in page.request["PATH_INFO"] + page.request["QUERY_STRING"]


def test_the_asker_adds_a_file_gets_it_back_and_nobody_else_does(desk, code, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    token = {"form_token": new_token("support.add", clock.now())}
    page = follow(code, "add", text="Kèm đơn", attached=SimpleUploadedFile("don.pdf", PDF), **token)
    assert "Đã nhận nội dung bổ sung" in page.text
    [kept] = Question.objects.get().attachments.all()
    address = reverse("support:own_file", args=[kept.pk])
    answer = Client().post(address, {"ma": code})
    assert b"".join(answer.streaming_content) == PDF
    other = desk.ask(token="other")
    assert Client().post(address, {"ma": code_of("other")}).status_code == 404
    assert other.attachments.count() == 0


def test_a_form_of_additions_without_token_or_text_comes_back(desk, code):
    assert follow(code, "add", text="x", form_token="").status_code == 422
    assert follow(code, "add", text=" ", form_token=new_token("support.add", clock.now())).status_code == 422


def test_rating_once_and_withdrawing(desk, code):
    assert follow(code, "rate", score="5").status_code == 422
    question = Question.objects.get()
    answer_question(actor=None, question=question, text="Đã phân luồng.", now=clock.now())
    assert follow(code, "rate", score="9").status_code == 422
    assert "Cảm ơn" in follow(code, "rate", score="4", remark="Nhanh").text
    assert follow(code, "rate", score="1").status_code == 422
    assert follow(code, "withdraw").status_code == 422
    desk.ask(token="second")
    assert "Đã rút" in follow(code_of("second"), "withdraw").text


def test_a_wrong_code_says_so(desk):
    answer = follow("AAAA-BBBB-CCCC")
    assert answer.status_code == 422
    assert "Không có câu hỏi nào" in answer.text


# ---- the unit


def test_the_queue_narrows_by_state_topic_area_and_words(desk, as_, cast):
    late = desk.ask(now=clock.now() - timedelta(days=60), text="Việc cũ")
    fresh = desk.ask(now=clock.now(), text="Hàng rong trước cổng", name="Lê Văn Ổi")
    waiting = ask_back(actor=None, question=desk.ask(now=clock.now(), text="Thiếu"), text="?", now=clock.now())
    officer = as_("truong_phong_xa")

    def shown(**asked) -> set:
        page = officer.get(reverse("support_work:queue"), asked)
        return {each.pk for each in page.context["page"]}

    assert shown() == {late.pk, fresh.pk}
    assert shown(xem="qua-han") == {late.pk}
    assert shown(xem="cho-bo-sung") == {waiting.pk}
    assert shown(xem="tat-ca") == {late.pk, fresh.pk, waiting.pk}
    assert shown(q="hang rong") == shown(q="HÀNG RONG") == shown(q="oi le") == {fresh.pk}
    assert shown(q=fresh.reference) == {fresh.pk}
    assert shown(xa="nenh") == {late.pk, fresh.pk}
    assert shown(xa="khong co") == set()
    assert shown(linh_vuc=desk.health.pk) == set()
    assert shown(linh_vuc="x", trang="-3", sap="sai", xem="sai") == {late.pk, fresh.pk, waiting.pk}


@pytest.mark.parametrize("rows", [1, 6])
def test_the_queue_costs_the_same_whatever_its_length(desk, as_, rows, django_assert_max_num_queries):
    for _each in range(rows):
        desk.ask(now=clock.now())
    officer = as_("truong_phong_xa")
    with django_assert_max_num_queries(16):
        officer.get(reverse("support_work:queue"))


def test_the_menu_counts_what_waits_for_who_may_answer(desk, as_):
    desk.ask(now=clock.now())
    entry = reverse("support_work:queue")
    links = [each for group in as_("truong_phong_xa").get(entry).context["menu"]() for each in group.links]
    assert next(each.waiting for each in links if each.href == entry) == 1
    links = [each for group in as_("giao_vien").get(entry).context["menu"]() for each in group.links]
    assert next(each.waiting for each in links if each.href == entry) == 0


def test_the_first_page_says_what_waits(desk, as_):
    desk.ask(now=clock.now() - timedelta(days=60))
    page = as_("truong_phong_xa").get(reverse("web:home"))
    assert "Câu hỏi của người dân chờ trả lời" in page.text
    assert "1 câu đã quá hạn" in page.text


def test_a_draft_then_the_answer_through_the_form(desk, as_, cast):
    question, officer = desk.ask(now=clock.now()), as_("truong_phong_xa")
    address = reverse("support_work:answer", args=[question.pk])
    officer.post(address, {"text": "Đang viết dở", "nhap": "1"})
    assert "Đang viết dở" in officer.get(address).text
    officer.post(address, {"text": "Công an phường phân luồng."})
    question.refresh_from_db()
    assert question.state == "answered"
    assert "Công an phường phân luồng." in officer.get(question.get_absolute_url()).text


def test_a_refusal_of_the_action_comes_back_with_what_was_typed(desk, as_):
    question = desk.answered(now=clock.now() - timedelta(days=10))
    answer = as_("truong_phong_xa").post(
        reverse("support_work:refuse", args=[question.pk]), {"reason": "Lý do dài đã viết"}
    )
    assert answer.status_code == 422
    assert "Lý do dài đã viết" in answer.text
    assert "đã kết thúc" in answer.text


def test_assigning_and_forwarding_through_the_forms(desk, as_, cast):
    question, officer = desk.ask(now=clock.now()), as_("truong_phong_xa")
    officer.post(reverse("support_work:assign", args=[question.pk]), {"person": cast.truong_phong_xa.person.pk})
    answer = officer.post(
        reverse("support_work:forward", args=[question.pk]),
        {"organization": cast.province_police.pk, "reason": "Thuộc tỉnh"},
    )
    assert answer.status_code == 303
    question.refresh_from_db()
    assert question.organization == cast.province_police
    assert [each.kind for each in question.steps.order_by("pk")] == ["received", "assigned", "forwarded"]


def test_contact_is_masked_outside_the_unit_until_a_reason_is_given(desk, as_):
    question = desk.ask(now=clock.now(), phone="0912345678", email="man@example.vn")
    own = as_("truong_phong_xa").get(question.get_absolute_url())
    assert "0912345678" in own.text
    page = as_("quantri").get(question.get_absolute_url())
    for secret in ("0912345678", "man@example.vn", "Nguyễn Thị Mận"):
        assert secret not in page.text
    address = reverse("support_work:contact", args=[question.pk])
    shown = as_("quantri").post(address, {"reason": "Xác minh nội dung phản ánh"})
    assert "0912345678" in shown.text
    assert "no-store" in shown["Cache-Control"]


def test_publishing_through_the_form_warns_first(desk, as_):
    question = desk.answered(now=clock.now() - timedelta(days=10), phone="0912345678")
    officer, address = as_("truong_phong_xa"), reverse("support_work:publish", args=[question.pk])
    assert TEXT in officer.get(address).text
    words = {"title": "Ai phân luồng?", "asked": "Cổng trường đông xe.", "answer": "Gọi anh Trần Văn Bưởi."}
    refused = officer.post(address, words)
    assert refused.status_code == 422
    assert "Trần Văn Bưởi" in refused.text
    assert not PublishedAnswer.objects.exists()
    officer.post(address, {**words, "checked": "on"})
    assert PublishedAnswer.objects.get().is_shown
    officer.post(reverse("support_work:unpublish", args=[question.pk]))
    assert not PublishedAnswer.objects.get().is_shown


# ---- the table


def test_topics_and_routes_are_kept_by_the_administrator_through_the_forms(desk, as_, cast):
    keeper = as_("quantri")
    answer = keeper.post(
        reverse("support_work:topic_new"), {"name": "Giao thông", "answer_days": "7", "position": "3", "is_open": "on"}
    )
    topic = Topic.objects.get(name="Giao thông")
    assert answer.url == topic.get_absolute_url()
    assert "ở 99 trên 99" in keeper.get(topic.get_absolute_url()).text
    address = reverse("support_work:route_set", args=[topic.pk])
    keeper.post(address, {"unit": "nenh, bac ninh", "organization": cast.commune_police.code})
    assert "ở 98 trên 99" in keeper.get(topic.get_absolute_url()).text
    keeper.post(address, {"unit": "", "organization": cast.province_police.code})
    assert "Không đơn vị nào" not in keeper.get(topic.get_absolute_url()).text
    keeper.post(reverse("support_work:route_remove", args=[Route.objects.get(topic=topic, unit=None).pk]))
    assert "Có chỗ hổng" in keeper.get(reverse("support_work:topics")).text


@pytest.mark.parametrize(
    "given",
    [
        {"name": "", "answer_days": "7", "position": "1"},
        {"name": "Mới", "answer_days": "0", "position": "1"},
        {"name": "Mới", "answer_days": "x", "position": "1"},
        {"name": "y tế TRƯỜNG HỌC", "answer_days": "7", "position": "1"},
    ],
)
def test_a_topic_that_cannot_be_is_refused(desk, as_, given):
    assert as_("quantri").post(reverse("support_work:topic_new"), given).status_code == 422


def test_a_route_to_nobody_or_for_nowhere_is_refused(desk, as_):
    address = reverse("support_work:route_set", args=[desk.health.pk])
    for given in ({"organization": "không có"}, {"organization": "Công an tỉnh", "unit": "không có"}):
        assert as_("quantri").post(address, given).status_code == 422

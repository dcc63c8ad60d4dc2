"""Published answers tell nobody who asked, and are found with and without diacritics."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.support.conftest import NOW
from truongan.support.actions import (
    CannotSupport,
    TellsWhoAsked,
    Wording,
    publish_answer,
    remove_published,
)
from truongan.support.leftovers import leftovers_in
from truongan.support.models import PublishedAnswer, Question

pytestmark = pytest.mark.django_db
CLEAN = Wording("Ai phân luồng ở cổng trường?", "Cổng trường giờ tan học rất đông xe.", "Công an phường phân luồng.")


@pytest.fixture
def answered(desk) -> Question:
    return desk.answered(phone="0912345678", email="man@example.vn")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gọi tôi số 0912.345.678 nhé", "số điện thoại"),
        ("Gọi tôi số +84 912 345 678 nhé", "số điện thoại"),
        ("Số 0987 654 321", "số điện thoại"),
        ("CCCD 024090001234", "số định danh, căn cước"),
        ("CMND 121 234 567", "số định danh, căn cước"),
        ("Thư về ai.do@example.com", "địa chỉ thư điện tử"),
        ("Tôi là nguyễn thị mận", "tên người hỏi"),
        ("Toi la NGUYEN THI MAN", "tên người hỏi"),
        ("Chị Thị Mận hỏi", "tên người hỏi"),
        ("Anh Trần Văn Bưởi gây rối", "có thể là tên người"),
    ],
)
def test_what_tells_who_somebody_is_is_named(answered, text, kind):
    assert kind in {str(each.kind) for each in leftovers_in(text, answered)}


@pytest.mark.parametrize(
    "text",
    [
        "Công văn 1646/BCĐ ngày 29/07/2021 áp dụng cho 322 mô hình, 5.398 thành viên.",
        "Từ 16 giờ 30 đến 17 giờ 15, mỗi lớp 35 em.",
        "Liên hệ Công an phường Nếnh; học phí 1.200.000 đồng.",
    ],
)
def test_ordinary_sentences_are_left_alone(answered, text):
    assert leftovers_in(text, answered) == []


def test_the_asker_s_own_data_cannot_be_published_even_if_confirmed(desk, answered):
    for words in ("Tôi là Nguyễn Thị Mận", "Gọi 0912345678", "Thư man@example.vn"):
        with pytest.raises(TellsWhoAsked):
            publish_answer(
                actor=None, question=answered, wording=Wording("Hỏi", words, "Đáp"), checked=True, now=NOW
            )  # fmt: skip
    assert not PublishedAnswer.objects.exists()


def test_other_findings_are_a_warning_a_person_confirms(answered):
    wording = Wording("Số trực ban?", "Gọi đâu khi có việc?", "Gọi số trực ban 0204 385 2113 hoặc 0987654321.")
    with pytest.raises(TellsWhoAsked):
        publish_answer(actor=None, question=answered, wording=wording, now=NOW)
    assert publish_answer(actor=None, question=answered, wording=wording, checked=True, now=NOW).is_shown


def test_only_answered_questions_and_whole_texts_are_published_by_the_unit_itself(desk, answered, cast):
    with pytest.raises(CannotSupport, match="đã trả lời"):
        publish_answer(actor=None, question=desk.ask(), wording=CLEAN, now=NOW)
    with pytest.raises(CannotSupport, match="Viết đủ"):
        publish_answer(actor=None, question=answered, wording=Wording("", "a", "b"), now=NOW)
    with pytest.raises(PermissionDenied):
        publish_answer(actor=cast.hieu_truong, question=answered, wording=CLEAN, now=NOW)


def test_the_public_list_finds_with_and_without_diacritics_and_shows_nothing_of_the_asker(answered, desk):
    published = publish_answer(actor=None, question=answered, wording=CLEAN, now=NOW)
    for text in ("phân luồng", "phan luong", "CỔNG truong"):
        page = Client().get(reverse("support:answers"), {"q": text})
        assert CLEAN.title in page.text
    assert CLEAN.title not in Client().get(reverse("support:answers"), {"q": "dịch bệnh"}).text
    assert CLEAN.title in Client().get(reverse("support:answers"), {"linh_vuc": desk.safety.pk}).text
    page = Client().get(published.get_absolute_url())
    assert page.status_code == 200
    assert "Mận" not in page.text


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "²"])
def test_nonsense_in_the_address_of_the_list_is_survived(desk, value):
    for name in ("linh_vuc", "trang", "q"):
        assert Client().get(reverse("support:answers"), {name: value}).status_code == 200


def test_what_was_taken_off_is_gone_and_can_come_back(answered):
    published = publish_answer(actor=None, question=answered, wording=CLEAN, now=NOW)
    remove_published(actor=None, published=published, now=NOW)
    assert Client().get(published.get_absolute_url()).status_code == 404
    assert CLEAN.title not in Client().get(reverse("support:answers")).text
    publish_answer(actor=None, question=answered, wording=CLEAN, now=NOW)
    assert Client().get(published.get_absolute_url()).status_code == 200
    assert PublishedAnswer.objects.count() == 1


def test_publishing_and_taking_off_drop_the_pages_kept_in_every_worker(answered):
    for act in (
        lambda: publish_answer(actor=None, question=answered, wording=CLEAN, now=NOW),
        lambda: remove_published(actor=None, published=PublishedAnswer.objects.get(), now=NOW),
    ):
        with CaptureQueriesContext(connection) as asked:
            act()
        assert any("pg_notify" in each["sql"] and "support" in each["sql"] for each in asked)


def test_pages_for_everybody_carry_nothing_of_one_reader(answered):
    published = publish_answer(actor=None, question=answered, wording=CLEAN, now=NOW)
    for address in (reverse("support:home"), reverse("support:answers"), published.get_absolute_url()):
        page = Client().get(address)
        assert "csrfmiddlewaretoken" not in page.text
        assert not page.cookies

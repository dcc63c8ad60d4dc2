"""The moderators' desk through the screens: queue, filters, decisions, bulk, threads."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.comments.making import NOW, make_comment, make_thread
from tests.conftest import Cast
from truongan.comments.models import Comment, Complaint, Thread
from truongan.comments.queries.waiting_count import comments_waiting

QUEUE = "/lam-viec/binh-luan/"


def names(response) -> list[str]:
    return re.findall(r'<b id="ten-\d+">(.*?)</b>', response.content.decode())


def url(name: str, comment: Comment) -> str:
    return reverse(f"comments:{name}", args=[comment.pk])


class TestQueue:
    def test_proven_before_unproven_then_the_longest_waiting(self, cast: Cast, as_):
        thread = make_thread(cast.school)
        make_comment(thread, name="Ba", is_slow=True, posted_at=NOW - timedelta(days=9))
        make_comment(thread, name="Hai", posted_at=NOW)
        make_comment(thread, name="Một", posted_at=NOW - timedelta(days=1))

        assert names(as_("giao_vien").get(QUEUE)) == ["Một", "Hai", "Ba"]

    def test_each_filter_narrows(self, cast: Cast, as_):
        thread, other = make_thread(cast.school), make_thread(cast.school, title="Bài khác")
        today = timezone.now()
        make_comment(thread, "Gọi số 0912345678.", name="Có số", flag_kinds=["dien-thoai"], posted_at=today)
        make_comment(other, "Cổng trường Ánh Dương.", name="Bài khác", posted_at=today - timedelta(days=5))
        shown = make_comment(thread, name="Bị báo", state="published", posted_at=today)
        make_comment(thread, name="Không bị báo", state="published", posted_at=today)
        make_comment(thread, name="Từ chối", state="rejected", reason="other", posted_at=today)
        Complaint.objects.create(comment=shown, reason="insult", form_key="1" * 64, sent_at=NOW)
        browser = as_("giao_vien")

        asked = {
            "": ["Bài khác", "Có số"],
            "?co=dien-thoai": ["Có số"],
            "?cho=3": ["Bài khác"],
            f"?bai={other.pk}": ["Bài khác"],
            "?q=anh duong": ["Bài khác"],
            "?q=Ánh Dương": ["Bài khác"],
            "?q=anh du": ["Bài khác"],
            "?q=co so": ["Có số"],
            "?tt=bi-bao": ["Bị báo"],
            "?tt=khong-dang": ["Từ chối"],
            "?tt=da-go": [],
            "?tt=x&co=x&cho=x&bai=x'": ["Bài khác", "Có số"],
            "?q=!%26|()": ["Bài khác", "Có số"],
            f"?bai={'9' * 18}": [],
        }
        assert {query: names(browser.get(QUEUE + query)) for query in asked} == asked

    def test_what_was_found_is_marked_in_its_place_and_escaped(self, cast: Cast, as_):
        text = "<i>Gọi</i> 0912345678 nhé"
        flags = [{"kind": "dien-thoai", "term": "0912345678", "start": 11, "end": 21, "in_name": False}]
        make_comment(make_thread(cast.school), text, flags=flags, flag_kinds=["dien-thoai"])
        page = as_("giao_vien").get(QUEUE).content.decode()

        assert "&lt;i&gt;Gọi&lt;/i&gt; <mark" in page
        assert re.search(r"<mark[^>]*>0912345678<span", page)
        assert "Số điện thoại" in page

    def test_pages_of_other_units_are_not_there(self, cast: Cast, as_):
        comment = make_comment(make_thread(cast.other_school))
        browser = as_("giao_vien")

        assert names(browser.get(QUEUE)) == []
        assert browser.get(url("comment", comment)).status_code == 404
        for name in ("approve", "reject", "restore", "edit", "answer", "keep"):
            assert browser.post(url(name, comment)).status_code == 404
        browser.post(reverse("comments:bulk"), {"ids": [comment.pk], "decision": "dang"})
        comment.refresh_from_db()
        assert comment.is_held
        assert browser.post(reverse("comments:close", args=[comment.thread_id])).status_code == 404

    def test_one_and_thirty_cost_the_same(self, cast: Cast, as_, django_assert_max_num_queries):
        browser = as_("giao_vien")
        for rows in (1, 30):
            for _each in range(rows):
                make_comment(make_thread(cast.school))
            with django_assert_max_num_queries(18):
                browser.get(QUEUE)

    def test_the_menu_counts_what_waits_for_this_person_in_one_query(self, cast: Cast, django_assert_num_queries):
        make_comment(make_thread(cast.school))
        make_comment(make_thread(cast.school), state="published")
        cast.giao_vien.scope, cast.so_yt.scope  # noqa: B018 - who they are is asked once a request anyway

        with django_assert_num_queries(1):
            assert comments_waiting(cast.giao_vien) == 1
        with django_assert_num_queries(0):
            assert comments_waiting(cast.so_yt) == 0


class TestDeciding:
    def test_a_button_without_script_leads_back_to_where_one_was(self, cast: Cast, as_):
        comment = make_comment(make_thread(cast.school))
        answer = as_("giao_vien").post(url("approve", comment), {"ve": f"{QUEUE}?co=lien-ket"})

        assert answer.url == f"{QUEUE}?co=lien-ket"
        comment.refresh_from_db()
        assert comment.is_published

    @pytest.mark.parametrize("back", ["https://x.test/", "//x.test/", "/lam-viec/", "/lam-viec/binh-luan/../../"])
    def test_nobody_is_sent_elsewhere(self, cast: Cast, as_, back):
        comment = make_comment(make_thread(cast.school))
        answer = as_("giao_vien").post(url("approve", comment), {"ve": back})

        assert answer.url.startswith(QUEUE)

    def test_a_swap_gets_the_row_in_its_new_state_with_the_way_back(self, cast: Cast, as_):
        comment = make_comment(make_thread(cast.school))
        row = (
            as_("giao_vien")
            .post(url("reject", comment), {"reason": "insult"}, headers={"HX-Request": "true"})
            .content.decode()
        )

        assert row.lstrip().startswith(("{#", "<article")) or "<article" in row[:400]
        assert "Khôi phục" in row
        assert "<html" not in row

    def test_a_reason_left_out_is_asked_for_on_its_own_page(self, cast: Cast, as_):
        comment = make_comment(make_thread(cast.school))
        browser = as_("giao_vien")

        assert browser.get(url("reject", comment)).status_code == 200
        assert browser.post(url("reject", comment), {"reason": ""}).status_code == 422
        assert browser.post(url("reject", comment), {"reason": "khac"}).status_code == 422

    def test_a_colleague_was_faster(self, cast: Cast, as_):
        comment = make_comment(make_thread(cast.school), state="rejected", reason="other")
        answer = as_("giao_vien").post(url("approve", comment), follow=True)

        assert "đồng nghiệp" in answer.content.decode()

    def test_edit_and_answer_through_the_page_of_the_comment(self, cast: Cast, as_):
        comment = make_comment(make_thread(cast.school), "Gọi tôi số 0912345678.")
        browser = as_("giao_vien")
        browser.post(url("edit", comment), {"text": "Gọi tôi."})
        browser.post(url("answer", comment), {"organization": cast.school.pk, "text": "Cảm ơn anh chị."})
        page = browser.get(url("comment", comment)).content.decode()

        assert "Gọi tôi số 0912345678." in page  # the original
        assert "Cảm ơn anh chị." in page
        assert "sửa ý kiến" in page  # the record
        assert browser.post(url("edit", comment), {"text": ""}).status_code == 422
        assert browser.post(url("answer", comment), {"text": ""}).status_code == 422

    def test_nobody_answers_as_a_unit_that_is_not_theirs(self, cast: Cast, as_):
        comment = make_comment(make_thread(cast.school))
        sent = {"organization": cast.school.pk, "text": "Chào."}

        assert as_("can_bo_tinh").post(url("answer", comment), sent).status_code == 422
        assert not Comment.objects.filter(parent=comment).exists()

    def test_chosen_rows_are_decided_together(self, cast: Cast, as_):
        thread = make_thread(cast.school)
        ids = [make_comment(thread).pk for _each in range(3)]
        answer = as_("giao_vien").post(
            reverse("comments:bulk"), {"ids": ids, "decision": "khong-dang", "reason": "advert"}, follow=True
        )

        assert "Không đăng 3 ý kiến." in answer.content.decode()
        assert set(Comment.objects.values_list("state", "reason")) == {("rejected", "advert")}

    @pytest.mark.parametrize(
        "sent",
        [{}, {"decision": "dang"}, {"ids": ["x"], "decision": "dang"}, {"ids": ["1"], "decision": "khong-dang"}],
    )
    def test_a_bulk_decision_about_nothing_or_without_reason_decides_nothing(self, cast: Cast, as_, sent):
        assert as_("giao_vien").post(reverse("comments:bulk"), sent).status_code == 422


class TestThreads:
    def test_pages_are_found_closed_and_reopened(self, cast: Cast, as_):
        thread = make_thread(cast.school, title="Cổng trường giờ tan học")
        make_thread(cast.other_school, title="Bài của trường khác")
        browser, address = as_("giao_vien"), reverse("comments:thread_list")
        page = browser.get(address, {"q": "cổng TRƯỜNG"}).content.decode()
        assert "Cổng trường giờ tan học" in page
        assert "Bài của trường khác" not in browser.get(address).content.decode()

        assert "Cổng trường" not in browser.get(address, {"tt": "cho"}).content.decode()
        make_comment(thread)
        waiting = browser.get(address, {"tt": "cho"}).content.decode()
        assert re.search(r'data-l="Chờ duyệt">1<.*data-l="Đã đăng">0<', waiting)

        browser.post(reverse("comments:close", args=[thread.pk]))
        assert not Thread.objects.get(pk=thread.pk).is_open
        assert "Cổng trường" in browser.get(address, {"tt": "dong"}).content.decode()
        browser.post(reverse("comments:reopen", args=[thread.pk]))
        assert Thread.objects.get(pk=thread.pk).is_open

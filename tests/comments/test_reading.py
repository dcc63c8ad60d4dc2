"""What readers meet: the list below an article, the form, the tracking code. No test here runs a script."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.comments.making import NOW, make_article, make_comment, make_thread
from tests.conftest import Cast
from truongan.comments.actions import posting
from truongan.comments.forms import CommentForm
from truongan.comments.models import Comment, Complaint
from truongan.comments.queries.shown import PER_PAGE
from truongan.web.form_guard import LIFETIME, new_token, work_out

GOOD = "Cho em xin đi học ạ, cổng trường giờ tan học thông thoáng hơn hẳn."
TRACK = "/binh-luan/theo-doi/"


def write_url(article) -> str:
    return reverse("comments:write", args=[article.pk])


def filled(article, *, token: str = "", proof: str | None = None, **given) -> dict[str, str]:
    """The form as a browser with script sends it."""
    token = token or new_token(f"comments.comment.{article.pk}", timezone.now())
    proof = work_out(token) if proof is None else proof
    return {"name": "Phụ huynh", "text": GOOD, "form_token": token, "form_proof": proof, **given}


def by_hand(article, *, age: int = 30, **given) -> dict[str, str]:
    """The form as it is sent without script: no proof, the sum worked out."""
    token = new_token(f"comments.comment.{article.pk}", timezone.now() - timedelta(seconds=age))
    form = CommentForm({"form_token": token}, about=article.pk, now=timezone.now())
    return filled(article, token=token, proof="", answer=str(sum(form._terms())), **given)


def words_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


class TestSending:
    def test_a_comment_is_thanked_for_with_a_code_that_finds_it(self, cast: Cast, client: Client):
        article = make_article(cast.school)
        answer = client.post(write_url(article), filled(article))
        code = re.search(r"<strong>([A-Z2-7-]{14})</strong>", answer.content.decode()).group(1)

        assert answer.status_code == 200
        assert "Chờ duyệt" in words_of(client.post(TRACK, {"form_token": _code_token(), "code": code}))
        comment = Comment.objects.get()
        assert (comment.state, comment.is_slow) == ("held", False)

    def test_a_form_sent_twice_shows_the_same_code_and_makes_one_comment(self, cast: Cast, client: Client):
        article = make_article(cast.school)
        sent = filled(article)
        answers = [client.post(write_url(article), sent) for _each in range(2)]

        codes = {re.search(r"<strong>(.+?)</strong>", each.content.decode()).group(1) for each in answers}
        assert len(codes) == 1
        assert Comment.objects.count() == 1

    def test_a_form_sent_again_with_other_words_comes_back_with_them_and_a_new_token(self, cast: Cast, client: Client):
        article = make_article(cast.school)
        sent = filled(article)
        client.post(write_url(article), sent)
        answer = client.post(write_url(article), {**sent, "text": "Hôm nay trời mưa to quá."})

        assert answer.status_code == 422
        assert "Hôm nay trời mưa to quá." in words_of(answer)
        assert answer.context["form"]["form_token"].value() != sent["form_token"]

    def test_an_expired_form_keeps_what_was_typed(self, cast: Cast, client: Client):
        article = make_article(cast.school)
        old = new_token(f"comments.comment.{article.pk}", timezone.now() - LIFETIME - timedelta(hours=1))
        answer = client.post(write_url(article), filled(article, token=old))

        assert answer.status_code == 422
        assert GOOD in words_of(answer)
        fresh = answer.context["form"]["form_token"].value()
        assert client.post(write_url(article), filled(article, token=fresh)).status_code == 200

    def test_a_token_serves_on_its_own_page_alone(self, cast: Cast, client: Client):
        first, second = make_article(cast.school), make_article(cast.school)

        assert client.post(write_url(second), filled(first)).status_code == 422

    def test_without_diacritics_the_form_comes_back_kindly_with_an_example(self, cast: Cast, client: Client):
        article = make_article(cast.school)
        text = "Toi rat dong y voi bai viet nay, cong truong thong thoang hon han."
        answer = client.post(write_url(article), filled(article, text=text))

        assert answer.status_code == 422
        assert "Xin bạn gõ tiếng Việt có dấu" in words_of(answer)
        assert "Ví dụ" in words_of(answer)
        assert text in words_of(answer)

    @pytest.mark.parametrize("length", [2001, 20_000])
    def test_a_text_too_long_is_told_so_and_given_back(self, cast: Cast, client: Client, length):
        article = make_article(cast.school)
        text = ("ạ " * length)[:length]
        answer = client.post(write_url(article), filled(article, text=text))

        assert answer.status_code == 422
        assert text.strip() in answer.content.decode()
        assert not Comment.objects.exists()

    def test_a_megabyte_is_turned_away_before_it_is_read(self, cast: Cast, client: Client):
        article = make_article(cast.school)
        answer = client.post(write_url(article), filled(article, text="ạ" * 350_000))

        assert answer.status_code == 413
        assert "Quay lại" in words_of(answer)
        assert len(answer.content) < 20_000

    def test_a_page_taken_off_gives_back_what_was_typed(self, cast: Cast, client: Client):
        article = make_article(cast.school)
        sent = filled(article)
        article.unpublish()
        answer = client.post(write_url(article), sent)

        assert answer.status_code == 404
        assert GOOD in words_of(answer)
        assert client.get(write_url(article)).status_code == 404
        assert not Comment.objects.exists()

    def test_pages_that_are_no_articles_take_none(self, cast: Cast, client: Client):
        section = make_article(cast.school).get_parent()

        assert client.get(write_url(section)).status_code == 404

    def test_a_filled_trap_is_refused(self, cast: Cast, client: Client):
        article = make_article(cast.school)

        assert client.post(write_url(article), filled(article, contact_site="http://x.test")).status_code == 422
        assert not Comment.objects.exists()

    def test_a_flood_is_answered_with_a_time_and_the_words(self, cast: Cast, client: Client, monkeypatch):
        monkeypatch.setattr(posting, "MOST_A_MINUTE", 0)
        article = make_article(cast.school)
        answer = client.post(write_url(article), filled(article))

        assert (answer.status_code, answer["Retry-After"]) == (429, "60")
        assert GOOD in words_of(answer)

    @pytest.mark.parametrize("name", ["", "   ", "\u200b\u202e", "123", "!!!"])
    def test_a_name_has_letters(self, cast: Cast, client: Client, name):
        article = make_article(cast.school)

        assert client.post(write_url(article), filled(article, name=name)).status_code == 422

    def test_a_turned_name_is_straightened(self, cast: Cast, client: Client):
        article = make_article(cast.school)
        client.post(write_url(article), filled(article, name="Lan\u202e Anh\u200b"))

        assert Comment.objects.get().name == "Lan Anh"

    def test_no_cookie_and_no_address_are_kept(self, cast: Cast, client: Client):
        article = make_article(cast.school)
        answers = [client.get(write_url(article)), client.post(write_url(article), filled(article))]

        assert all(not each.cookies for each in answers)
        assert all("no-store" in each["Cache-Control"] for each in answers)
        assert not {"ip", "address", "user_agent"} & {field.name for field in Comment._meta.get_fields()}

    def test_tokens_of_other_sites_are_not_asked_for(self, cast: Cast):
        article = make_article(cast.school)

        assert Client(enforce_csrf_checks=True).post(write_url(article), filled(article)).status_code == 200


class TestWithoutScript:
    def test_a_small_sum_opens_the_slower_lane(self, cast: Cast, client: Client):
        article = make_article(cast.school)

        page = words_of(client.get(write_url(article)))
        assert "bằng mấy?" in page
        assert "ít nhất 10 giây" in page  # told before it is sent, not only afterwards
        assert client.post(write_url(article), by_hand(article)).status_code == 200
        assert Comment.objects.get().is_slow

    @pytest.mark.parametrize("answer", ["", "99", "không biết"])
    def test_a_wrong_sum_is_asked_again_and_the_words_stay(self, cast: Cast, client: Client, answer):
        article = make_article(cast.school)
        got = client.post(write_url(article), {**by_hand(article), "answer": answer})

        assert got.status_code == 422
        assert GOOD in words_of(got)

    def test_the_sum_may_be_answered_in_words(self, cast: Cast, client: Client):
        article = make_article(cast.school)
        sent = by_hand(article)
        names = ("ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai", "mười ba")
        names += ("mười bốn", "mười lăm", "mười sáu", "mười bảy")
        sent["answer"] = names[int(sent["answer"]) - 3]

        assert client.post(write_url(article), sent).status_code == 200

    def test_who_answers_within_seconds_is_asked_to_wait(self, cast: Cast, client: Client):
        article = make_article(cast.school)
        got = client.post(write_url(article), by_hand(article, age=2))

        assert got.status_code == 422
        assert "Đợi vài giây" in words_of(got)


class TestTheList:
    def test_only_published_ones_are_shown_escaped_with_their_lines(self, cast: Cast, client: Client):
        thread = make_thread(cast.school)
        make_comment(
            thread, "<script>alert(1)</script>\nDòng hai", state="published", name="<b>Lan</b>", email="a@b.vn"
        )
        for state, reason in (("held", ""), ("rejected", "other"), ("removed", "other"), ("withdrawn", "")):
            make_comment(thread, f"Không thấy {state}", state=state, reason=reason)
        page = words_of(client.get(reverse("comments:thread", args=[thread.page_id])))

        assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Dòng hai" in page
        assert "&lt;b&gt;Lan&lt;/b&gt;" in page
        assert "Không thấy" not in page
        assert "a@b.vn" not in page

    def test_answers_stand_under_what_they_answer_and_go_with_it(self, cast: Cast, client: Client):
        thread = make_thread(cast.school)
        upper = make_comment(thread, "Ý kiến trên", state="published")
        make_comment(thread, "Trả lời chính thức", state="published", parent=upper, organization=cast.school)
        make_comment(thread, "Trả lời chờ duyệt", parent=upper)
        page = words_of(client.get(reverse("comments:thread", args=[thread.page_id])))

        assert page.index("Ý kiến trên") < page.index("Trả lời chính thức")
        assert "chờ duyệt" not in page
        Comment.objects.filter(pk=upper.pk).update(state="removed", reason="other")
        assert "chính thức" not in words_of(client.get(reverse("comments:thread", args=[thread.page_id])))

    def test_twenty_at_a_time_newest_first_each_once(self, cast: Cast, client: Client):
        thread = make_thread(cast.school)
        for number in range(PER_PAGE * 2 + 5):  # several share an instant
            make_comment(
                thread, f"Ý kiến số {number}.", state="published", published_at=NOW + timedelta(minutes=number // 3)
            )
        seen, address = [], reverse("comments:thread", args=[thread.page_id])
        while address:
            page = words_of(client.get(address, headers={"HX-Request": "true"}))
            seen += re.findall(r"Ý kiến số (\d+)\.", page)
            found = re.search(r'href="(/binh-luan/\d+/\?sau=[\d-]+)"', page)
            address = found.group(1) if found else ""

        assert [int(number) for number in seen] == list(reversed(range(PER_PAGE * 2 + 5)))

    @pytest.mark.parametrize("place", ["x", "-", "1-", "9" * 40 + "-1", "1-" + "9" * 40, "²-1", "1763600000000000-٣"])
    def test_a_place_somebody_made_up_is_the_beginning(self, cast: Cast, client: Client, place):
        thread = make_thread(cast.school)
        make_comment(thread, "Ý kiến đầu.", state="published")

        assert "Ý kiến đầu." in words_of(client.get(reverse("comments:thread", args=[thread.page_id]), {"sau": place}))

    def test_one_and_twenty_cost_the_same(self, cast: Cast, client: Client, django_assert_max_num_queries):
        thread = make_thread(cast.school)
        client.get(reverse("comments:thread", args=[thread.page_id]))  # Wagtail keeps where its sites begin
        for rows in (1, PER_PAGE + 3):
            while thread.comments.filter(parent=None).count() < rows:
                upper = make_comment(thread, state="published")
                make_comment(thread, state="published", parent=upper, organization=cast.school)
            with django_assert_max_num_queries(7):
                client.get(reverse("comments:thread", args=[thread.page_id]))

    def test_a_page_of_the_list_may_be_kept_for_everybody(self, cast: Cast, client: Client):
        thread = make_thread(cast.school)
        make_comment(thread, state="published")
        answer = client.get(reverse("comments:thread", args=[thread.page_id]))

        assert not answer.cookies
        assert "form_token" not in answer.content.decode()

    def test_the_article_shows_its_comments_and_says_what_it_depends_on(self, cast: Cast, client: Client, rf):
        from truongan.comments.views.reading import below_article

        thread = make_thread(cast.school)
        make_comment(thread, "Ý kiến dưới bài.", state="published")
        request = rf.get("/")
        part = below_article(request, thread.page.specific)

        assert "Ý kiến dưới bài." in part
        assert f"comments:{thread.page_id}" in request.page_topics
        assert "form_token" not in part

    def test_answers_to_what_was_taken_down_are_counted_no_more_than_shown(self, cast: Cast, rf):
        from truongan.comments.views.reading import below_article

        thread = make_thread(cast.school)
        upper = make_comment(thread, state="published")
        make_comment(thread, state="published", parent=upper, organization=cast.school)
        make_comment(thread, state="published")
        assert "(3)" in below_article(rf.get("/"), thread.page.specific)
        Comment.objects.filter(pk=upper.pk).update(state="removed", reason="other")
        assert "(1)" in below_article(rf.get("/"), thread.page.specific)

    def test_a_closed_thread_offers_neither_form_nor_answer(self, cast: Cast, client: Client, rf):
        from truongan.comments.views.reading import below_article

        thread = make_thread(cast.school)
        make_comment(thread, state="published")
        type(thread).objects.update(is_open=False, closed_at=NOW)
        part = below_article(rf.get("/"), thread.page.specific)

        assert "không nhận thêm ý kiến" in part
        assert "/moi/" not in part
        assert "không nhận thêm ý kiến" in words_of(client.get(write_url(thread.page)))

    def test_the_form_says_whom_it_answers_and_forgets_who_is_gone(self, cast: Cast, client: Client):
        thread = make_thread(cast.school)
        upper = make_comment(thread, state="published", name="Cô Hạnh")
        address = write_url(thread.page)

        assert "Cô Hạnh" in words_of(client.get(address, {"tra_loi": upper.pk}))
        assert "Cô Hạnh" not in words_of(client.get(address, {"tra_loi": make_comment(thread, name="Cô Hạnh").pk}))
        client.post(f"{address}?tra_loi={upper.pk}", filled(thread.page))
        assert Comment.objects.held().filter(parent=upper).count() == 1


class TestTracking:
    def test_a_writer_reads_why_and_may_withdraw(self, cast: Cast, client: Client):
        comment = make_comment(
            make_thread(cast.school), code="MAMA-MAMA-MAMA", state="rejected", reason="advert", note="Bỏ đường dẫn."
        )
        page = words_of(client.post(TRACK, {"form_token": _code_token(), "code": "mama mama mama"}))
        assert "Quảng cáo" in page
        assert "Bỏ đường dẫn." in page
        assert "Rút ý kiến" not in page

        Comment.objects.filter(pk=comment.pk).update(state="held", reason="")
        done = client.post(f"{TRACK}rut/", {"form_token": _code_token(), "code": "MAMA-MAMA-MAMA"})
        assert "Đã rút ý kiến." in words_of(done)
        comment.refresh_from_db()
        assert comment.state == "withdrawn"

    def test_a_wrong_code_says_no_more_than_that(self, cast: Cast, client: Client):
        answers = [
            client.post(address, {"form_token": _code_token(), "code": "SAI"}) for address in (TRACK, f"{TRACK}rut/")
        ]

        assert [each.status_code for each in answers] == [422, 422]
        assert all("Không có ý kiến nào mang mã này" in words_of(each) for each in answers)


class TestReporting:
    def test_a_reader_reports_a_published_comment(self, cast: Cast, client: Client):
        comment = make_comment(make_thread(cast.school), state="published")
        token = new_token(f"comments.complaint.{comment.pk}", timezone.now())
        sent = {"form_token": token, "form_proof": work_out(token), "reason": "personal", "text": "Lộ số của tôi"}
        address = reverse("comments:report", args=[comment.pk])

        assert client.get(address).status_code == 200
        assert [client.post(address, sent).status_code for _each in range(2)] == [200, 200]
        assert Complaint.objects.get().text == "Lộ số của tôi"
        assert client.post(address, {}).status_code == 422

    @pytest.mark.parametrize("state", ["held", "withdrawn"])
    def test_what_is_not_shown_cannot_be_reported(self, cast: Cast, client: Client, state):
        comment = make_comment(make_thread(cast.school), state=state)

        assert client.get(reverse("comments:report", args=[comment.pk])).status_code == 404

    def test_neither_can_a_units_answer_nor_one_on_a_page_taken_off(self, cast: Cast, client: Client):
        thread = make_thread(cast.school)
        answer = make_comment(thread, state="published", organization=cast.school)
        shown = make_comment(thread, state="published")
        assert client.get(reverse("comments:report", args=[answer.pk])).status_code == 404

        thread.page.specific.unpublish()
        assert client.get(reverse("comments:report", args=[shown.pk])).status_code == 404
        assert client.get(reverse("comments:thread", args=[thread.page_id])).status_code == 404


def _code_token() -> str:
    return new_token("comments.code", timezone.now())

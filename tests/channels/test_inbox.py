from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.channels.sending import CHOICES, recipient_of, say
from tests.conftest import Cast
from tests.factories import NOW, make_organization
from truongan.accounts.models import Appointment
from truongan.channels.actions import URGENT, NewNotice, answer, notify, notify_each, notify_many, read_everything
from truongan.channels.models import Notice
from truongan.channels.queries import COUNTED, asking_count, unread_count
from truongan.kernel import clock
from truongan.organizations.models import Organization

INBOX = "/lam-viec/thong-bao/"


def tell(key: str = "test:1", **given) -> Notice:
    notify(subject=given.pop("subject", "Có công văn mới"), key=key, now=given.pop("now", NOW), **given)
    return Notice.objects.get(key=key)


class TestTelling:
    def test_a_key_told_before_is_not_told_again(self, cast: Cast):
        tell(organization=cast.school)
        notify(organization=cast.school, subject="Lần nữa", key="test:1", now=NOW)

        assert [notice.subject for notice in Notice.objects.all()] == ["Có công văn mới"]

    def test_a_person_can_be_told_alone(self, cast: Cast):
        tell(person=cast.giao_vien.person)

        assert [unread_count(user) for user in (cast.giao_vien, cast.hieu_truong)] == [1, 0]

    def test_many_are_told_in_one_statement_and_once(self, cast: Cast, django_assert_num_queries):
        wanted = Organization.objects.schools().values("pk")
        with django_assert_num_queries(1):
            first = notify_many(
                organizations=wanted, subject="Hỏa tốc", link="/lam-viec/", key_prefix="d:1", urgency=URGENT, now=NOW
            )
        late = make_organization(sector="school", level="school")

        assert first == 3
        assert notify_many(organizations=wanted, subject="Hỏa tốc", key_prefix="d:1", now=NOW) == 1
        assert set(Notice.objects.values_list("key", flat=True)) == {
            f"d:1:{each.pk}" for each in (cast.school, cast.neighbour_school, cast.other_school, late)
        }

    def test_many_can_be_named_by_id(self, cast: Cast):
        ids = [cast.school.pk, cast.other_school.pk]

        assert notify_many(organizations=ids, subject="Nhắc", key_prefix="d:2", now=NOW) == 2
        assert notify_many(organizations=[], subject="Nhắc", key_prefix="d:3", now=NOW) == 0

    def test_each_can_be_told_something_else(self, cast: Cast):
        notify_each(
            messages=[
                NewNotice("Còn 3 ngày", "duty.1:before", organization_id=cast.school.pk),
                NewNotice("Quá hạn", "duty.2:after", person_id=cast.giao_vien.person_id),
            ],
            now=NOW,
        )

        assert unread_count(cast.giao_vien) == 2

    def test_a_subject_too_long_is_cut_not_refused(self, cast: Cast):
        assert tell(organization=cast.school, subject="a" * 400).subject == "a" * 299 + "…"

    def test_what_was_told_is_undone_with_its_cause(self, cast: Cast):
        with pytest.raises(RuntimeError), transaction.atomic():
            tell(organization=cast.school)
            raise RuntimeError

        assert not Notice.objects.exists()

    @pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"])
    def test_a_link_never_leaves_the_product(self, cast: Cast, link):
        with pytest.raises(IntegrityError, match="notice_link_stays_inside"), transaction.atomic():
            tell(organization=cast.school, link=link)

    def test_a_notice_is_for_somebody(self, cast: Cast):
        with pytest.raises(IntegrityError, match="notice_is_for_an_organization_or_a_person"), transaction.atomic():
            tell()


class TestInbox:
    def test_everyone_with_a_post_there_reads_it_and_nobody_else(self, cast: Cast, as_):
        tell(organization=cast.school)
        seen = {
            name: "Có công văn mới" in as_(name).get(INBOX).text
            for name in ("hieu_truong", "giao_vien", "cong_an_xa", "can_bo_tinh", "hieu_truong_khac", "quantri")
        }

        assert {name for name, sees in seen.items() if sees} == {"hieu_truong", "giao_vien"}

    def test_who_left_the_post_no_longer_reads(self, cast: Cast, as_):
        tell(organization=cast.school)
        Appointment.objects.filter(person=cast.giao_vien.person).update(valid_to="2022-01-01")

        assert "Có công văn mới" not in as_("giao_vien").get(INBOX).text

    def test_opening_notes_it_for_oneself_and_leads_on(self, cast: Cast, as_):
        notice = tell(organization=cast.school, link="/lam-viec/ban-do/")
        answer = as_("giao_vien").get(notice.get_absolute_url())

        assert (answer.status_code, answer.url) == (302, "/lam-viec/ban-do/")
        assert [unread_count(user) for user in (cast.giao_vien, cast.hieu_truong)] == [0, 1]

    def test_looking_at_its_head_reads_nothing(self, cast: Cast, as_):
        as_("giao_vien").head(tell(organization=cast.school).get_absolute_url())

        assert unread_count(cast.giao_vien) == 1

    def test_a_notice_without_link_leads_back(self, cast: Cast, as_):
        assert as_("giao_vien").get(tell(organization=cast.school).get_absolute_url()).url == INBOX

    def test_anothers_notice_is_not_there(self, cast: Cast, as_):
        notice = tell(organization=cast.school)

        assert as_("hieu_truong_khac").get(notice.get_absolute_url()).status_code == 404

    def test_unread_come_first_then_the_newest(self, cast: Cast, as_):
        old = tell("a", organization=cast.school, subject="Cũ chưa đọc", now=NOW - timedelta(days=9))
        new = tell("b", organization=cast.school, subject="Mới đã đọc", now=NOW)
        newest = tell("c", organization=cast.school, subject="Mới chưa đọc", now=NOW)
        browser = as_("giao_vien")
        browser.get(new.get_absolute_url())

        assert list(browser.get(INBOX).context["page"]) == [newest, old, new]
        assert list(browser.get(f"{INBOX}?xem=chua-doc").context["page"]) == [newest, old]

    def test_all_can_be_noted_as_read(self, cast: Cast, as_):
        for number in range(3):
            tell(f"n:{number}", organization=cast.school)
        later = tell("later", organization=cast.school, now=NOW + timedelta(minutes=1))
        read_everything(actor=cast.giao_vien, now=NOW)
        assert [*Notice.objects.unread_by(cast.giao_vien)] == [later]

        answer = as_("giao_vien").post(reverse("channels:read_all"))
        assert answer.url == INBOX

    def test_an_empty_inbox_says_what_will_come(self, as_):
        assert "Chưa có thông báo nào" in as_("giao_vien").get(INBOX).text

    def test_an_open_inbox_follows_what_comes_but_not_under_a_reader_of_older_ones(self, cast: Cast, as_):
        notify_each(
            messages=[NewNotice(key=f"n:{n}", subject="Mới", organization_id=cast.school.pk) for n in range(21)],
            now=NOW,
        )
        watched = f'data-watch="person.{cast.giao_vien.person_id} org.{cast.school.pk}"'
        rows = 'hx-select="#hang"'

        first, second = (as_("giao_vien").get(f"{INBOX}?trang={n}").text for n in (1, 2))
        assert [first.count(watched), second.count(watched)] == [2, 1]  # the bell, and on the first page the list
        assert rows in first

    @pytest.mark.parametrize("rows", [1, 15])
    def test_the_page_costs_the_same_however_long_it_is(self, cast: Cast, as_, django_assert_num_queries, rows):
        for number in range(rows):
            tell(f"n:{number}", organization=cast.school)
        browser = as_("giao_vien")
        browser.get(INBOX)
        # session, user, person, appointments; list's count, unread, asking; post and bell of the frame; page;
        # what waits beside the menu's entries for comments and for questions of citizens
        with django_assert_num_queries(12):
            browser.get(INBOX)


class TestQuestion:
    def test_one_tap_in_the_inbox_answers(self, cast: Cast, channels, as_):
        message = say(cast.giao_vien.person, now=clock.now(), choices=CHOICES)
        browser = as_("giao_vien")
        [notice] = browser.get(f"{INBOX}?xem=cho-tra-loi").context["page"]

        assert [label for _code, label in notice.answers] == ["Tôi có mặt", "Tôi bận"]
        browser.post(notice.task, {"tra_loi": "here"})
        answered = recipient_of(message, cast.giao_vien.person)
        assert (answered.answer, answered.answered_via) == ("here", "inbox")

    def test_what_was_answered_elsewhere_waits_no_more(self, cast: Cast, channels, as_):
        message = say(cast.giao_vien.person, now=clock.now(), choices=CHOICES)
        assert (unread_count(cast.giao_vien), asking_count(cast.giao_vien, clock.now())) == (1, 1)
        answer(recipient=recipient_of(message, cast.giao_vien.person), choice="here", via="sms", now=clock.now())

        assert (unread_count(cast.giao_vien), asking_count(cast.giao_vien, clock.now())) == (0, 0)
        [notice] = as_("giao_vien").get(INBOX).context["page"]
        assert notice.is_read
        assert not hasattr(notice, "answers")

    def test_the_first_page_says_that_a_message_waits(self, cast: Cast, channels, as_):
        say(cast.giao_vien.person, now=clock.now(), choices=CHOICES)

        assert f"{INBOX}?xem=cho-tra-loi" in as_("giao_vien").get("/lam-viec/").text


class TestBell:
    def test_the_header_of_every_page_says_how_many_wait(self, cast: Cast, as_):
        tell(organization=cast.school)
        page = as_("giao_vien").get("/lam-viec/dia-gioi/").text

        assert 'class="btn btn-icon btn-quiet bell"' in page
        assert '<data value="1">1<span class="vh"> chưa đọc</span></data>' in page

    def test_counting_stops_at_a_hundred_and_is_one_query(self, cast: Cast, django_assert_num_queries):
        assert cast.giao_vien.scope.own_ids  # asked once for the whole request
        notify_each(
            messages=[
                NewNotice("Tin", f"n:{number}", organization_id=cast.school.pk) for number in range(COUNTED + 30)
            ],
            now=NOW,
        )
        with django_assert_num_queries(1):
            assert unread_count(cast.giao_vien) == COUNTED

    def test_the_count_reads_an_index(self, cast: Cast):
        others = [cast.province_police, cast.health_department]
        notify_each(
            messages=[NewNotice("Tin", f"n:{n}", organization_id=others[n % 2].pk) for n in range(1000)], now=NOW
        )
        tell(organization=cast.school)
        with CaptureQueriesContext(connection) as seen:
            unread_count(cast.giao_vien)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE channels_notice")  # else the plan depends on whether autovacuum came by
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {seen.captured_queries[-1]['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())

        assert "notice_by_organization" in plan
        assert "notice_by_person" in plan

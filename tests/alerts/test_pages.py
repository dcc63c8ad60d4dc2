"""Alerts through their pages: counted before sent, approved by another person, watched, a mistake taken back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.alerts.things import WORDS, make_alert
from tests.duty.things import commune_of, make_head, make_network
from tests.factories import START, make_person
from truongan.accounts.models import Appointment
from truongan.alerts.actions import propose_alert
from truongan.alerts.actions.alerting import part_of
from truongan.alerts.models import Alert, AlertTemplate
from truongan.duty.network import Part
from truongan.kernel import clock


def fill(page) -> dict:
    return {"key": re.search(r'name="key" value="([0-9a-f]{32})"', page.content.decode())[1]}


@pytest.fixture
def form(cast, as_):
    make_network(cast)
    browser = as_("truong_phong_xa")
    filled = fill(browser.get(reverse("alerts:new"))) | {
        "organization": cast.commune_committee.pk, "unit": commune_of(cast.school).pk, "parts": ["groups"],
        "subject": "Mưa lũ lớn", "text": "Suối dâng.", "short": "Mua lu", "urgency": "life", "hours": "6",
    }  # fmt: skip
    return browser, filled


class TestComposing:
    def test_it_says_how_many_before_it_sends_anything(self, form):
        browser, filled = form
        page = browser.post(reverse("alerts:new"), filled | {"viec": "dem"})
        assert "Sẽ báo cho 3 người" in page.content.decode()
        assert not Alert.objects.exists()

    def test_sent_it_leads_to_its_page_and_pressed_again_to_the_same(self, form):
        browser, filled = form
        first = browser.post(reverse("alerts:new"), filled | {"viec": "gui"})
        second = browser.post(reverse("alerts:new"), filled | {"viec": "gui"})
        assert first.url == second.url == Alert.objects.get().get_absolute_url()

    def test_what_is_refused_keeps_what_was_typed(self, form):
        browser, filled = form
        page = browser.post(reverse("alerts:new"), filled | {"text": "Bão vào [địa bàn]", "viec": "gui"})
        assert page.status_code == 422
        assert "Còn chỗ trống chưa điền: [địa bàn]" in page.content.decode()
        assert "Bão vào [địa bàn]" in page.content.decode()

    def test_a_blank_is_said_when_people_are_counted(self, form):
        browser, filled = form
        page = browser.post(reverse("alerts:new"), filled | {"text": "Bão vào [địa bàn]", "viec": "dem"})
        assert page.status_code == 422
        assert "Còn chỗ trống chưa điền: [địa bàn]" in page.content.decode()
        assert "Gửi ngay" not in page.content.decode()

    def test_a_template_fills_the_form(self, form):
        browser, _ = form
        template = AlertTemplate.objects.get(code="hoc-sinh-vang")
        page = browser.get(reverse("alerts:new"), {"mau": template.code}).content.decode()
        assert template.subject in page

    def test_a_wide_one_is_proposed(self, form, settings):
        settings.ALERT_ALONE = 0
        browser, filled = form
        assert "Đề nghị duyệt" in browser.post(reverse("alerts:new"), filled | {"viec": "dem"}).content.decode()
        page = browser.post(reverse("alerts:new"), filled | {"viec": "gui"}, follow=True).content.decode()
        assert "người thứ hai" in page
        assert "Duyệt và gửi ngay" not in page


class TestDeciding:
    @pytest.fixture
    def proposed(self, form, settings) -> Alert:
        settings.ALERT_ALONE = 0
        browser, filled = form
        browser.post(reverse("alerts:new"), filled | {"viec": "gui"})
        return Alert.objects.get()

    def test_the_second_person_finds_the_button_and_sends(self, proposed, as_):
        alert, other = proposed, as_("can_bo_tinh")

        assert "Duyệt và gửi ngay" in other.get(alert.get_absolute_url()).content.decode()
        other.post(reverse("alerts:approve", args=[alert.pk]))

        alert.refresh_from_db()
        assert alert.state == "sent"

    def test_who_refused_is_not_named_as_who_approved(self, proposed, as_):
        alert, other = proposed, as_("can_bo_tinh")
        other.post(reverse("alerts:refuse", args=[alert.pk]), {"reason": "Chưa có tin chính thức"})

        page = other.get(alert.get_absolute_url()).content.decode()
        assert "<dt>Không duyệt</dt>" in page
        assert "<dt>Duyệt</dt>" not in page


class TestWatching:
    def test_receipts_are_seen_by_unit_and_person(self, cast, as_):
        alert = make_alert(cast)
        page = as_("hieu_truong").get(alert.get_absolute_url()).content.decode()
        assert cast.school.called in page
        assert cast.hieu_truong.person.name in page
        assert f'data-watch="alerts.alert.{alert.pk}"' in page

    def test_a_school_sees_how_it_arrived_there_and_nowhere_else(self, cast, as_):
        make_network(cast)
        make_head(cast)
        head = make_person(organization=cast.neighbour_school)
        Appointment.objects.create(
            person=head, organization=cast.neighbour_school, role="leader", is_head=True, valid_from=START
        )
        part = Part(unit=commune_of(cast.school), parts=("heads",))
        alert = propose_alert(
            actor=cast.truong_phong_xa, key="xa", organization=cast.commune_committee, part=part, words=WORDS,
            valid_until=clock.now() + timedelta(days=1), now=clock.now(),
        )  # fmt: skip
        seen = as_("hieu_truong").get(alert.get_absolute_url())
        assert cast.neighbour_school.name not in seen.content.decode()
        assert seen.context["board"].total.told == 1
        assert as_("truong_phong_xa").get(alert.get_absolute_url()).context["board"].total.told == 2

    def test_who_was_told_confirms_from_the_page(self, cast, as_):
        alert = make_alert(cast)
        page = as_("hieu_truong").get(alert.get_absolute_url()).content.decode()
        assert "Xác nhận đã nhận" in page

    @pytest.mark.parametrize("rows", [1, 9])
    def test_the_list_costs_the_same_however_long_it_is(self, cast, as_, django_assert_max_num_queries, rows):
        alert = make_alert(cast)
        for number in range(rows):
            alert.pk, alert.key, alert.message, alert.state = None, f"k{number}", None, "waiting"
            alert.save(force_insert=True)
        browser = as_("can_bo_tinh")
        browser.get(reverse("alerts:list"))
        with django_assert_max_num_queries(16):
            assert browser.get(reverse("alerts:list")).status_code == 200

    def test_a_stranger_does_not_know_of_it(self, cast, as_):
        alert = make_alert(cast)
        assert as_("hieu_truong_khac").get(alert.get_absolute_url()).status_code == 404


class TestTakingBack:
    def test_without_a_reason_nothing_happens_and_it_is_said(self, cast, as_):
        alert = make_alert(cast)
        page = as_("hieu_truong").post(reverse("alerts:recall", args=[alert.pk]), {"reason": ""}, follow=True)
        assert "Ghi lý do" in page.content.decode()
        alert.refresh_from_db()
        assert alert.state == "sent"

    def test_the_form_of_a_correction_begins_with_the_old_words(self, cast, as_):
        alert = make_alert(cast)
        page = as_("hieu_truong").get(reverse("alerts:correct", args=[alert.pk])).content.decode()
        assert alert.text in page

    def test_the_mistake_and_its_correction_lead_to_each_other(self, cast, as_):
        mistake = make_alert(cast)
        correction = propose_alert(
            actor=cast.hieu_truong, key="hai", organization=cast.school, part=part_of(mistake), words=WORDS,
            valid_until=mistake.valid_until, corrects=mistake, now=clock.now(),
        )  # fmt: skip
        for one, other in ((mistake, correction), (correction, mistake)):
            assert other.get_absolute_url() in as_("hieu_truong").get(one.get_absolute_url()).content.decode()


class TestTemplates:
    def test_only_the_installations_administrator_keeps_them(self, cast, as_):
        template = AlertTemplate.objects.first()
        assert as_("can_bo_tinh").get(reverse("alerts:template_edit", args=[template.pk])).status_code == 403
        as_("quantri").post(reverse("alerts:template_close", args=[template.pk]))
        template.refresh_from_db()
        assert template.closed_at is not None


class TestFinding:
    def test_words_are_found_without_diacritics_in_words_place_and_name(self, as_, cast):
        alert = make_alert(cast)
        browser = as_("hieu_truong")
        for words in ("mua lu", "SUOI dang", "anh duong"):
            assert alert.subject in browser.get(reverse("alerts:list"), {"q": words}).content.decode()
        page = browser.get(reverse("alerts:list"), {"q": "dong dat"}).content.decode()
        assert alert.get_absolute_url() not in page
        assert "Không có cảnh báo nào như vậy" in page

    def test_what_waits_for_a_decision_stands_first(self, as_, cast):
        waiting = make_alert(cast)
        Alert.objects.filter(pk=waiting.pk).update(state="waiting", message=None)
        sent = propose_alert(
            actor=cast.hieu_truong, key="hai", organization=cast.school, part=part_of(waiting), words=WORDS,
            valid_until=waiting.valid_until, now=clock.now(),
        )  # fmt: skip
        assert sent.state == "sent"
        page = as_("hieu_truong").get(reverse("alerts:list")).content.decode()
        assert page.index(waiting.get_absolute_url()) < page.index(sent.get_absolute_url())

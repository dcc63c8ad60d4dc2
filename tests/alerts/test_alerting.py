"""Warning an area: who may, the second person, what is said, taken back and corrected."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from tests.duty.things import NOW, commune_of, make_head, make_network
from truongan.alerts.actions import (
    CannotAlert,
    Words,
    approve_alert,
    propose_alert,
    recall_alert,
    refuse_alert,
)
from truongan.alerts.models import Alert, AlertTemplate
from truongan.alerts.queries import waiting_for
from truongan.channels.actions import CannotAnswer, answer
from truongan.channels.models import Message, Notice, Recipient
from truongan.duty.network import Part
from truongan.organizations.models import Organization

UNTIL = NOW + timedelta(hours=6)
LATER = NOW + timedelta(minutes=5)
WORDS = Words("Mưa lũ lớn", "Suối dâng cao từ 14 giờ.", "Mua lu lon, khong cho hoc sinh qua suoi")


def propose(cast, *, actor="truong_phong_xa", key="mot", part=None, words=WORDS, **options) -> Alert:
    part = part or Part(unit=commune_of(cast.school), parts=("groups",))
    given = {"organization": cast.commune_committee, "valid_until": UNTIL, "now": NOW} | options
    return propose_alert(actor=getattr(cast, actor), key=key, part=part, words=words, **given)


@pytest.fixture
def wide(cast, settings) -> Alert:
    """More people than one person may alert."""
    make_network(cast)
    settings.ALERT_ALONE = 0
    return propose(cast)


class TestAlerting:
    def test_a_commune_is_alerted_at_once_each_person_once(self, cast):
        make_network(cast)

        alert = propose(cast)

        assert (alert.state, alert.expected_count) == ("sent", alert.message.recipients.count())
        assert alert.expected_count > 0
        assert alert.message.choices == [["got", "Đã nhận"]]
        assert alert.message.expires_at == UNTIL

    def test_pressed_twice_it_is_sent_once(self, cast):
        make_network(cast)
        assert propose(cast) == propose(cast)
        assert Message.objects.filter(kind="alerts.alert").count() == 1

    def test_a_school_may_alert_its_own_network_and_no_other(self, cast):
        make_network(cast)
        make_head(cast)
        own = propose(cast, actor="hieu_truong", part=Part(school=cast.school, parts=("heads",)),
                      organization=cast.school)  # fmt: skip
        assert own.state == "sent"
        with pytest.raises(PermissionDenied):
            propose(cast, actor="hieu_truong", key="hai", organization=cast.school)
        with pytest.raises(PermissionDenied):
            propose(cast, actor="hieu_truong_khac", key="ba")

    @pytest.mark.parametrize("reader", ["so_yt", "y_te_xa"])
    def test_who_only_reads_does_not_alert(self, cast, reader):
        make_network(cast)
        with pytest.raises(PermissionDenied):
            propose(cast, actor=reader)

    def test_a_confirmation_is_counted(self, cast):
        make_network(cast)
        alert = propose(cast)
        recipient = alert.message.recipients.first()

        answer(recipient=recipient, choice="got", via="sms", now=LATER)

        assert Recipient.objects.get(pk=recipient.pk).answer == "got"

    def test_after_its_time_nothing_is_taken(self, cast):
        make_network(cast)
        alert = propose(cast)
        with pytest.raises(CannotAnswer):
            answer(recipient=alert.message.recipients.first(), choice="got", via="sms", now=UNTIL)

    def test_who_knows_something_says_so_where_it_is_asked(self, cast):
        make_network(cast)
        alert = propose(cast, words=Words("Tìm học sinh", "Từ 17 giờ.", "De nghi phoi hop", asks_information=True))
        recipient = alert.message.recipients.first()
        answer(recipient=recipient, choice="info", via="zalo", now=LATER)
        assert alert.message.recipients.filter(answer="info").count() == 1

    def test_a_drill_is_one_in_every_message(self, cast):
        make_network(cast)
        alert = propose(cast, words=Words("Diễn tập", "Thử", "Thu", is_drill=True))
        assert alert.message.is_drill


class TestRefusals:
    def test_a_blank_of_the_template_left_open_is_named(self, cast):
        make_network(cast)
        with pytest.raises(CannotAlert, match=r"\[địa bàn\]"):
            propose(cast, words=Words("Bão", "Bão vào [địa bàn]", "Bao"))
        assert not Alert.objects.exists()

    def test_every_starting_template_has_blanks_that_must_be_filled(self, cast):
        make_network(cast)
        for template in AlertTemplate.objects.all():
            with pytest.raises(CannotAlert, match="chỗ trống"):
                propose(cast, words=Words(template.subject, template.text, template.short))
        assert AlertTemplate.objects.count() == 4

    def test_nobody_to_tell_is_said(self, cast):
        Organization.objects.filter(pk=cast.school.pk)
        with pytest.raises(CannotAlert, match="Không có ai"):
            propose(cast, part=Part(school=cast.neighbour_school, parts=("groups",)))

    @pytest.mark.parametrize("until", [NOW, NOW - timedelta(hours=1), NOW + timedelta(days=8)])
    def test_it_holds_from_now_for_a_week_at_most(self, cast, until):
        make_network(cast)
        with pytest.raises(CannotAlert, match="hiệu lực"):
            propose(cast, valid_until=until)

    def test_a_unit_that_is_no_more_is_not_alerted(self, cast):
        from truongan.territory.models import AdministrativeUnit

        make_network(cast)
        gone = AdministrativeUnit.objects.filter(valid_to__isnull=False, level="commune").first()
        with pytest.raises((CannotAlert, PermissionDenied)):
            propose(cast, actor="quantri", part=Part(unit=gone, parts=("groups",)))


class TestTwoPeople:
    def test_a_wide_alert_is_not_sent_before_a_second_person_agrees(self, cast, wide):
        assert (wide.state, wide.message) == ("waiting", None)
        assert Notice.objects.filter(organization=cast.commune_committee, link=wide.get_absolute_url()).exists()
        assert not Message.objects.filter(kind="alerts.alert").exists()

    def test_it_waits_for_whoever_may_approve_it_and_for_nobody_else(self, cast, wide):
        waiting = {
            user.username: waiting_for(user, LATER)
            for user in (cast.can_bo_tinh, cast.truong_phong_xa, cast.hieu_truong, cast.giao_vien)
        }
        assert {name for name, found in waiting.items() if found} == {"can-bo-tinh"}
        assert waiting_for(cast.can_bo_tinh, wide.valid_until) == []

    def test_beyond_a_commune_it_is_wide_however_few_it_reaches(self, cast):
        make_network(cast)
        province = commune_of(cast.school).parent
        alert = propose(cast, actor="can_bo_tinh", part=Part(unit=province, parts=("groups",)),
                        organization=cast.province_police)  # fmt: skip
        assert alert.state == "waiting"

    def test_whoever_proposed_it_cannot_approve_it(self, cast, wide):
        with pytest.raises(PermissionDenied):
            approve_alert(actor=cast.truong_phong_xa, alert=wide, now=LATER)

    def test_the_database_knows_two_people_as_two(self, cast, wide):
        with pytest.raises(IntegrityError):
            Alert.objects.filter(pk=wide.pk).update(decided_by=cast.truong_phong_xa)

    def test_the_second_person_sends_it(self, cast, wide):
        approved = approve_alert(actor=cast.can_bo_tinh, alert=wide, now=LATER)
        assert (approved.state, approved.decided_by) == ("sent", cast.can_bo_tinh)
        assert approved.message.recipients.count() == wide.expected_count

    def test_approved_twice_it_is_sent_once(self, cast, wide):
        approve_alert(actor=cast.can_bo_tinh, alert=wide, now=LATER)
        with pytest.raises(CannotAlert, match="đã được quyết định"):
            approve_alert(actor=cast.quantri, alert=wide, now=LATER)
        assert Message.objects.filter(kind="alerts.alert").count() == 1

    def test_whoever_may_not_alert_there_may_not_approve(self, cast, wide):
        for name in ("hieu_truong", "so_yt", "hieu_truong_khac"):
            with pytest.raises(PermissionDenied):
                approve_alert(actor=getattr(cast, name), alert=wide, now=LATER)

    def test_too_late_it_is_not_approved(self, cast, wide):
        with pytest.raises(CannotAlert, match="hết hiệu lực"):
            approve_alert(actor=cast.can_bo_tinh, alert=wide, now=UNTIL)

    def test_refused_its_author_reads_why(self, cast, wide):
        with pytest.raises(CannotAlert, match="lý do"):
            refuse_alert(actor=cast.can_bo_tinh, alert=wide, reason=" ", now=LATER)
        refused = refuse_alert(actor=cast.can_bo_tinh, alert=wide, reason="Chưa có thông báo chính thức", now=LATER)
        assert refused.state == "refused"
        notice = Notice.objects.get(person=cast.truong_phong_xa.person, link=wide.get_absolute_url())
        assert notice.text == "Chưa có thông báo chính thức"


class TestTakingBack:
    def test_who_was_told_is_told_that_it_no_longer_holds(self, cast):
        make_network(cast)
        alert = propose(cast)
        told = set(alert.message.recipients.values_list("person", flat=True))

        recalled = recall_alert(actor=cast.truong_phong_xa, alert=alert, reason="Dự báo đã thay đổi", now=LATER)

        assert recalled.state == "recalled"
        message = Message.objects.get(cause=f"alerts.alert.{alert.pk}:recalled")
        assert set(message.recipients.values_list("person", flat=True)) == told
        assert message.text == "Dự báo đã thay đổi"
        assert Message.objects.get(pk=alert.message_id).recalled_at == LATER

    def test_it_is_taken_back_once_and_by_its_own_people(self, cast):
        make_network(cast)
        alert = propose(cast)
        with pytest.raises(PermissionDenied):
            recall_alert(actor=cast.hieu_truong, alert=alert, reason="Nhầm", now=LATER)
        recall_alert(actor=cast.truong_phong_xa, alert=alert, reason="Nhầm", now=LATER)
        with pytest.raises(CannotAlert):
            recall_alert(actor=cast.truong_phong_xa, alert=alert, reason="Nhầm", now=LATER)

    def test_a_correction_takes_the_mistake_back_and_reaches_who_read_it(self, cast):
        make_network(cast)
        make_head(cast)
        alert = propose(cast)
        told = set(alert.message.recipients.values_list("person", flat=True))

        corrected = propose(
            cast, key="hai", part=Part(school=cast.school, parts=("heads",)), corrects=alert, now=LATER,
            words=Words("Mưa lũ đến 18 giờ", "Suối dâng từ 18 giờ.", "Suoi dang tu 18 gio"),
        )  # fmt: skip

        alert.refresh_from_db()
        assert (alert.state, corrected.state) == ("recalled", "sent")
        assert corrected.message.subject == "Đính chính: Mưa lũ đến 18 giờ"
        assert told <= set(corrected.message.recipients.values_list("person", flat=True))

    def test_correcting_a_wide_alert_for_one_school_still_needs_the_second_person(self, cast, wide):
        """Else one person could say anything to everybody, by way of a correction."""
        make_head(cast)
        sent = approve_alert(actor=cast.can_bo_tinh, alert=wide, now=NOW)
        narrow = Part(school=cast.school, parts=("heads",))

        corrected = propose(cast, key="hai", part=narrow, corrects=sent, now=LATER)

        sent.refresh_from_db()
        assert (corrected.state, corrected.message, sent.state) == ("waiting", None, "sent")
        with pytest.raises(PermissionDenied):  # leads the one school only
            approve_alert(actor=cast.hieu_truong, alert=corrected, now=LATER)
        assert approve_alert(actor=cast.can_bo_tinh, alert=corrected, now=LATER).state == "sent"

    def test_who_may_not_take_it_back_may_not_correct_it(self, cast):
        make_network(cast)
        make_head(cast)
        alert = propose(cast)
        own = Part(school=cast.school, parts=("heads",))
        with pytest.raises(PermissionDenied):
            propose(
                cast, actor="hieu_truong", key="hai", part=own, organization=cast.school, corrects=alert, now=LATER
            )

    def test_of_two_who_correct_at_once_the_second_is_told(self, cast):
        make_network(cast)
        alert = propose(cast)
        as_both_read_it = alert.__class__.objects.get(pk=alert.pk)
        propose(cast, key="hai", corrects=alert, now=LATER)
        with pytest.raises(CannotAlert, match="đính chính"):
            propose(cast, key="ba", corrects=as_both_read_it, now=LATER)

    def test_what_was_taken_back_is_not_corrected(self, cast):
        make_network(cast)
        alert = propose(cast)
        recall_alert(actor=cast.truong_phong_xa, alert=alert, reason="Nhầm", now=LATER)
        with pytest.raises(CannotAlert, match="đính chính"):
            propose(cast, key="hai", corrects=alert.__class__.objects.get(pk=alert.pk), now=LATER)

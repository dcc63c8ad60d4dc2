"""A report becomes one case, whatever the line, the telephone's clock and the number of photos."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.incidents.samples import BEFORE, NOW, make_rule, reported, told
from truongan.audit.models import Entry as AuditEntry
from truongan.channels.models import Message, Notice, Recipient
from truongan.incidents.actions import CannotReport, report_incident
from truongan.incidents.models import Incident, Photo
from truongan.incidents.states import State

pytestmark = pytest.mark.django_db


def picture(shade: int = 0, *, exif: bool = False) -> SimpleUploadedFile:
    image, file = Image.new("RGB", (64, 48), (shade % 256, shade // 256, 90)), BytesIO()
    marks = Image.Exif()
    marks[0x010F] = "Điện thoại"
    image.save(file, "JPEG", **({"exif": marks} if exif else {}))
    return SimpleUploadedFile(f"anh-{shade}.jpg", file.getvalue(), "image/jpeg")


def test_a_report_gets_the_next_number_of_its_school_and_year(cast):
    first, second = reported(cast), reported(cast)
    elsewhere = reported(cast, organization=cast.neighbour_school, by=cast.cong_an_xa)
    assert (first.label, second.label, elsewhere.label) == ("01/2026", "02/2026", "01/2026")


def test_the_same_report_sent_three_times_is_one_case_and_one_alarm(cast):
    make_rule(cast, (5, [cast.hieu_truong]))
    key = uuid4()
    sent = [
        report_incident(actor=cast.giao_vien, organization=cast.school, report=told(), key=key, now=NOW)
        for _time in range(3)
    ]
    assert [each.was_there for each in sent] == [False, True, True]
    assert Incident.objects.count() == Message.objects.count() == Recipient.objects.count() == 1


def test_a_key_of_somebody_elses_form_opens_nothing(cast):
    key = reported(cast).key
    with pytest.raises(PermissionDenied):
        report_incident(actor=cast.hieu_truong, organization=cast.school, report=told(), key=key, now=NOW)


def test_a_teacher_reports_for_the_own_school_alone(cast):
    for elsewhere in (cast.neighbour_school, cast.other_school):
        with pytest.raises(PermissionDenied):
            reported(cast, organization=elsewhere)


def test_more_photos_than_allowed_are_refused_before_anything_is_written(cast):
    with pytest.raises(CannotReport, match="300 ảnh"):
        reported(cast, photos=[picture(each) for each in range(300)])
    assert not Incident.objects.exists()


def test_photos_lose_their_exif_and_what_is_none_is_named(cast):
    bad = SimpleUploadedFile("virus.jpg", b"MZ not a picture", "image/jpeg")
    done = report_incident(
        actor=cast.giao_vien, organization=cast.school, report=told(), key=uuid4(), photos=[picture(7, exif=True), bad],
        now=NOW,
    )  # fmt: skip
    kept = Photo.objects.get()
    with kept.file.open() as file:
        assert not Image.open(file).getexif()
    assert len(done.refused) == 1
    assert "virus.jpg" in done.refused[0]


def test_a_telephone_an_hour_ahead_is_set_right_and_noted(cast):
    ahead = timedelta(hours=1)
    case = reported(cast, occurred_at=NOW + ahead - timedelta(minutes=5), phone_now=NOW + ahead)
    assert case.occurred_at == NOW - timedelta(minutes=5)
    assert case.clock_ahead == 3600
    assert "nhanh 60 phút" in case.entries.get(kind="reported").text


def test_a_telephone_years_behind_says_the_right_moment_all_the_same(cast):
    behind = timedelta(days=800)
    case = reported(cast, occurred_at=NOW - behind, phone_now=NOW - behind)
    assert case.occurred_at == NOW


def test_seconds_of_difference_are_no_skew(cast):
    case = reported(cast, occurred_at=BEFORE, phone_now=NOW + timedelta(seconds=40))
    assert case.clock_ahead is None
    assert case.occurred_at == BEFORE


@pytest.mark.parametrize("wrong", [timedelta(hours=3), -timedelta(days=4000)])
def test_a_time_that_cannot_be_is_refused(cast, wrong):
    with pytest.raises(CannotReport):
        reported(cast, occurred_at=NOW + wrong)


def test_the_record_tells_what_was_done_and_nothing_of_the_case(cast):
    case = reported(cast, what="Em Nguyễn Văn A bị đánh.")
    entry = AuditEntry.objects.get(verb="incidents.incident.reported")
    assert "Nguyễn" not in str(entry.data) + entry.label
    assert case.state == State.REPORTED


def test_no_message_names_the_school_the_kind_or_the_account(cast):
    make_rule(cast, (5, [cast.hieu_truong]))
    reported(cast, what="Em Nguyễn Văn A bị đánh.", grave="nguy-hiem")
    message = Message.objects.get()
    said = " ".join((message.subject, message.text, message.short, *Notice.objects.values_list("subject", flat=True)))
    for secret in ("Ánh Dương", "Nguyễn", "đánh", "Đánh", "Cổng"):
        assert secret not in said
    assert message.urgency == "life"

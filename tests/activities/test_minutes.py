"""The text of the minutes, as Word and PDF print it."""

import io
from datetime import date, time

from django.urls import reverse
from docx import Document as Word

from tests.activities.samples import make_activity
from tests.factories import make_organization, make_person, make_scheme
from truongan.activities.facts import Reached
from truongan.activities.queries.minutes import minutes_of
from truongan.documents.layout import FormLine
from truongan.documents.word import to_docx


def lines_of(content: bytes) -> list[str]:
    return [paragraph.text.strip() for paragraph in Word(io.BytesIO(content)).paragraphs if paragraph.text.strip()]


def test_minutes_say_what_is_recorded(cast):
    scheme = make_scheme(organization=cast.school)
    activity = make_activity(
        cast.giao_vien, cast.school, starts_at=time(7, 15), ends_at=time(8, 30), place="Sân trường",
        chair="Lê Thu Hà", secretary="Đỗ Văn Kiên", partners=(cast.commune_police,), other_partners="Đoàn phường",
        content="Công an nói chuyện\nHọc sinh hỏi đáp.", result="15 lớp ký cam kết", schemes=(scheme,),
        people=(make_person(organization=cast.school, name="Vũ Thị Hạnh", post="Giáo viên"),),
    )  # fmt: skip

    lines = lines_of(to_docx(minutes_of(activity)))

    assert (
        "Hồi 07 giờ 15 phút, ngày 20 tháng 11 năm 2026, tại Sân trường, Trường THCS Ánh Dương tổ chức "
        "tuyên truyền phòng, chống bạo lực học đường." in lines
    )
    told = "\n".join(lines)
    for words in (
        "I. THÀNH PHẦN THAM DỰ", "- Chủ trì: Lê Thu Hà", "- Đại diện Công an phường Nếnh;", "- Đại diện Đoàn phường;",
        "- Người thực hiện: Vũ Thị Hạnh (Giáo viên);",
        "- Người dự: 665 lượt người, gồm: Giáo viên 25 lượt; Học sinh 640 lượt (320 người).",
        "Nội dung: An toàn trên mạng; Phòng, chống bạo lực học đường.", "Công an nói chuyện.", "Học sinh hỏi đáp.",
        "15 lớp ký cam kết.", "Biên bản được lập xong hồi 08 giờ 30 phút cùng ngày",
    ):  # fmt: skip
        assert words.upper() in told.upper(), words


def test_what_nobody_wrote_down_is_left_open_for_the_pen(cast):
    activity = make_activity(
        cast.cong_an_xa, cast.commune_police, title="Giao ban quý", kind="meeting", audience=(), topics=(), forms=()
    )

    minutes = minutes_of(activity)

    open_lines = [block.label for block in minutes.blocks if isinstance(block, FormLine) and not block.value]
    assert open_lines == ["- Chủ trì", "- Thư ký", "- Người dự", "Diễn biến", "Ý kiến phát biểu", "Kết luận"]
    assert minutes.symbol == "BB"
    assert minutes.blocks[0].text == "Ngày 20 tháng 11 năm 2026, Công an phường Nếnh tổ chức cuộc họp: Giao ban quý."


def test_minutes_are_the_same_for_everybody_who_sees_the_activity(cast, as_):
    activity = make_activity(cast.giao_vien, cast.school, audience=(Reached("pupils", 5),))
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = as_("y_te_xa").get(reverse("activities:minutes", args=[activity.pk, form]))
        assert answer.content.startswith(start)
        assert f"bien-ban-2026-11-20-{activity.pk}.{form}" in answer["Content-Disposition"]
    assert as_("y_te_xa").get(reverse("activities:minutes", args=[activity.pk, "exe"])).status_code == 404
    assert as_("hieu_truong_khac").get(reverse("activities:minutes", args=[activity.pk, "docx"])).status_code == 404


def test_minutes_of_an_earlier_day_stand_under_the_superior_of_that_day(cast):
    """A school that reports to an office founded in 2025 reported to another in 2021."""
    place = cast.school.placements.get()
    section = make_organization(
        name="Phòng Văn hóa - Xã hội phường Nếnh", sector="education", level="commune", place=place.unit,
        founded_on=date(2025, 7, 1),
    )  # fmt: skip
    cast.school.reports_to = section
    cast.school.save()
    today = make_activity(cast.giao_vien, cast.school)
    assert minutes_of(today).superior == (section.name,)
    earlier = make_activity(cast.giao_vien, cast.school, on=date(2021, 9, 5))
    assert section.name not in minutes_of(earlier).superior

"""Writing down what was done, with audience, evidence at the models, and now and then a drawn picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from truongan.activities.actions import Description, describe_photos, record_activity
from truongan.activities.facts import ActivityFacts, Reached
from truongan.activities.models import Activity
from truongan.demo.chain.pictures import drawn
from truongan.demo.chain.stage import Stage, at, speaker_for
from truongan.directives.models import Directive
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization
from truongan.plans.models import Measure


@dataclass(frozen=True)
class Doing:
    """A kind of activity in words: what is done, about what, by which means, and what came of it."""

    kind: str
    title: str
    topics: tuple[str, ...]
    forms: tuple[str, ...]
    content: str
    result: str


# Kinds of talk that schools and offices gave; sentences of ours.
DOINGS = (
    Doing("communication", "Tuyên truyền an toàn giao thông cổng trường", ("traffic",), ("talk", "leaflet"),
          "Phổ biến quy định về mũ bảo hiểm, tuổi được điều khiển xe; nhắc cha mẹ học sinh dừng đỗ đúng vạch.",
          "Khu vực cổng trường giờ tan học thông thoáng hơn."),
    Doing("communication", "Sinh hoạt chuyên đề phòng, chống bạo lực học đường", ("school_violence",),
          ("talk", "performance"), "Nêu tình huống, cách nhận biết, báo ai và báo thế nào; học sinh đóng tiểu phẩm.",
          "Các lớp chọn người tiếp nhận ý kiến, lập hộp thư góp ý."),
    Doing("commitments", "Ký cam kết không tàng trữ, sử dụng pháo nổ", ("crime",), ("talk",),
          "Giáo viên chủ nhiệm đọc bản cam kết, giải thích điều cấm; học sinh, cha mẹ học sinh ký.",
          "Thu đủ bản cam kết, lưu theo lớp."),
    Doing("training", "Tập huấn nhận biết ma túy, thuốc lá điện tử", ("drugs", "social_evils"), ("talk", "film"),
          "Công an phụ trách địa bàn giới thiệu dấu hiệu nhận biết và cách báo tin.",
          "Giáo viên nắm đầu mối báo tin; không phát hiện trường hợp nào."),
    Doing("drill", "Diễn tập chữa cháy và thoát nạn", ("fire",), ("other",),
          "Thực hành báo động, dẫn học sinh theo lối thoát nạn, dùng bình chữa cháy xách tay.",
          "Toàn trường ra điểm tập kết an toàn; bổ sung hai bình chữa cháy."),
    Doing("communication", "Tuyên truyền phòng, chống dịch đầu năm học", ("epidemic",), ("loudspeaker", "social"),
          "Phát bài hướng dẫn đo thân nhiệt, rửa tay, khai báo y tế trên loa và trang tin của trường.",
          "Các lớp lập nhóm liên lạc với cha mẹ học sinh và y tế."),
    Doing("communication", "Nói chuyện về an toàn trên mạng", ("online_safety",), ("talk", "social"),
          "Hướng dẫn đặt mật khẩu, nhận biết tin giả, không quay và phát tán hình ảnh của bạn.",
          "Nhà trường công khai người tiếp nhận khi học sinh bị làm phiền trên mạng."),
)  # fmt: skip
LAUNCH = Doing(
    "launch", "Ra mắt mô hình tự quản về an ninh, trật tự", ("crime", "epidemic"), ("talk", "loudspeaker"),
    "Công bố quyết định, giới thiệu tổ tự quản và nhóm kết nối; trưởng tổ hứa thực hiện quy chế; đại diện Công an và "
    "Trạm Y tế nêu cách phối hợp.",
    "Mô hình bắt đầu hoạt động; danh sách và số liên lạc niêm yết ở phòng bảo vệ.",
)  # fmt: skip
REVIEW = Doing(
    "final_review", "Tổng kết hoạt động của mô hình tự quản năm học", ("crime", "school_violence"), ("talk",),
    "Đánh giá từng tổ tự quản, nêu việc làm tốt và việc còn chậm.", "Thống nhất việc kiện toàn đầu năm học sau.",
)  # fmt: skip


def hold(
    stage: Stage, organization: Organization, doing: Doing, on: date, audience: Sequence[Reached], *,
    directive: Directive | None = None, measure: Measure | None = None, schemes: Sequence[Scheme] = (),
    partners: Sequence[Organization] = (), starts_at: time | None = None, pictured: str = "",
) -> Activity:  # fmt: skip
    """Recorded on the evening of its day by the unit itself."""
    begins = starts_at or time(stage.rng.choice((7, 8, 9, 14, 15)), stage.rng.choice((0, 15, 30)))
    facts = ActivityFacts(
        doing.kind, on, doing.title, starts_at=begins, ends_at=time(begins.hour + 1, begins.minute),
        place="Sân trường" if organization.is_school else "Hội trường", topics=doing.topics, forms=doing.forms,
        content=doing.content, result=doing.result, directive=directive, measure=measure, audience=tuple(audience),
        schemes=tuple(each for each in schemes if each.stock_from and each.stock_from <= on), partners=tuple(partners),
        chair=_head_of(organization, on),
    )  # fmt: skip
    actor, now = speaker_for(organization, on), at(on, 17, stage.rng.randint(0, 59))
    token = UUID(int=stage.rng.getrandbits(128), version=4)
    photos = [drawn(pictured, f"{doing.title} - {organization.name}"[:80], stage.chapter)] if pictured else []
    recorded = record_activity(
        actor=actor, organization=organization, facts=facts, token=token, photos=photos,
        shows_children=False if photos else None, now=now,
    )  # fmt: skip
    if photos:
        _describe(actor, recorded.activity, doing, now + timedelta(minutes=5))
    return recorded.activity


def _describe(actor, activity: Activity, doing: Doing, now) -> None:
    said = [
        Description(photo, f"{doing.title} (ảnh minh họa)", "Hình vẽ của tỉnh minh họa", shows_children=False)
        for photo in activity.photos.all()
    ]
    describe_photos(actor=actor, activity=activity, descriptions=said, now=now)


def _head_of(organization: Organization, on: date) -> str:
    head = organization.appointments.on(on).filter(is_head=True).select_related("person").order_by("pk").first()
    return head.person.name if head else ""


def of_school(stage: Stage, pupil_count: int, staff_count: int, share: float = 0.9) -> list[Reached]:
    """Pupils of most classes and the staff; in small schools everybody."""
    pupils = round(pupil_count * share * stage.rng.uniform(0.75, 1))
    teachers = round(staff_count * stage.rng.uniform(0.7, 1))
    return [Reached("pupils", pupils, pupils), Reached("teachers", teachers, teachers)]


def of_public(stage: Stage, low: int, high: int) -> list[Reached]:
    """Those who heard a loudspeaker or came to a talk in the village: attendances, nobody counted heads twice."""
    people = stage.rng.randint(low, high)
    return [Reached("public", people), Reached("parents", round(people * stage.rng.uniform(0.2, 0.5)))]

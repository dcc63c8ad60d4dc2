"""Questions of citizens and businesses in November 2026: answered, late, asked back, forwarded, made public."""

from dataclasses import dataclass
from datetime import date

from truongan.demo.chain.stage import Stage, at, place, speaker_for
from truongan.organizations.models import Organization
from truongan.support.actions import (
    Asker,
    Wording,
    answer_question,
    ask_back,
    ask_question,
    assign_question,
    forward_question,
    publish_answer,
    rate_answer,
    refuse_question,
    save_draft,
    save_topic,
    set_route,
    withdraw_question,
)
from truongan.support.codes import code_of
from truongan.support.models import Question, Topic
from truongan.territory.geography import unit_by_code

DAY = date(2026, 11, 20)
_MARK = "(Câu hỏi minh họa, người hỏi là giả định.)"
_NENH, _ELSEWHERE = "07795", "07375"
# Key, name, what it is about, working days, who answers by default and in Nếnh. Learning has no default on purpose:
# the table of responsible units shows the hole.
_TOPICS = (
    ("safety", "An ninh, trật tự trường học", "Cổng trường, bạo lực học đường, người lạ quanh trường", 10, "police",
     "commune-police"),
    ("health", "Y tế trường học, phòng dịch", "Bệnh ở lớp, tiêm chủng, an toàn thực phẩm bếp ăn", 5, "health",
     "commune-health"),
    ("movement", "Mô hình tự quản, phong trào", "Tham gia tổ tự quản, nhóm kết nối, góp ý", 10, "committee",
     "commune-committee"),
    ("learning", "Việc học, nhà trường", "Tuyển sinh, chuyển trường, học thêm", 7, "", "commune-education"),
)  # fmt: skip


@dataclass(frozen=True)
class _Told:
    """A question and, where it has one, its answer; `title` is that of the published version."""

    topic: str
    day: int  # of November 2026
    text: str
    answered: int = 0
    answer: str = ""
    score: int = 0
    title: str = ""
    unit: str = _NENH
    kind: str = "citizen"


_ANSWERED = (
    _Told("safety", 2, "Giờ tan học cổng Trường THCS Ánh Dương đông xe, phụ huynh đỗ kín lòng đường. Có ai phân luồng?", 5,
          "Từ ngày 06/11, Công an phường cùng tổ tự quản của trường phân luồng từ 16 giờ 30 đến 17 giờ 15; phụ huynh đón "
          "con ở hai điểm có vạch sơn.", 5, "Ai phân luồng ở cổng trường giờ tan học?"),
    _Told("health", 3, "Lớp con tôi có hai cháu sốt xuất huyết, nhà trường có phun thuốc diệt muỗi không?", 6,
          "Trạm Y tế đã phối hợp nhà trường diệt bọ gậy, phun hóa chất ngày 07/11; gia đình theo dõi thân nhiệt, đưa cháu "
          "đến Trạm khi sốt cao.", 4, "Trường có ca sốt xuất huyết thì xử lý thế nào?"),
    _Told("movement", 4, "Phụ huynh muốn vào tổ tự quản của trường thì đăng ký ở đâu?", 9,
          "Đăng ký với giáo viên chủ nhiệm hoặc trưởng tổ; nhà trường bổ sung danh sách ở lần kiện toàn gần nhất.", 5,
          "Phụ huynh tham gia tổ tự quản của trường bằng cách nào?"),
    _Told("safety", 10, "Gần trường có tốp thanh niên hay tụ tập trêu ghẹo học sinh buổi tối, xin cho tuần tra.", 17,
          "Đã giao Công an xã tuần tra khung 17 đến 21 giờ quanh trường; thấy việc khẩn cấp xin gọi ngay trực ban.", 3,
          "Đề nghị tuần tra quanh trường buổi tối", _ELSEWHERE),
)  # fmt: skip
_LATE = _Told("safety", 4, "Hàng rong lấn vỉa hè trước Trường Tiểu học Hoa Sen, trẻ phải đi xuống lòng đường.")
_ASKED_BACK = _Told(
    "safety", 12, "Cửa hàng chúng tôi gần trường muốn lắp camera nhìn ra cổng trường, cần thủ tục gì?", kind="business"
)
_FORWARDED = _Told("movement", 13, "Có người lạ xưng cán bộ tổ tự quản thu tiền phụ huynh, xin xác minh.")
_NEW = (
    _Told("health", 16, "Bếp ăn của trường mầm non xã tôi ai kiểm tra, bao lâu một lần?", unit=_ELSEWHERE),
    _Told("safety", 18, "Học sinh đi xe máy điện không đội mũ bảo hiểm, nhà trường và công an nhắc nhở ra sao?"),
)
_DRAFTED = _Told("learning", 17, "Con tôi chuyển từ trường khác về giữa năm, cần giấy tờ gì?")
_REFUSED = _Told("safety", 19, "Nhà hàng xóm lấn sang đất nhà tôi hai mươi phân, xin giải quyết.")
_WITHDRAWN = _Told("movement", 11, "Tôi muốn hỏi lịch họp của tổ tự quản.")


def tell(stage: Stage) -> None:
    """Topics and routes first, then a dozen questions as the days went."""
    topics = _set_up()
    for each in _ANSWERED:
        _answered(stage, topics, each)
    _asked(stage, topics, _LATE)
    _ask_back(_asked(stage, topics, _ASKED_BACK))
    _forward(_asked(stage, topics, _FORWARDED))
    for each in _NEW:
        _asked(stage, topics, each)
    _draft(_asked(stage, topics, _DRAFTED))
    _refuse(_asked(stage, topics, _REFUSED))
    withdraw_question(question=_asked(stage, topics, _WITHDRAWN), now=_at(12))


def _set_up() -> dict[str, Topic]:
    found, opened = {}, at(date(2026, 10, 30), 9)
    for position, (key, name, about, days, default, in_nenh) in enumerate(_TOPICS, start=1):
        topic = save_topic(
            actor=None, name=name, description=about, answer_days=days, position=position, now=opened
        )  # fmt: skip
        if default:
            set_route(actor=None, topic=topic, unit=None, organization=place(default), now=opened)
        unit = unit_by_code(_NENH, opened.date())
        set_route(actor=None, topic=topic, unit=unit, organization=place(in_nenh), now=opened)
        found[key] = topic
    return found


def _asked(stage: Stage, topics: dict[str, Topic], told: _Told) -> Question:
    moment = stage.hour(date(2026, 11, told.day))
    token = f"{stage.chapter}-{told.day}-{told.text[:20]}"
    return ask_question(
        topic=topics[told.topic], unit=unit_by_code(told.unit, moment.date()), text=f"{told.text}\n{_MARK}",
        asker=Asker("Hộ kinh doanh Ngã Ba" if told.kind == "business" else stage.someone(), told.kind, "0900000000"),
        code=code_of(token), token_key=token, is_proven=True, now=moment,
    )  # fmt: skip


def _answered(stage: Stage, topics: dict[str, Topic], told: _Told) -> None:
    question = _asked(stage, topics, told)
    on = date(2026, 11, told.answered)
    speaker = speaker_for(question.organization, on)
    if speaker and speaker.person:
        assign_question(actor=speaker, question=question, person=speaker.person, now=_at(told.day, 17))
    answer_question(actor=speaker, question=question, text=told.answer, now=at(on, 10))
    rate_answer(question=question, score=told.score, now=at(on, 20))
    wording = Wording(told.title, told.text, told.answer)
    publish_answer(actor=speaker, question=question, wording=wording, checked=True, now=at(on, 15))


def _ask_back(question: Question) -> None:
    text = "Cho biết camera đặt trên đất của cửa hàng hay ngoài hè, và lưu hình bao nhiêu ngày."
    ask_back(actor=_speaker(question, 13), question=question, text=text, now=_at(13))


def _forward(question: Question) -> None:
    forward_question(
        actor=_speaker(question, 16), question=question, organization=place("commune-police"),
        reason="Có dấu hiệu lừa đảo, thuộc trách nhiệm của Công an phường.", now=_at(16),
    )  # fmt: skip


def _draft(question: Question) -> None:
    text = "Gia đình nộp đơn xin chuyển trường, học bạ và giấy giới thiệu của trường cũ; trường tiếp nhận xếp lớp"
    save_draft(actor=_speaker(question, 18), question=question, text=text, now=_at(18))


def _refuse(question: Question) -> None:
    reason = "Tranh chấp ranh giới đất không thuộc lĩnh vực này; mời gửi Ủy ban nhân dân phường, bộ phận địa chính."
    refuse_question(actor=_speaker(question, 20), question=question, reason=reason, now=_at(20))


def _speaker(question: Question, day: int):
    unit: Organization = question.organization
    return speaker_for(unit, date(2026, 11, day))


def _at(day: int, hour: int = 10):
    return at(date(2026, 11, day), hour)

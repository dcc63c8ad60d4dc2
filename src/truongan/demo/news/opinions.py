"""What readers of the demonstration wrote below the articles, and what became of it. Invented, every one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from truongan.comments.actions.deciding import answer_comment, approve_comment, reject_comment
from truongan.comments.actions.posting import post_comment
from truongan.comments.codes import code_of
from truongan.comments.models import Comment
from truongan.comments.states import Refusal
from truongan.demo.chain.stage import Stage, at, cast_on, place
from truongan.demo.news.telling import story_page


@dataclass(frozen=True)
class Opinion:
    """`fate`: `published`, `held`, or a reason for which it was refused. `answer` is given by the unit `by`."""

    story: str
    day: date
    name: str
    text: str
    fate: str = "published"
    answer: str = ""
    by: str = ""


_OF_2021 = (
    Opinion(
        "ket-qua-1646", date(2021, 9, 15), "Phụ huynh lớp 6",
        "Buổi sáng cổng trường thông thoáng hơn hẳn. Mong tổ trực cả giờ tan học buổi chiều, lúc ấy xe tải hay đi qua.",
        answer="Cảm ơn anh chị. Từ tuần sau, các tổ trực thêm ca chiều từ 16 giờ 30. Đề nghị phân luồng xe tải đã "
        "chuyển công an thị trấn, kết quả sẽ báo tại đây.", by="committee-2021",
    ),
    Opinion(
        "ket-qua-1646", date(2021, 9, 17), "Giáo viên tiểu học",
        "Nhóm kết nối giúp chúng tôi hỏi trạm y tế được ngay. Nên có mẫu tin ngắn để báo cho thống nhất.",
    ),
    Opinion(
        "ket-qua-1646", date(2021, 9, 20), "Bác Tư",
        "Ai cần vay tiền nhanh, lãi thấp thì liên hệ với tôi để được giải quyết trong ngày nhé.", fate=Refusal.ADVERT,
    ),
    Opinion(
        "nhom-ket-noi", date(2021, 10, 6), "Mẹ bé Na",
        "Nhà tôi không dùng Zalo thì nhận tin của trường bằng cách nào ạ?",
        answer="Nhà trường vẫn nhắn tin thường và ghi sổ liên lạc. Chị báo cô chủ nhiệm số điện thoại để được gọi khi có việc gấp.",
        by="police-2021",
    ),
)  # fmt: skip
_OF_2026 = (
    Opinion(
        "cong-truong-gio-tan-hoc", date(2026, 10, 10), "Ông ngoại đón cháu",
        "Tôi đứng sau vạch ba hôm nay, thấy đỡ chen thật. Chỉ mong kẻ lại vạch vì trời mưa là không nhìn rõ.",
        answer="Phường sẽ kẻ lại vạch bằng sơn phản quang trong tuần tới. Cảm ơn bác đã góp ý.", by="commune-police",
    ),
    Opinion(
        "cong-truong-gio-tan-hoc", date(2026, 10, 12), "Học sinh khối 8",
        "Cho em xin đi ra bằng cổng phụ vì nhà em ở phía ấy, đi vòng rất xa.",
    ),
    Opinion(
        "cong-truong-gio-tan-hoc", date(2026, 11, 19), "Phụ huynh lớp 4",
        "Trường tiểu học bên cạnh có được làm sơ đồ như thế này không? Chúng tôi sẵn sàng đứng trực.", fate="held",
    ),
    Opinion(
        "bao-ca-sot", date(2026, 11, 13), "Cô y tế trường",
        "Chúng tôi đã bỏ bước chờ ký từ đầu năm và thấy nhanh hơn nhiều. Nên phổ biến cho các trường khác.",
    ),
    Opinion(
        "bao-ca-sot", date(2026, 11, 14), "Người qua đường",
        "Bài viết dài dòng quá, toàn chuyện ai cũng biết, viết ngắn lại giùm cái.", fate=Refusal.OFF_TOPIC,
    ),
    Opinion(
        "bang-tin-hoc-sinh", date(2026, 11, 19), "Cựu học sinh",
        "Ngày trước chúng em chỉ được dán báo tường. Mong các bạn giữ được bảng tin này lâu dài.", fate="held",
    ),
)  # fmt: skip


def autumn_2021(stage: Stage) -> None:
    _tell(_OF_2021)


def this_year(stage: Stage) -> None:
    _tell(_OF_2026)


def _tell(opinions: Iterable[Opinion]) -> None:
    for opinion in opinions:
        _decide(opinion, _posted(opinion))


def _posted(opinion: Opinion) -> Comment:
    form = f"demo-{opinion.story}-{opinion.day:%Y%m%d}-{_told_apart(opinion)}"[:64]
    return post_comment(
        article=story_page(opinion.story), name=opinion.name, text=opinion.text, code=code_of(form),
        form_key=form, now=at(opinion.day, 19, 30),
    )  # fmt: skip


def _told_apart(opinion: Opinion) -> int:
    """Tells the forms of one day apart."""
    return sum(map(ord, opinion.text))


def _decide(opinion: Opinion, comment: Comment) -> None:
    if opinion.fate == "held":
        return
    moderator, now = cast_on("can-bo-tinh", opinion.day), at(opinion.day, 20, 15)
    if opinion.fate != "published":
        reject_comment(actor=moderator, comment=comment, reason=opinion.fate, now=now)
        return
    approve_comment(actor=moderator, comment=comment, now=now)
    if opinion.answer:
        speaker = cast_on("cong-an-xa" if opinion.by.startswith("commune") else "can-bo-tinh", opinion.day)
        answer_comment(
            actor=speaker,
            comment=comment,
            organization=place(opinion.by),
            text=opinion.answer,
            now=at(opinion.day, 21),
        )

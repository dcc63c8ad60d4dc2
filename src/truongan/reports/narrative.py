"""Texts with figures in them: `{schemes.count}` stands for the number, so that no one types a total.

`{teams.memberships|trên}` says it rounded ("trên 5.000"), `{schools.covered|n/N}` with what it is a part of
("281/750"). `{vb.…}` are the numbers of the thread of the directive a text reports on (thread/numbers.py).
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from truongan.documents.layout import Block, Bullet, Paragraph
from truongan.figures.indicators import INDICATORS
from truongan.kernel.dates import vn_date
from truongan.kernel.numbers import vn_number, vn_over

_PLACE = re.compile(r"\{([^{}]*)\}")
_FORMS = ("", "trên", "n/N")
_EXTRA = ("ngay", "dia_ban", *(f"{each.code}.of" for each in INDICATORS.values() if each.of))

Values = Mapping[str, int | str | None]


class UnknownFigure(ValueError):
    """A text names a figure that does not exist. The message is safe to show."""


def check_text(text: str, also: Container[str] = ()) -> None:
    """Raise UnknownFigure for the first place that names no figure. `also`: further names known there."""
    for place in _PLACE.findall(text):
        name, _bar, form = place.partition("|")
        if name not in INDICATORS and name not in _EXTRA and name not in also:
            raise UnknownFigure(
                f"Không có số nào tên “{{{name}}}”. Dùng tên số như ở trang Số liệu, ví dụ {{Điểm mô hình}}, hoặc bỏ dấu ngoặc."
            )
        if form not in _FORMS:
            raise UnknownFigure(
                f"Không có cách viết số “{form}” trong “{{{place}}}”. Sau dấu | chỉ dùng: trên, n/N; hoặc bỏ dấu |."
            )


@dataclass(frozen=True)
class Said:
    """A stretch of a text: plain words, or what stands for the figure `name`."""

    text: str
    name: str = ""


def spoken(text: str, values: Values) -> Iterator[Said]:
    """The text cut at its figures, each in the field's number style; an absent figure stays visible as `…`."""
    end = 0
    for match in _PLACE.finditer(text):
        if match.start() > end:
            yield Said(text[end : match.start()])
        name, _bar, form = match.group(1).partition("|")
        yield Said(_said(values, name, form), name)
        end = match.end()
    if end < len(text):
        yield Said(text[end:])


def fill(text: str, values: Values) -> str:
    """The text with its figures said."""
    return "".join(part.text for part in spoken(text, values))


def _said(values: Values, name: str, form: str) -> str:
    value = values.get(name)
    if value is None or isinstance(value, str):
        return "…" if value is None else value
    if form == "n/N":
        whole = values.get(f"{name}.of")
        return f"{vn_number(value)}/{vn_number(whole)}" if isinstance(whole, int) else vn_number(value)
    return vn_over(value) if form == "trên" else vn_number(value)


def blocks_of(text: str, values: Values) -> tuple[Block, ...]:
    """Paragraphs by lines; a line that begins with `- ` is a point."""
    lines = [line.strip() for line in fill(text, values).splitlines()]
    return tuple(Bullet(line[2:]) if line.startswith("- ") else Paragraph(line) for line in lines if line)


# Said only where there is something to say: the figure that must not be zero, and the point.
_ALSO = (
    ("plans.made", "- Kế hoạch năm học: {plans.made} trên {plans.made.of} trường đã lập, {plans.approved} trường đã được "
     "duyệt."),
    ("activities.count", "- Hoạt động tuyên truyền và hoạt động khác: {activities.count} hoạt động với "
     "{activities.attendances} lượt người dự."),
    ("assessments.recognised", "- Đánh giá: {assessments.recognised} trên {assessments.recognised.of} trường thuộc diện "
     "đánh giá được công nhận."),
)  # fmt: skip


def default_texts(unit_name: str, on: date, values: Values) -> dict[str, str]:
    """What a new draft says before anyone edits it: sentences of ours around live figures.

    `values`: the figures of now; plans, activities and recognitions are named where there are any.
    """
    also = "".join(f"\n{point}" for code, point in _ALSO if values.get(code))
    return {
        "subject": f"Kết quả xây dựng mô hình tự quản về an ninh, trật tự trong trường học trên địa bàn {unit_name}",
        "work": (
            "Các cơ quan, đơn vị và nhà trường trên địa bàn đã tuyên truyền, vận động cán bộ, giáo viên, học sinh "
            "và phụ huynh tham gia; lực lượng Công an phối hợp, hướng dẫn nhà trường lập kế hoạch, thành lập tổ tự "
            "quản và nhóm kết nối với công an phụ trách địa bàn, cán bộ y tế."
        ),
        "results": (
            f"Tính đến ngày {vn_date(on)}, trên địa bàn {unit_name} có {{schemes.count}} điểm mô hình tự quản được xây "
            "dựng, củng cố, kiện toàn tại {schools.covered} trên {schools.covered.of} trường học, cơ sở giáo dục; trong "
            "đó xây dựng mới {schemes.built} điểm, nhân rộng {schemes.replicated} điểm; {schemes.strengthened} điểm đã "
            "được củng cố, {schemes.restaffed} điểm đã được kiện toàn. Số điểm có hoạt động gần đây là {schemes.active}.\n"
            "- Tổ tự quản: {teams.count} tổ với {teams.memberships} lượt thành viên ({teams.persons} người).\n"
            "- Nhóm kết nối (Zalo): {groups.count} nhóm với {groups.memberships} lượt thành viên ({groups.persons} "
            "người); {groups.connected} nhóm có đủ công an phụ trách địa bàn và cán bộ y tế." + also
        ),
        "difficulties": (
            "Một số điểm mô hình chưa có hoạt động gần đây; một số nhóm kết nối còn thiếu công an phụ trách địa bàn "
            "hoặc cán bộ y tế."
        ),
        "next_steps": (
            "Tiếp tục phối hợp, hướng dẫn nhà trường xây dựng, nhân rộng và duy trì hoạt động của mô hình; bổ sung đủ "
            "thành phần cho các nhóm kết nối; rà soát, kiện toàn các tổ tự quản khi thay đổi nhân sự."
        ),
    }

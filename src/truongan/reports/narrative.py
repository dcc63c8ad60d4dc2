"""Texts with figures in them: `{schemes.count}` stands for the number, so that no one types a total."""

import re
from collections.abc import Mapping
from datetime import date

from truongan.documents.layout import Block, Bullet, Paragraph
from truongan.figures.indicators import INDICATORS
from truongan.kernel.dates import vn_date
from truongan.kernel.numbers import vn_number

_PLACE = re.compile(r"\{([^{}]*)\}")
_EXTRA = ("ngay", "dia_ban", "schools.covered.of")


class UnknownFigure(ValueError):
    """A text names a figure that does not exist. The message is safe to show."""


def check_text(text: str) -> None:
    """Raise UnknownFigure for the first place that names no figure."""
    for name in _PLACE.findall(text):
        if name not in INDICATORS and name not in _EXTRA:
            raise UnknownFigure(
                f"Không có số nào tên “{{{name}}}”. Dùng mã ở trang Số liệu, ví dụ {{schemes.count}}, hoặc bỏ dấu ngoặc."
            )


def fill(text: str, values: Mapping[str, int | str | None]) -> str:
    """The text with its figures in the field's number style; an absent figure stays visible as `…`."""

    def said(match: re.Match[str]) -> str:
        value = values.get(match.group(1))
        if value is None:
            return "…"
        return vn_number(value) if isinstance(value, int) else value

    return _PLACE.sub(said, text)


def blocks_of(text: str, values: Mapping[str, int | str | None]) -> tuple[Block, ...]:
    """Paragraphs by lines; a line that begins with `- ` is a point."""
    lines = [line.strip() for line in fill(text, values).splitlines()]
    return tuple(Bullet(line[2:]) if line.startswith("- ") else Paragraph(line) for line in lines if line)


def default_texts(unit_name: str, on: date) -> dict[str, str]:
    """What a new draft says before anyone edits it: sentences of ours around live figures."""
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
            "người); {groups.connected} nhóm có đủ công an phụ trách địa bàn và cán bộ y tế."
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

"""Minutes (biên bản) of an activity, filled from what is recorded; what nobody wrote down stays open for the pen."""

from datetime import time

from truongan.activities.facts import ActivityFacts, facts_of, labels, reached_words
from truongan.activities.models import Activity
from truongan.activities.states import Form, Kind
from truongan.documents.layout import (
    Block,
    Bullet,
    Document,
    FormLine,
    Heading,
    Paragraph,
    SignatureRow,
    Signer,
    day_text,
)
from truongan.documents.layout import Kind as DocumentKind
from truongan.documents.symbols import symbol_of
from truongan.kernel.numbers import vn_number
from truongan.kernel.text import fold
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization
from truongan.organizations.routing import superior_on
from truongan.plans.states import Topic

_NOTE = "Ký, ghi rõ họ tên"
_SPOKEN = {
    Kind.COMMUNICATION: "buổi tuyên truyền",
    Kind.LAUNCH: "lễ ra mắt",
    Kind.TRAINING: "lớp tập huấn",
    Kind.DRILL: "buổi diễn tập",
    Kind.COMMITMENTS: "lễ ký cam kết",
    Kind.PATROL: "ca trực cổng trường",
    Kind.MEETING: "cuộc họp",
    Kind.PRELIMINARY_REVIEW: "hội nghị sơ kết",
    Kind.FINAL_REVIEW: "hội nghị tổng kết",
    Kind.COMMENDATION: "buổi khen thưởng",
}


def minutes_of(activity: Activity) -> Document:
    """The minutes in the layout of Decree 30/2020/NĐ-CP: time and place, who was there, what was said, what came of it.

    Pupils, parents and the public appear as numbers only.
    """
    facts, organization = facts_of(activity), activity.organization
    above = superior_on(organization, facts.on)
    return Document(
        kind=DocumentKind.MINUTES,
        superior=(above.name,) if above else (),
        issuer=(organization.name,),
        symbol=symbol_of(organization, DocumentKind.MINUTES),
        subject=facts.title,
        blocks=(
            Paragraph(_opening(facts, organization)),
            Heading(1, "I. Thành phần tham dự"),
            *_present(facts),
            Heading(1, "II. Nội dung"),
            *_told(facts),
            Heading(1, "III. Kết quả, kết luận"),
            *_came_of_it(facts, organization),
            Paragraph(_closing(facts)),
            SignatureRow(
                (Signer(("Thư ký",), facts.secretary, note=_NOTE), Signer(("Chủ trì",), facts.chair, note=_NOTE))
            ),
        ),
    )


def _opening(facts: ActivityFacts, organization: Organization) -> str:
    at = (
        f"Hồi {_clock(facts.starts_at)}, {day_text(facts.on)}" if facts.starts_at else f"Ngày {day_text(facts.on)[5:]}"
    )
    where = f"tại {facts.place}, " if facts.place else ""
    return f"{at}, {where}{organization.name} tổ chức {_spoken(facts)}."


def _spoken(facts: ActivityFacts) -> str:
    """`buổi tuyên truyền: An toàn trên mạng`; a title that begins with its kind stands alone."""
    if fold(facts.title).startswith(fold(str(Kind(facts.kind).label))):
        return facts.title[0].lower() + facts.title[1:]
    return f"{_SPOKEN[Kind(facts.kind)]}: {facts.title}"


def _clock(at: time) -> str:
    return f"{at.hour:02d} giờ {at.minute:02d} phút"


def _present(facts: ActivityFacts) -> list[Block]:
    lines: list[Block] = [
        FormLine("- Chủ trì", facts.chair, indent=True),
        FormLine("- Thư ký", facts.secretary, indent=True),
    ]
    partners = [each.name for each in facts.partners] + ([facts.other_partners] if facts.other_partners else [])
    lines += [Bullet(f"Đại diện {name.rstrip('.;')};") for name in partners]
    if facts.people:
        named = ", ".join(f"{each.name} ({each.post})" if each.post else each.name for each in facts.people)
        lines.append(Bullet(f"Người thực hiện: {named};"))
    if not facts.audience:
        return [*lines, FormLine("- Người dự", indent=True)]
    total = vn_number(sum(each.attendance_count for each in facts.audience))
    reached = "; ".join(reached_words(each) for each in facts.audience)
    return [*lines, Bullet(f"Người dự: {total} lượt người, gồm: {reached}.")]


def _told(facts: ActivityFacts) -> list[Block]:
    blocks: list[Block] = []
    if facts.topics:
        blocks.append(Paragraph(f"Nội dung: {labels(Topic, facts.topics)}."))
    if facts.forms:
        blocks.append(Paragraph(f"Hình thức: {labels(Form, facts.forms)}."))
    written: list[Block] = [Paragraph(_sentence(line)) for line in facts.content.splitlines() if line.strip()]
    return [*blocks, *(written or [FormLine("Diễn biến", indent=True), FormLine("Ý kiến phát biểu", indent=True)])]


def _came_of_it(facts: ActivityFacts, organization: Organization) -> list[Block]:
    written: list[Block] = [Paragraph(_sentence(line)) for line in facts.result.splitlines() if line.strip()]
    if facts.schemes:
        names = "; ".join(sorted({_named(scheme, organization) for scheme in facts.schemes}))
        written.append(Paragraph(f"Hoạt động thực hiện mô hình: {names}."))
    if facts.directive:
        written.append(Paragraph(f"Thực hiện {facts.directive.name} của {facts.directive.issuer_name}."))
    return written or [FormLine("Kết luận", indent=True)]


def _named(scheme: Scheme, organization: Organization) -> str:
    own = scheme.organization_id == organization.pk
    return f"“{scheme}”" if own else f"“{scheme}” ({scheme.organization.name})"


def _closing(facts: ActivityFacts) -> str:
    ends = f"hồi {_clock(facts.ends_at)} " if facts.ends_at else ""
    return f"Biên bản được lập xong {ends}cùng ngày, đã đọc cho những người tham dự nghe và thống nhất ký tên."


def _sentence(line: str) -> str:
    line = line.strip()
    return line if line[-1] in ".!?;:" else f"{line}."

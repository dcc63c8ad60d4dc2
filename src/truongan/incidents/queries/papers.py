"""Papers of a case in the layout of Decree 30/2020/NĐ-CP: the quick report, and the notice about a child."""

from django.utils import timezone

from truongan.documents.facts import PaperFacts
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
from truongan.incidents.limits import clocks_of
from truongan.incidents.models import Incident
from truongan.incidents.queries.detail import first_steps, people_of
from truongan.incidents.states import Outcome, Role
from truongan.kernel.text import fold
from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit
from truongan.web.formats import vn_datetime

_NOTE = "Ký, ghi rõ họ tên"


def quick_report(incident: Incident) -> Document:
    """The quick report (báo cáo nhanh): what is known, what was done, what comes next. People are numbers in it."""
    organization = incident.organization
    above = organization.reports_to
    return Document(
        kind=DocumentKind.REPORT,
        superior=(above.name,) if above else (),
        issuer=(organization.name,),
        symbol=_symbol(organization, "BC"),
        place=_place(incident),
        subject=f"Báo cáo nhanh vụ việc {incident.label}: {_lower(incident.category.name)}",
        blocks=(
            Heading(1, "I. Vụ việc"),
            *_what(incident),
            Heading(1, "II. Người liên quan"),
            *_people(incident),
            Heading(1, "III. Đã làm"),
            *_done(incident),
            Heading(1, "IV. Tình hình hiện nay, việc tiếp theo"),
            *_next(incident),
            SignatureRow((Signer(("Người lập",), "", note=_NOTE), Signer(("Thủ trưởng đơn vị",), "", note=_NOTE))),
        ),
    )


def _symbol(organization: Organization, kind: str) -> str:
    """Schools abbreviate their own name; how an agency does is for the agency to say."""
    if not organization.is_school:
        return ""
    return f"{kind}-{PaperFacts(school=organization.name, superior='', place='', scheme='').school_symbol}"


def _place(incident: Incident) -> str:
    """The unit in the line of place and date; the day itself is written when it is signed."""
    units = AdministrativeUnit.objects.filter(path=incident.place_path)
    return units.order_by("-valid_from").values_list("name", flat=True).first() or ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _moment(at) -> str:
    local = timezone.localtime(at)
    return f"{local.hour:02d} giờ {local.minute:02d} phút, {day_text(local.date())}"


def _what(incident: Incident) -> list[Block]:
    place = f" tại {incident.place}," if incident.place else ""
    disease = f" ({_lower(incident.disease.name)})" if incident.disease else ""
    opening = (
        f"Hồi {_moment(incident.occurred_at)},{place} {incident.organization.name}, xảy ra vụ việc: "
        f"{_lower(incident.category.name)}{disease}. Mức độ: {_lower(incident.severity.name)}. "
        f"Báo lúc {_moment(incident.reported_at)}."
    )
    told: list[Block] = [Paragraph(_sentence(line)) for line in incident.what.splitlines() if line.strip()]
    return [Paragraph(opening), *(told or [FormLine("Diễn biến", indent=True)])]


def _people(incident: Incident) -> list[Block]:
    people = people_of(incident)
    if not people.lines:
        return [FormLine("Số người liên quan", str(incident.declared_count or ""), indent=True)]
    blocks: list[Block] = [Paragraph(f"Tổng số {people.total} người: {people.words}.")]
    if people.does_not_add_up:
        blocks.append(Paragraph(f"Tổng khai {people.declared} người, khác với cộng theo vai trò: cần đối chiếu."))
    return blocks


def _done(incident: Incident) -> list[Block]:
    lines = [
        f"{step.label}: {vn_datetime(each.at)}{f', {each.told}' if each.told else ''}"
        for step in first_steps(incident)
        for each in step.done
    ]
    for clock in clocks_of(incident):
        if clock.done:
            due = f" (hạn {vn_datetime(clock.due_at)})" if clock.due_at else ""
            lines.append(f"{clock.limit.name}: {vn_datetime(clock.done.at)}{due}, {clock.done.told}")
    return _listed(lines) or [FormLine("Biện pháp đã thực hiện", indent=True)]


def _next(incident: Incident) -> list[Block]:
    if not incident.is_open:
        outcome = str(Outcome(incident.outcome).label)
        return [
            Paragraph(f"Kết luận: {_lower(outcome)}. {_sentence(incident.conclusion) if incident.conclusion else ''}")
        ]
    tasks = [
        f"{each.text}{f', hạn {vn_datetime(each.due_at)}' if each.due_at else ''}"
        for each in incident.tasks.filter(done_at=None).order_by("due_at", "pk")
    ]
    state = Paragraph(f"Tình trạng: {_lower(incident.get_state_display())}.")
    return [state, *(_listed(tasks) or [FormLine("Đề nghị", indent=True)])]


def _listed(lines: list[str]) -> list[Block]:
    """Items end with semicolons, the last one with a full stop."""
    return [Bullet(f"{line}{'.' if number == len(lines) else ';'}") for number, line in enumerate(lines, 1)]


def _sentence(line: str) -> str:
    line = line.strip()
    return line if line[-1:] in ".!?;:" else f"{line}."


def missing_for_notice(incident: Incident) -> list[str]:
    """What the notice about a child still needs before it can be made; empty when nothing."""
    child = _child(incident)
    needed = {
        "họ tên trẻ em bị hại (ghi ở mục người được nêu tên)": child is not None,
        "năm sinh của trẻ": child is not None and child.birth_year is not None,
        "nơi xảy ra": bool(incident.place),
        "chuyện gì đã xảy ra": bool(incident.what),
    }
    return [words for words, is_there in needed.items() if not is_there]


def child_notice(incident: Incident) -> Document:
    """The facts of form 01 of Decree 56/2017/NĐ-CP that are known. The form's own wording was not found, so the
    facts stand under plain labels and the paper says so.
    """
    organization, child = incident.organization, _child(incident)
    above = organization.reports_to
    assert child is not None
    return Document(
        kind=DocumentKind.NOTICE,
        superior=(above.name,) if above else (),
        issuer=(organization.name,),
        symbol=_symbol(organization, "TB"),
        place=_place(incident),
        subject="Về trẻ em bị xâm hại hoặc có nguy cơ bị xâm hại",
        blocks=(
            Paragraph(
                "Các dữ kiện theo Mẫu số 01, Nghị định 56/2017/NĐ-CP; đối chiếu với nguyên văn mẫu trước khi gửi. "
                "Giữ bí mật danh tính của trẻ."
            ),
            Heading(1, "I. Trẻ em"),
            FormLine("Họ và tên", child.name),
            FormLine("Năm sinh", str(child.birth_year)),
            FormLine("Lớp, nơi ở", child.note),
            Heading(1, "II. Vụ việc"),
            Paragraph(f"Hồi {_moment(incident.occurred_at)}, tại {incident.place}: {_lower(incident.category.name)}."),
            *[Paragraph(_sentence(line)) for line in incident.what.splitlines() if line.strip()],
            Heading(1, "III. Đã hỗ trợ, can thiệp"),
            *_done(incident),
            SignatureRow((Signer(("Người lập",), "", note=_NOTE), Signer(("Thủ trưởng đơn vị",), "", note=_NOTE))),
        ),
    )


def _child(incident: Incident):
    return incident.named.filter(role=Role.VICTIM, is_minor=True).order_by("pk").first()


def file_name(incident: Incident, stem: str, form: str) -> str:
    label = fold(incident.label).replace("/", "-")
    return f"{stem}-{label}.{form}"

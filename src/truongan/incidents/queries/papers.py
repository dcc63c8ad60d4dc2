"""Papers of a case in the layout of Decree 30/2020/NĐ-CP: the quick report, the notice of a disease or about a child."""

from datetime import date

from django.utils import timezone

from truongan.documents.layout import (
    Block,
    Bullet,
    Document,
    FormLine,
    Heading,
    Paragraph,
    day_text,
)
from truongan.documents.layout import Kind as DocumentKind
from truongan.documents.symbols import symbol_of
from truongan.incidents.limits import clocks_of, noticed_at
from truongan.incidents.models import Cluster, Incident
from truongan.incidents.queries.detail import first_steps, people_of
from truongan.incidents.queries.paper_parts import place_name, signer_of
from truongan.incidents.states import Outcome, Role
from truongan.kernel.dates import vn_date
from truongan.kernel.text import fold
from truongan.organizations.models import Organization
from truongan.web.formats import vn_datetime


def quick_report(incident: Incident, day: date) -> Document:
    """The quick report (báo cáo nhanh): what is known, what was done, what comes next. People are numbers in it.

    `day`: whose head signs; the date itself is left open.
    """
    above = incident.organization.reports_to
    return _paper(
        incident, day, DocumentKind.REPORT,
        f"Báo cáo nhanh vụ việc {incident.label}: {_lower(incident.category.name)}",
        (
            Heading(1, "I. Vụ việc"),
            *_what(incident),
            Heading(1, "II. Người liên quan"),
            *_people(incident),
            Heading(1, "III. Đã làm"),
            *_done(incident),
            Heading(1, "IV. Tình hình hiện nay, việc tiếp theo"),
            *_next(incident),
        ),
        [f"{above.name} (để báo cáo)"] if above else [],
    )  # fmt: skip


def disease_notice(incident: Incident, day: date) -> Document:
    """What a school tells the commune's health station of a suspected case: numbers, never who is ill.

    No form of its own was found for it, so the facts stand under plain labels.
    """
    disease = incident.disease.name if incident.disease else ""
    return _paper(
        incident, day, DocumentKind.NOTICE,
        f"Ca nghi mắc bệnh truyền nhiễm{f': {_lower(disease)}' if disease else ''}",
        (
            Heading(1, "I. Ca bệnh"),
            *_ill(incident),
            *_together(incident),
            Heading(1, "II. Đã làm"),
            *_done(incident),
            Heading(1, "III. Đề nghị"),
            FormLine("Đề nghị", indent=True),
            FormLine("Người liên hệ, điện thoại", indent=True),
        ),
        [_agency(incident, "health", day) or "Trạm Y tế cấp xã"],
    )  # fmt: skip


def _paper(
    incident: Incident, day: date, kind: DocumentKind, subject: str, blocks: tuple[Block, ...], recipients: list[str]
) -> Document:
    organization = incident.organization
    above = organization.reports_to
    return Document(
        kind=kind,
        superior=(above.name,) if above else (),
        issuer=(organization.name,),
        symbol=symbol_of(organization, kind),
        place=place_name(incident.place_path),
        subject=subject,
        blocks=blocks,
        signer=signer_of(organization, day),
        recipients=(*recipients, "Lưu: VT"),
    )


def _agency(incident: Incident, sector: str, day: date) -> str:
    """The commune's agency of that sector where it happened; empty where none is in the register on that day."""
    found = Organization.objects.on(day).filter(sector=sector, level="commune", place_path=incident.place_path)
    return found.order_by("pk").values_list("name", flat=True).first() or ""


def _ill(incident: Incident) -> list[Block]:
    disease = _lower(incident.disease.name) if incident.disease else "bệnh truyền nhiễm, chưa rõ bệnh gì"
    place = f"{incident.place}, " if incident.place else ""
    counts = {each.get_group_display(): each.count for each in incident.involved.filter(role=Role.VICTIM)}
    groups = ", ".join(f"{count} {group.lower()}" for group, count in counts.items())
    told: list[Block] = [Paragraph(_sentence(line)) for line in incident.what.splitlines() if line.strip()]
    return [
        Paragraph(
            f"Phát hiện hồi {_moment(noticed_at(incident))}, tại {place}{incident.organization.name}: nghi mắc {disease}."
        ),
        Paragraph(f"Số ca: {sum(counts.values())} ({groups}).") if counts else FormLine("Số ca", indent=True),
        *told,
    ]


def _together(incident: Incident) -> list[Block]:
    """What the station must look at together; the school finds nothing."""
    cluster = Cluster.objects.standing().of_cases([incident.pk]).select_related("rule").first()
    if cluster is None:
        return []
    return [
        Paragraph(
            f"Tại trường có {cluster.ill_count} ca cùng bệnh từ {vn_date(cluster.first_on)} đến "
            f"{vn_date(cluster.last_on)}, đạt ngưỡng nghi chùm ca ({cluster.rule.words}). Đề nghị trạm y tế xác minh; "
            "trường không kết luận có dịch hay không."
        )
    ]


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


def child_notice(incident: Incident, day: date) -> Document:
    """The facts of form 01 of Decree 56/2017/NĐ-CP that are known. The form's own wording was not found, so the
    facts stand under plain labels and the paper says so.
    """
    child = _child(incident)
    assert child is not None
    told = [
        _agency(incident, "government", day) or "Ủy ban nhân dân cấp xã",
        _agency(incident, "police", day) or "Công an cấp xã",
    ]
    return _paper(
        incident, day, DocumentKind.NOTICE, "Về trẻ em bị xâm hại hoặc có nguy cơ bị xâm hại",
        (
            Paragraph(
                "Các dữ kiện theo Mẫu số 01, Nghị định 56/2017/NĐ-CP; đối chiếu với nguyên văn mẫu trước khi gửi. "
                "Giữ bí mật danh tính của trẻ."
            ),
            Heading(1, "I. Trẻ em"),
            FormLine("Họ và tên", child.name, indent=True),
            FormLine("Năm sinh", str(child.birth_year), indent=True),
            FormLine("Lớp, nơi ở", child.note, indent=True),
            Heading(1, "II. Vụ việc"),
            Paragraph(f"Hồi {_moment(incident.occurred_at)}, tại {incident.place}: {_lower(incident.category.name)}."),
            *[Paragraph(_sentence(line)) for line in incident.what.splitlines() if line.strip()],
            Heading(1, "III. Đã hỗ trợ, can thiệp"),
            *_done(incident),
        ),
        told,
    )  # fmt: skip


def _child(incident: Incident):
    return incident.named.filter(role=Role.VICTIM, is_minor=True).order_by("pk").first()


def file_name(incident: Incident, stem: str, form: str) -> str:
    label = fold(incident.label).replace("/", "-")
    return f"{stem}-{label}.{form}"

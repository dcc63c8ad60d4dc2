"""What a page says of one plan, activity or assessment behind a figure."""

from dataclasses import dataclass
from datetime import date
from functools import singledispatch
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.activities.models import Activity
from truongan.assessments.models import Assessment, Recognition, Registration
from truongan.duty.models import RollCall
from truongan.incidents.models import Incident
from truongan.kernel.dates import vn_date
from truongan.kernel.numbers import vn_number
from truongan.plans.models import Plan
from truongan.support.models import Question


@dataclass(frozen=True, slots=True)
class Opened:
    """Title with the page it opens, what it belongs to, since when it counts, and how it came to be."""

    title: str
    href: str
    under: str
    on: date | None
    note: str


@singledispatch
def opened(record: Any) -> Opened | None:
    """None for a row of the movement's register, which tells of itself in the template."""
    return None


@opened.register
def plan_opened(record: Plan) -> Opened:
    approved = _("Đã duyệt ngày %(day)s") % {"day": vn_date(record.approved_on)} if record.approved_on else ""
    return Opened(
        record.title,
        record.get_absolute_url(),
        _("Năm học %(year)s") % {"year": record.school_year},
        record.submitted_on,
        approved or _("Đã trình, chưa duyệt"),
    )


@opened.register
def activity_opened(record: Activity) -> Opened:
    """Read with its sums: attendances, and people where they were told."""
    turns, persons = record.attendances, record.persons  # type: ignore[attr-defined]  # annotated
    said = _("%(n)s lượt người") % {"n": vn_number(turns)}
    if persons is not None:
        said += _(", %(n)s người") % {"n": vn_number(persons)}
    return Opened(record.title, record.get_absolute_url(), record.get_kind_display(), record.on, said)


@opened.register
def assessment_opened(record: Assessment) -> Opened:
    judged = record.judged_on  # type: ignore[attr-defined]  # annotated
    return Opened(
        record.criteria_set.name,
        record.get_absolute_url(),
        str(record.round or ""),
        judged,
        record.get_status_display(),
    )


@opened.register
def registration_opened(record: Registration) -> Opened:
    return Opened(
        record.round.name,
        reverse("assessments:round", args=[record.round_id]),
        record.round.criteria_set.name,
        record.registered_on,
        _("Đăng ký sau hạn") if record.is_late else _("Đăng ký đúng hạn"),
    )


@opened.register
def recognition_opened(record: Recognition) -> Opened:
    decision = record.decision
    return Opened(
        str(decision),
        decision.get_absolute_url(),
        record.assessment.criteria_set.name,
        decision.decided_on,
        decision.authority_name,
    )


@opened.register
def question_opened(record: Question) -> Opened:
    """Never its words: whoever reads figures need not be of the unit that answers."""
    due = _("Hạn %(day)s") % {"day": vn_date(record.due_on)}
    return Opened(
        record.reference, record.get_absolute_url(), record.topic.name, record.received_on,
        f"{record.get_state_display()}, {due.lower()}",
    )  # fmt: skip


@opened.register
def incident_opened(record: Incident) -> Opened:
    """Never its kind or its words: whoever reads figures need not be told of the case."""
    said = _("%(n)s người") % {"n": vn_number(record.people)} if record.people else ""  # type: ignore[attr-defined]
    return Opened(str(record), record.get_absolute_url(), "", record.occurred_on, said)


@opened.register
def rollcall_opened(record: RollCall) -> Opened:
    """Read with how many were asked and answered there."""
    said = _("%(n)s được hỏi, %(m)s trả lời") % {"n": vn_number(record.people), "m": vn_number(record.answers)}  # type: ignore[attr-defined]  # annotated
    under = f"{record.organization}, {_('diễn tập')}" if record.is_drill else str(record.organization)
    return Opened(record.title, record.get_absolute_url(), under, timezone.localdate(record.called_at), said)

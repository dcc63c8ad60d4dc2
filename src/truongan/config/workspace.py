"""The first page of the workspace and its one search box: they bring several contexts together."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from truongan.accounts.models import Person
from truongan.accounts.workplace import unit_in_view
from truongan.alerts.queries import waiting_for
from truongan.assessments.queries.needs import assessments_waiting
from truongan.channels.queries import COUNTED, asking_count
from truongan.directives.models import Directive
from truongan.directives.queries import needs as orders
from truongan.figures.counting import answer
from truongan.figures.indicators import MOVEMENT
from truongan.figures.questions import Question
from truongan.incidents.models import Incident
from truongan.kernel.clock import now, today_vn
from truongan.kernel.dates import vn_date
from truongan.kernel.numbers import vn_number
from truongan.kernel.working_days import add_working_days
from truongan.movement.models import ConnectionGroup, Scheme, Team
from truongan.movement.queries.attention import gap_counts
from truongan.organizations.models import Organization
from truongan.plans.queries.needs import plans_waiting
from truongan.reports.queries.boards import owed_soon, to_review, to_seal
from truongan.support.queries import waiting_of
from truongan.web.scoping import view_scope
from truongan.workbooks.models import Upload

_SEALS_SHOWN = 5  # of the reports that wait for a number
_FOUND = 10  # of each kind; the list pages show the rest
_ORDERS: dict[type, str] = {Organization: "sort_key", Person: "sort_key", Directive: "-issued_on"}
_HEADLINES = ("schemes.count", "teams.count", "teams.memberships", "groups.count", "groups.memberships")


@dataclass(frozen=True)
class Need:
    """Something that waits for this person, and where it is done."""

    title: str | Promise
    text: str | Promise
    count: str
    href: str
    tone: str = "soon"


def home(request: HttpRequest) -> HttpResponse:
    """What needs this person first, then the figures in view."""
    day = view_scope(request).day or today_vn()
    user = request.user
    found = answer(Question(on=day, unit=unit_in_view(request, day), viewer=user, by="level"), MOVEMENT.codes)
    scope = user.scope  # type: ignore[union-attr]  # signed in: web.views asks for it
    context = {
        "question": found.question,
        "headlines": [found.total[code] for code in _HEADLINES],
        "needs": [
            *cases_waiting(user),
            *answers_waiting(user),
            *alerts_waiting(user),
            *questions_waiting(user, today_vn()),
            *duties_waiting(user),
            *reports_due(user, today_vn()),
            *needs_of(user, day),
        ],
        "levels": [(row.label, row["schools.covered"]) for row in found.rows if row["schools.covered"].whole],
        "uploads": Upload.objects.sent_by(user).newest_first()[:5],
        "may_write": scope.keeps_schools,
    }
    return render(request, "workspace/home.html", context)


def duties_waiting(user) -> list[Need]:
    """What the chain of command waits for, today whatever day is looked at."""
    today = today_vn()
    near = add_working_days(today, settings.REMIND_BEFORE)
    return [
        Need(
            each.label,
            each.advice,
            vn_number(each.count),
            reverse(each.url_name) + each.query,
            "late" if each.is_late else "soon",
        )
        for each in [*orders.waiting_for(user, today, near), *plans_waiting(user, today), *assessments_waiting(user)]
    ]


def cases_waiting(user) -> list[Need]:
    """Incidents this person sees and nobody has taken: before everything else."""
    count = Incident.objects.visible_to(user).unanswered().count()
    text, href = _("Mở ra, bấm “Tôi nhận”, hoặc gọi cho người có trách nhiệm."), reverse("incidents:list")
    return [Need(_("Vụ việc chưa ai nhận"), text, vn_number(count), f"{href}?tt=reported", "late")] if count else []


def answers_waiting(user) -> list[Need]:
    """Messages that ask this person something: a roll-call, a case to take, a colleague to telephone."""
    count = asking_count(user, now())
    said = vn_number(count) if count < COUNTED else f"{COUNTED - 1}+"
    text, href = _("Bấm một nút là xong: điểm danh, nhận việc, báo lại."), reverse("channels:inbox")
    return [Need(_("Tin chờ bạn trả lời"), text, said, f"{href}?xem=cho-tra-loi", "late")] if count else []


def alerts_waiting(user) -> list[Need]:
    """Wide alerts for which this person may be the second one: nothing goes out before somebody decides."""
    count = len(waiting_for(user, now()))
    text, href = _("Đọc lại rồi duyệt hoặc từ chối; chưa duyệt thì chưa ai được báo."), reverse("alerts:list")
    title = _("Cảnh báo chờ người thứ hai duyệt")
    return [Need(title, text, vn_number(count), f"{href}?xem=waiting", "late")] if count else []


def questions_waiting(user, day) -> list[Need]:
    """What citizens asked the person's own organizations and nobody has answered."""
    count, late = waiting_of(user, day)
    text = (
        _("%(n)s câu đã quá hạn trả lời.") % {"n": vn_number(late)} if late else _("Trả lời trước hạn, hoặc hỏi lại.")
    )
    href, title = reverse("support_work:queue"), _("Câu hỏi của người dân chờ trả lời")
    return [Need(title, text, vn_number(count), href, "late" if late else "soon")] if count else []


def reports_due(user, day) -> list[Need]:
    """Periodic reports their organizations owe within a week, those waiting for their word, and for a number."""
    needs = [
        Need(
            _("Nộp %(cycle)s") % {"cycle": each.cycle},
            _("%(unit)s: bị trả lại, sửa rồi nộp lại.") % {"unit": each.organization.called}
            if each.status == each.Status.RETURNED
            else each.organization.called,
            _("Quá hạn") if each.due_on < day else _("Hạn %(day)s") % {"day": vn_date(each.due_on)},
            each.get_absolute_url(),
            "late" if each.due_on < day else "soon",
        )
        for each in owed_soon(user, day)
    ]
    waiting = to_review(user).count()
    if waiting:
        title, text = _("Báo cáo chờ bạn duyệt"), _("Đơn vị dưới đã nộp; duyệt hoặc trả lại kèm lý do.")
        needs.append(Need(title, text, vn_number(waiting), reverse("reports:cycle_list")))
    return needs + [
        Need(
            _("Chốt %(cycle)s") % {"cycle": each.cycle},
            _("%(unit)s: đã được duyệt, chờ lấy số.") % {"unit": each.organization.called},
            _("Đã duyệt"),
            each.get_absolute_url(),
        )
        for each in to_seal(user, day)[:_SEALS_SHOWN]
    ]


def needs_of(user, day) -> list[Need]:
    """Gaps of the register within the person's scope, those of most rows first."""
    found = sorted((each for each in gap_counts(user, day) if each.count), key=lambda each: -each.count)
    return [
        Need(
            each.gap.label,
            each.gap.advice,
            vn_number(each.count),
            f"{reverse(each.gap.list_name)}?can={each.gap.code}",
        )
        for each in found
    ]


def search(request: HttpRequest) -> HttpResponse:
    """Schools, schemes, teams, groups, people and directives that have every word typed, diacritics or not."""
    text = " ".join(request.GET.get("q", "").split())[:100]
    user = request.user
    kinds = (
        (_("Trường học & đơn vị"), "organizations:list", Organization, ()),
        (_("Mô hình"), "movement:scheme_list", Scheme, ("organization", "type")),
        (_("Tổ tự quản"), "movement:team_list", Team, ("organization",)),
        (_("Nhóm kết nối"), "movement:group_list", ConnectionGroup, ("organization",)),
        (_("Con người"), "accounts:person_list", Person, ("organization",)),
        # An agency looks among what it issued, a school among what it received.
        (_("Văn bản chỉ đạo"), f"directives:{'outgoing' if user.scope.areas else 'incoming'}", Directive, ()),  # type: ignore[union-attr]
    )
    sections = []
    for label, name, model, related in kinds if text else ():
        order = _ORDERS.get(model, "organization__sort_key")
        rows = model.objects.visible_to(user).search(text).select_related(*related).order_by(order, "pk")[: _FOUND + 1]
        if found := list(rows):
            sections.append((label, name, found[:_FOUND], len(found) > _FOUND))
    return render(request, "workspace/search.html", {"text": text, "sections": sections})

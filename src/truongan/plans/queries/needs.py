"""What plans wait for, for the first page of the workspace."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from truongan.directives.queries.needs import Waiting
from truongan.organizations.models import Organization
from truongan.plans.models import GuidanceComment, Measure, Plan
from truongan.plans.rules import waits_for
from truongan.plans.school_years import school_year_of
from truongan.plans.states import Status


def plans_waiting(user, today: date) -> list[Waiting]:
    """Plans to decide on, returned ones, advice, overdue measures and a year without a plan; only what there is.

    Of a person's own organizations; six queries at most, none for who holds no post.
    """
    own = user.scope.own_ids
    if not own:
        return []
    returned = Plan.objects.filter(organization__in=own, status=Status.RETURNED).count()
    advice = GuidanceComment.objects.filter(plan__organization__in=own, resolved_at=None).count()
    late = Measure.objects.filter(plan__organization__in=own, plan__submitted_on__isnull=False).overdue_on(today)
    found = (
        Waiting(
            _("Kế hoạch bị trả lại"), _("Sửa theo ý kiến cấp trên rồi trình lại."), returned, "plans:list",
            "?viec=tra-lai", is_late=True,
        ),
        Waiting(
            _("Kế hoạch chờ bạn duyệt"), _("Đơn vị đã trình: duyệt hoặc trả lại kèm lý do."),
            Plan.objects.visible_to(user).filter(waits_for(user, today)).count(), "plans:list", "?viec=cho-toi",
        ),
        Waiting(
            _("Biện pháp quá hạn"), _("Ghi tiến độ, hoặc ghi vì sao không thực hiện."), late.count(), "plans:list",
            "?viec=qua-han", is_late=True,
        ),
        Waiting(
            _("Góp ý kế hoạch chưa khép"), _("Tiếp thu rồi khép từng ý kiến."), advice, "plans:list", "?viec=gop-y",
        ),
        Waiting(
            _("Chưa lập kế hoạch năm học"), _("Lập từ mẫu hoặc chép từ năm học trước rồi trình."),
            _schools_without(own, today), "plans:new", is_late=True,
        ),
    )  # fmt: skip
    return [each for each in found if each.count]


def _schools_without(own: tuple[int, ...], today: date) -> int:
    """Own schools that have not even begun the plan of this school year."""
    begun = Plan.objects.of_year(school_year_of(today)).values("organization")
    return Organization.objects.schools().on(today).filter(pk__in=own).exclude(pk__in=begun).count()

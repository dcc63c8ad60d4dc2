"""What assessments wait for, for the first page of the workspace."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from truongan.assessments.models import Assessment
from truongan.assessments.states import Status
from truongan.directives.queries.needs import Waiting


def assessments_waiting(user) -> list[Waiting]:
    """Own assessments sent back, and those handed in that the person may examine; only what there is. Two queries."""
    own = user.scope.own_ids
    returned = Assessment.objects.filter(organization__in=own, status=Status.RETURNED).count() if own else 0
    found = (
        Waiting(
            _("Bản tự chấm bị trả lại"), _("Sửa theo ý kiến thẩm định rồi nộp lại."), returned, "assessments:list",
            f"?tinh_trang={Status.RETURNED}", is_late=True,
        ),
        Waiting(
            _("Bản tự chấm chờ thẩm định"), _("Trường đã nộp: thẩm định từng tiêu chí, hoặc trả lại kèm lý do."),
            _to_examine(user), "assessments:list", f"?tinh_trang={Status.SUBMITTED}&loai=theo-dot",
        ),
    )  # fmt: skip
    return [each for each in found if each.count]


def _to_examine(user) -> int:
    """As `rules.may_examine_this`, over rows; of a day chosen by a school itself nobody has to decide, so only of rounds."""
    areas = [
        area for area in user.scope.areas if area.may_write and "school" in area.works_in and "school" in area.sectors
    ]
    if not areas:
        return 0
    inside = reduce(or_, (Q(organization__place_path__startswith=area.path) for area in areas))
    waiting = Assessment.objects.handed_in_by_others(user)
    return waiting.filter(inside, status=Status.SUBMITTED, round__isnull=False).count()

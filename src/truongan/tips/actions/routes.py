"""Which unit is competent where."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit
from truongan.tips import rules
from truongan.tips.actions.refusals import CannotTip
from truongan.tips.models import TipRoute


@transaction.atomic
def set_route(*, actor, unit: AdministrativeUnit, topic: str, organization: Organization, now: datetime) -> TipRoute:
    """In this area, tips on this topic (none: on every other) go to that unit. Raises CannotTip for a school."""
    require(rules.may_route(actor, unit))
    if organization.is_school or organization.closed_on:
        raise CannotTip(_("Chọn một cơ quan đang hoạt động; trường học không tiếp nhận tố giác."))
    route, _is_new = TipRoute.objects.update_or_create(unit=unit, topic=topic, defaults={"organization": organization})
    record(
        actor=actor, verb="tips.route.changed", target=route, now=now, organization=organization,
        note=f"{unit.full_name}: {route.get_topic_display() or _('mọi lĩnh vực')} → {organization.name}",
    )  # fmt: skip
    return route


@transaction.atomic
def remove_route(*, actor, route: TipRoute, now: datetime) -> None:
    """Take a line out; what came by it stays where it is."""
    require(rules.may_route(actor, route.unit))
    record(actor=actor, verb="tips.route.removed", target=route, now=now, organization=route.organization)
    route.delete()

"""Topics and the table of who answers: kept by the installation's administrator."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.support import rules
from truongan.support.actions.publishing import PAGES
from truongan.support.actions.refusals import CannotSupport
from truongan.support.models import Route, Topic
from truongan.support.texts import one_line
from truongan.territory.models import AdministrativeUnit
from truongan.web.page_cache import changed


@transaction.atomic
def save_topic(
    *, actor, topic: Topic | None = None, name: str, description: str = "", answer_days: int, position: int = 1,
    is_open: bool = True, now: datetime,
) -> Topic:  # fmt: skip
    """Write a topic, new or known. `answer_days`: working days to answer, 1 to 90; open questions keep their day."""
    require(rules.may_set_routes(actor))
    topic = Topic.objects.select_for_update().get(pk=topic.pk) if topic else Topic()
    name = one_line(name)
    if Topic.objects.filter(name__iexact=name).exclude(pk=topic.pk).exists():
        raise CannotSupport(_("Đã có lĩnh vực tên này."))
    if not 1 <= answer_days <= 90:
        raise CannotSupport(_("Số ngày làm việc từ 1 đến 90."))
    before = (topic.name, topic.answer_days, topic.is_open)
    topic.name, topic.description, topic.answer_days = name, one_line(description), answer_days
    topic.position, topic.is_open = position, is_open
    topic.save()
    changed(PAGES)
    names = (_("tên"), _("số ngày"), _("đang nhận"))
    after = (topic.name, topic.answer_days, topic.is_open)
    changes = {
        name: [old, new] for name, old, new in zip(names, before, after, strict=True) if old != new
    }  # fmt: skip
    record(actor=actor, verb="support.topic.saved", target=topic, now=now, changes=changes)
    return topic


@transaction.atomic
def set_route(
    *, actor, topic: Topic, unit: AdministrativeUnit | None, organization: Organization, now: datetime
) -> Route:
    """Say who answers a topic in a unit, or by default (`unit` None); what stood there is replaced.

    Questions received before stay where they are. Raises CannotSupport for a closed organization or an ended unit.
    """
    require(rules.may_set_routes(actor))
    today = timezone.localdate(now)
    if organization.closed_on and organization.closed_on <= today:
        raise CannotSupport(_("%(unit)s đã giải thể.") % {"unit": organization})
    if unit and not unit.is_valid_on(today):
        raise CannotSupport(_("%(unit)s không còn là đơn vị hành chính hiện hành.") % {"unit": unit})
    path = unit.path if unit else ""
    before = Route.objects.select_for_update(of=("self",)).filter(topic=topic, unit=unit)
    known = before.select_related("organization").first()
    old = known.organization.name if known else ""
    route, _is_new = Route.objects.update_or_create(
        topic=topic, unit=unit, defaults={"organization": organization, "path": path}
    )
    changed(PAGES)
    area = unit.full_name if unit else _("mặc định")
    record(
        actor=actor, verb="support.route.saved", target=topic, organization=organization, now=now,
        changes={area: [old, organization.name]},
    )  # fmt: skip
    return route


@transaction.atomic
def remove_route(*, actor, route: Route, now: datetime) -> None:
    """The next larger area, or the topic's default, answers there from now on."""
    require(rules.may_set_routes(actor))
    route = (
        Route.objects.select_for_update(of=("self",)).select_related("topic", "unit", "organization").get(pk=route.pk)
    )
    area = route.unit.full_name if route.unit else _("mặc định")
    route.delete()
    changed(PAGES)
    record(
        actor=actor, verb="support.route.removed", target=route.topic, organization=route.organization, now=now,
        changes={area: [route.organization.name, ""]},
    )  # fmt: skip

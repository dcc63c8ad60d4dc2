"""The rules by which organizations report, and applying them."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record, record_many
from truongan.kernel.refusals import require
from truongan.organizations import rules
from truongan.organizations.actions.refusals import CannotChangeOrganization
from truongan.organizations.models import Organization, RoutingRule
from truongan.organizations.routing import default_routes


@transaction.atomic
def add_routing_rule(*, actor, now: datetime, **fields: Any) -> RoutingRule:
    """A new default from a day on; a rule of the same kind and place in the order that is open ends on that day."""
    require(rules.may_set_routing_rules(actor))
    kind = {name: fields[name] for name in ("sector", "level", "school_level", "priority")}
    before = RoutingRule.objects.select_for_update().filter(**kind, valid_to=None).first()
    if before and before.valid_from >= fields["valid_from"]:
        raise CannotChangeOrganization(_("Đã có quy tắc như vậy từ ngày đó hoặc muộn hơn."))
    if before:
        before.valid_to = fields["valid_from"]
        before.save(update_fields=["valid_to"])
    rule = RoutingRule.objects.create(**fields)
    record(
        actor=actor, verb="organizations.routing_rule.added", target=rule, now=now,
        changes={_("báo cáo lên"): [_words(before) if before else "", _words(rule)]}, since=rule.valid_from,
    )  # fmt: skip
    return rule


@transaction.atomic
def apply_default_routes(*, actor, day: date, now: datetime) -> int:
    """Give every organization without a superior the one the rules of that day name; how many got one.

    A route somebody set by hand is never replaced.
    """
    require(rules.may_set_routing_rules(actor))
    lacking = list(Organization.objects.on(day).filter(reports_to=None).select_for_update(no_key=True))
    routes = default_routes(lacking, day)
    found = [each for each in lacking if routes[each.pk] is not None and routes[each.pk] != each]
    for each in found:
        each.reports_to = routes[each.pk]
    Organization.objects.bulk_update(found, ["reports_to"], batch_size=1000)
    record_many(
        actor=actor,
        verb="organizations.route.changed",
        now=now,
        events=[(each, each, {"changes": {_("báo cáo lên"): ["", str(each.reports_to)]}}) for each in found],
    )
    return len(found)


def _words(rule: RoutingRule) -> str:
    return f"{rule.get_to_sector_display()}, {rule.get_to_level_display()}"

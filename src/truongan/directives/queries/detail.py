"""What the page of one directive shows, to its issuer and to those who received it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from truongan.directives.models import Assignment, Directive, Duty, Receipt
from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit

_DISSOLVED_SHOWN = 20


def receipts_seen(user, directive: Directive) -> QuerySet[Receipt]:
    """All of them for the keeper's people, for others those of organizations in their scope."""
    rows = Receipt.objects.filter(directive=directive)
    return rows if directive.kept_by_id in user.scope.own_ids else rows.inside(user.scope)


def duties_seen(user, directive: Directive) -> QuerySet[Duty]:
    rows = Duty.objects.filter(directive=directive)
    return rows if directive.kept_by_id in user.scope.own_ids else rows.inside(user.scope)


def receipts_waiting(user) -> QuerySet[Receipt]:
    """What the person's own organizations have not acknowledged, newest first."""
    waiting = Receipt.objects.of(user.scope.own_ids).waiting()
    return waiting.select_related("directive__kept_by", "organization").order_by("-received_at", "pk")


def written_count(directive: Directive) -> int | None:
    """How many receipts there are while it is being sent; None once all are written."""
    return Receipt.objects.filter(directive=directive).count() if directive.resolved_at is None else None


def own_receipts(user, directive: Directive) -> list[Receipt]:
    """Those of the person's own organizations; almost always one."""
    rows = Receipt.objects.of(user.scope.own_ids).filter(directive=directive)
    return list(rows.select_related("organization", "acknowledged_by__person").order_by("pk"))


def own_duties(user, directive: Directive) -> list[Duty]:
    rows = Duty.objects.filter(directive=directive, organization_id__in=user.scope.own_ids)
    return list(rows.select_related("assignment", "organization", "responsible").order_by("assignment__position"))


@dataclass(frozen=True)
class Family:
    """The directives around one: above, before, after (issued ones), below."""

    implements: Directive | None
    replaces: Directive | None
    replaced_by: list[Directive]
    implemented_by: list[Directive]

    @property
    def is_empty(self) -> bool:
        return not (self.implements or self.replaces or self.implemented_by)


def family_of(user, directive: Directive) -> Family:
    """Only what this person may know of; three queries."""
    seen = Directive.objects.visible_to(user)
    near = {each.pk: each for each in seen.filter(pk__in=[directive.implements_id, directive.replaces_id])}
    return Family(
        near.get(directive.implements_id or 0),
        near.get(directive.replaces_id or 0),
        list(seen.given_out().filter(replaces=directive).order_by("issued_on", "pk")),
        list(seen.filter(implements=directive).select_related("kept_by").order_by("issued_on", "pk")[:200]),
    )


def dissolved_recipients(directive: Directive, day: date) -> list[Organization]:
    """Recipients that no longer exist; the first of them."""
    gone = Organization.objects.closed_by(day).filter(receipts__directive=directive)
    return list(gone.order_by("sort_key", "pk")[:_DISSOLVED_SHOWN])


def implementable(user, directive: Directive, offices: list[Organization]) -> list[Organization]:
    """Own organizations that received it and have somebody to carry it down to."""
    received = set(
        Receipt.objects.of([each.pk for each in offices])
        .filter(directive=directive)
        .values_list("organization_id", flat=True)
    )
    return [each for each in offices if each.pk in received and not each.is_school]


def place_name(path: str) -> str:
    """The full name of the unit with this path; nothing for none."""
    return (
        AdministrativeUnit.objects.filter(path=path).values_list("full_name", flat=True).first() or "" if path else ""
    )


def places_below(issuer: Organization) -> list[tuple[str, str]]:
    """(path, name) of the units a rule of this issuer may narrow to: its own and those directly beneath."""
    own = AdministrativeUnit.objects.filter(path=issuer.place_path, valid_to=None).first()
    if own is None:
        units = AdministrativeUnit.objects.filter(valid_to=None).provinces().in_vietnamese_order()
        return [(unit.path, unit.full_name) for unit in units] if not issuer.place_path else []
    return [
        (unit.path, unit.full_name)
        for unit in AdministrativeUnit.objects.filter(parent=own, valid_to=None).in_vietnamese_order()
    ]


def tasks_of(directive: Directive) -> list[Assignment]:
    return list(directive.assignments.order_by("position"))

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from truongan.kernel.text import fold
from truongan.movement.states import EVIDENCE
from truongan.organizations.querysets import in_scope


class DatedQuerySet(models.QuerySet):
    """Rows with [valid_from, valid_to)."""

    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class FormerHoldingQuerySet(models.QuerySet):
    """Days on which organizations held what has been handed on since: [valid_from, valid_to), the start may be open."""

    def on(self, day: date) -> Self:
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), valid_to__gt=day)


class _OfAnOrganization(models.QuerySet):
    search_field = "search_fold"

    def visible_to(self, user) -> Self:
        """Those of the organizations this person sees; the rest does not exist for them (404)."""
        return self.filter(in_scope(user.scope, "organization__")) if user.is_authenticated else self.none()

    def search(self, text: str) -> Self:
        """Every word typed is in the own name or the organization's, with or without diacritics."""
        found = self
        for word in fold(text).split():
            found = found.filter(
                Q(**{f"{self.search_field}__contains": word}) | Q(organization__search_fold__contains=word)
            )
        return found


class SchemeQuerySet(_OfAnOrganization):
    def held_by(self, organization, day: date) -> Self:
        """Schemes this organization held on that day, also those it has handed on since."""
        return self.filter(_held_by(self.model, "pk", organization, day))

    def in_stock_on(self, day: date) -> Self:
        """Registered on that day: entered by decision or launch, not yet removed or dissolved."""
        return self.filter(Q(stock_to=None) | Q(stock_to__gt=day), stock_from__lte=day)

    def active_on(self, day: date, window: int) -> Self:
        """In the stock, not suspended, with dated evidence in the `window` days up to `day`."""
        return self.in_stock_on(day).filter(self.lived(day, window)).exclude(self.paused(day))

    def silent_on(self, day: date, window: int) -> Self:
        """In the stock and not suspended, yet without evidence in the `window` days up to `day`."""
        return self.in_stock_on(day).exclude(self.lived(day, window)).exclude(self.paused(day))

    def fading_on(self, day: date, window: int, warning: int) -> Self:
        """Still active, but silent in `warning` days if nothing happens."""
        return self.active_on(day, window).exclude(self.lived(day, window - warning))

    def lived(self, day: date, window: int) -> Q:
        """Has evidence in the `window` days up to `day`.

        The stored last evidence answers unless there is a later one: only then are the events looked at.
        """
        start = day - timedelta(days=window)
        recent = self._events().evidence().filter(scheme=models.OuterRef("pk"), on__gt=start, on__lte=day)
        later = Q(last_evidence_on__gt=day)
        return Q(last_evidence_on__gt=start, last_evidence_on__lte=day) | later & Q(models.Exists(recent))

    def paused(self, day: date) -> Q:
        """Suspended on or before `day` and not resumed by then."""
        resumed = self._events().filter(
            scheme=models.OuterRef("scheme"), kind="resumed", on__gte=models.OuterRef("on"), on__lte=day
        )
        suspended = self._events().filter(scheme=models.OuterRef("pk"), kind="suspended", on__lte=day)
        return Q(models.Exists(suspended.filter(~models.Exists(resumed))))

    def with_event(self, kind: str, day: date) -> Self:
        """To which this happened on or before `day`."""
        return self.filter(models.Exists(self._events().filter(scheme=models.OuterRef("pk"), kind=kind, on__lte=day)))

    def without_decision(self) -> Self:
        return self.filter(decision_number="")

    def without_head(self, day: date) -> Self:
        """None of its teams has a head or leader on `day`."""
        heads = _related(self.model, "teams", "memberships").heads(day).filter(team__scheme=models.OuterRef("pk"))
        return self.filter(~models.Exists(heads))

    def _events(self):
        return _related(self.model, "events").valid()


class SchemeEventQuerySet(models.QuerySet):
    def valid(self) -> Self:
        """Without those declared wrong; these stay in the register, struck through."""
        return self.filter(voided_at=None)

    def evidence(self) -> Self:
        return self.filter(kind__in=EVIDENCE)


class TeamQuerySet(_OfAnOrganization):
    def held_by(self, organization, day: date) -> Self:
        """Teams of the schemes this organization held on that day."""
        return self.filter(_held_by(self.model, "scheme", organization, day))

    def in_stock_on(self, day: date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), formed_on__lte=day)

    def smaller_than(self, least: int, day: date) -> Self:
        """Teams with fewer than `least` members on `day`; unnamed members count as declared.

        A sum per team, not one over all memberships: a page of 50 then stops after 50.
        """
        members = _related(self.model, "memberships").on(day).filter(team=models.OuterRef("pk")).order_by()
        total = members.values("team").annotate(total=models.Sum("count")).values("total")
        return self.alias(size=Coalesce(models.Subquery(total), 0)).filter(size__lt=least)

    def without_head(self, day: date) -> Self:
        heads = _related(self.model, "memberships").heads(day).filter(team=models.OuterRef("pk"))
        return self.filter(~models.Exists(heads))


class TeamMembershipQuerySet(DatedQuerySet):
    def heads(self, day: date) -> Self:
        """Places of those who lead: heads of a scheme (trưởng ban) and leaders of a team (tổ trưởng)."""
        return self.on(day).filter(role__in=("head", "leader"))


class GroupQuerySet(_OfAnOrganization):
    def held_by(self, organization, day: date) -> Self:
        """Groups this organization held on that day, also those it has handed on since."""
        return self.filter(_held_by(self.model, "pk", organization, day))

    def in_stock_on(self, day: date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), formed_on__lte=day)

    def lacking(self, capacity: str, day: date) -> Self:
        """Nobody is in the group in this capacity (area_police, health, school) on `day`."""
        members = _related(self.model, "memberships").on(day)
        return self.filter(~models.Exists(members.filter(group=models.OuterRef("pk"), capacity=capacity)))

    def silent_on(self, day: date, window: int) -> Self:
        """In the stock without a check that found it active in the `window` days up to `day`."""
        start = day - timedelta(days=window)
        checks = _related(self.model, "checks")
        seen = checks.filter(group=models.OuterRef("pk"), is_active=True, on__gt=start, on__lte=day)
        later = Q(last_active_on__gt=day)
        lived = Q(last_active_on__gt=start, last_active_on__lte=day) | later & Q(models.Exists(seen))
        return self.in_stock_on(day).exclude(lived)


def _held_by(model: Any, holder: str, organization, day: date) -> Q:
    """With `organization` since before that day, or handed on by it after; `holder` is what is held: itself, its scheme.

    The few handed on are read at once: both as one condition would send the planner through the whole table.
    """
    held = model if holder == "pk" else model._meta.get_field(holder).related_model
    holdings = held._meta.get_field("former_holdings")
    of_these = {"organization": organization, f"{holdings.field.name}__isnull": False}
    former = list(
        holdings.related_model.objects.on(day).filter(**of_these).values_list(holdings.field.name, flat=True)
    )
    held_from = "held_from" if holder == "pk" else f"{holder}__held_from"
    present = Q(organization=organization) & (Q(**{held_from: None}) | Q(**{f"{held_from}__lte": day}))
    return present | Q(**{f"{holder}__in": former}) if former else present


def _related(model: Any, *names: str) -> Any:
    """Manager of what `model` reaches through these relations: querysets stand below the models."""
    for name in names:
        model = model._meta.get_field(name).related_model
    return model.objects

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from truongan.accounts.models import Appointment, Beat
from truongan.kernel.text import fold
from truongan.movement.states import EVIDENCE
from truongan.organizations.models import Organization
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

    def writable_by(self, user) -> Self:
        """Groups of the organizations this person writes for."""
        return self.filter(organization__in=Organization.objects.writable_by(user).values("pk"))

    def lacking(self, need: str, day: date) -> Self:
        """Nobody is in the group as what is needed (area_police, health, school; team_leader) on `day`.

        A team leader is whoever is in the group and leads a team of its school that day.
        """
        return self.filter(~Q(self._has(need, day)))

    def incomplete_on(self, day: date, needs: Mapping[int | None, Collection[str]]) -> Self:
        """In the stock and lacking somebody its kind needs; `needs` by the id of the kind, None for no kind said."""
        lacks = Q(pk__in=())
        for kind, wanted in needs.items():
            for need in wanted:
                lacks |= Q(kind=kind) & ~Q(self._has(need, day))
        return self.in_stock_on(day).filter(lacks)

    def with_vacancies_on(self, day: date) -> Self:
        """In the stock, with a place held by somebody whose post or beat has ended."""
        vacated = _related(self.model, "memberships").on(day).vacated(day).filter(group=OuterRef("pk"))
        return self.in_stock_on(day).filter(Exists(vacated))

    def ownerless_on(self, day: date) -> Self:
        """In the stock without an owner, or with one who holds no post any more where they held one."""
        posts = Appointment.objects.filter(person=OuterRef("owner"))
        return self.in_stock_on(day).filter(Q(owner=None) | _over(posts, day))

    def _has(self, need: str, day: date) -> Exists:
        members = _related(self.model, "memberships").on(day).filter(group=OuterRef("pk"))
        if need != "team_leader":
            return Exists(members.filter(capacity=need))
        heads = _related(self.model, "scheme", "teams", "memberships").heads(day)
        leading = heads.filter(person=OuterRef("person"), team__organization=OuterRef("group__organization"))
        return Exists(members.filter(Exists(leading)))

    def silent_on(self, day: date, window: int) -> Self:
        """In the stock without a check that found it active in the `window` days up to `day`."""
        start = day - timedelta(days=window)
        checks = _related(self.model, "checks")
        seen = checks.filter(group=models.OuterRef("pk"), is_active=True, on__gt=start, on__lte=day)
        later = Q(last_active_on__gt=day)
        lived = Q(last_active_on__gt=start, last_active_on__lte=day) | later & Q(models.Exists(seen))
        return self.in_stock_on(day).exclude(lived)


class GroupMembershipQuerySet(DatedQuerySet):
    def vacated(self, day: date) -> Self:
        """Places of people who hold them by a post or beat that has ended: nobody removed them, somebody must follow.

        Area police by their beat over the school or its commune, or their post at its police; health staff by their
        post at the commune's station; others by their post at the school. Of whom no post was ever recorded, nothing
        is said.
        """
        school = OuterRef("group__organization")
        place = OuterRef("group__organization__place_path")
        posts = Appointment.objects.filter(person=OuterRef("person"))
        nearby = posts.filter(organization__place_path=place)
        beats = Beat.objects.filter(Q(organization=school) | Q(unit__path=place), person=OuterRef("person"))
        police = _over(beats, day) | _over(nearby.filter(organization__sector="police"), day)
        health = _over(nearby.filter(organization__sector="health"), day)
        own = _over(posts.filter(organization=school), day)
        return self.filter(
            Q(capacity="area_police") & police
            | Q(capacity="health") & health
            | Q(capacity__in=("school", "member")) & own,
            person__isnull=False,
        )


class GroupPostQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Posts in the name of the organizations this person sees."""
        return self.filter(in_scope(user.scope, "organization__")) if user.is_authenticated else self.none()


def _over(rows, day: date) -> Q:
    """There was one of these, and on `day` there is none: [valid_from, valid_to)."""
    return Q(Exists(rows.filter(valid_to__lte=day))) & ~Q(Exists(rows.on(day)))


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

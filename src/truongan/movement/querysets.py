from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from truongan.kernel.text import fold
from truongan.movement.states import EVIDENCE
from truongan.organizations.querysets import in_scope


class DatedQuerySet(models.QuerySet):
    """Rows with [valid_from, valid_to)."""

    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


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
    def in_stock_on(self, day: date) -> Self:
        """Registered on that day: entered by decision or launch, not yet removed or dissolved."""
        return self.filter(Q(stock_to=None) | Q(stock_to__gt=day), stock_from__lte=day)

    def active_on(self, day: date, window: int) -> Self:
        """In the stock, not suspended, with dated evidence in the `window` days up to `day`."""
        evidence = self.model._meta.get_field("events").related_model.objects.valid().evidence()
        recent = evidence.filter(scheme=models.OuterRef("pk"), on__gt=day - timedelta(days=window), on__lte=day)
        return self.in_stock_on(day).filter(models.Exists(recent))


class SchemeEventQuerySet(models.QuerySet):
    def valid(self) -> Self:
        """Without those declared wrong; these stay in the register, struck through."""
        return self.filter(voided_at=None)

    def evidence(self) -> Self:
        return self.filter(kind__in=EVIDENCE)


class TeamQuerySet(_OfAnOrganization):
    def in_stock_on(self, day: date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), formed_on__lte=day)


class GroupQuerySet(_OfAnOrganization):
    def in_stock_on(self, day: date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), formed_on__lte=day)

    def silent_on(self, day: date, window: int) -> Self:
        """In the stock without a check that found it active in the `window` days up to `day`."""
        return self.in_stock_on(day).filter(
            Q(last_active_on=None) | Q(last_active_on__lte=day - timedelta(days=window))
        )

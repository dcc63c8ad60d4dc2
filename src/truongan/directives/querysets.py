from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from truongan.kernel.text import fold
from truongan.organizations.querysets import in_scope
from truongan.organizations.scope import EVERY_SECTOR, Scope


class DirectiveQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Issued ones that an organization in this person's scope issued, keeps or received; drafts of own only."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(kept_by_id__in=user.scope.own_ids)
        if user.is_superuser:
            return self.filter(mine | in_scope(user.scope, "kept_by__"))
        receipts: Any = self.model._meta.get_field("receipts").related_model  # the model stands above this file
        received = Exists(receipts.objects.inside(user.scope).filter(directive=OuterRef("pk")))
        return self.filter(mine | ~Q(status="draft") & (in_scope(user.scope, "kept_by__") | received))

    def in_force(self) -> Self:
        """Issued, neither recalled nor replaced."""
        return self.filter(status="issued")

    def given_out(self) -> Self:
        """No longer drafts: issued, recalled or replaced."""
        return self.exclude(status="draft")

    def published(self) -> Self:
        """Shown to everybody on the public portal; a recalled one leaves it."""
        return self.filter(is_public=True, status__in=["issued", "replaced"])

    def undistributed(self, *, before: datetime) -> Self:
        """Issued before that moment, and some recipients have no receipt or notice yet."""
        return self.filter(issued_at__lt=before, notified_at=None).exclude(status="draft").order_by("pk")

    def outgoing(self) -> Self:
        """What the keeper issued itself."""
        return self.filter(issuer__isnull=False)

    def search(self, text: str) -> Self:
        """Every word typed stands in number, symbol, subject or issuer's name, with or without diacritics."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_fold__contains=word)
        return found


class AddressedQuerySet(models.QuerySet):
    """Rows that belong to a recipient and carry a copy of its place, level and sector."""

    def inside(self, scope: Scope) -> Self:
        """Of organizations in this scope, from the row's own columns: one index range per appointment."""
        parts = [Q(organization_id__in=scope.own_ids)]
        for area in scope.areas:
            part = Q(path__startswith=area.path) if area.path else Q(pk__isnull=False)
            if area.sectors != EVERY_SECTOR:
                part &= Q(sector__in=sorted(area.sectors))
            parts.append(part)
        return self.filter(reduce(or_, parts))

    def visible_to(self, user) -> Self:
        """Of organizations this person sees, and every one of a directive their own organization keeps."""
        if not user.is_authenticated:
            return self.none()
        inside = self.inside(user.scope).values("pk")
        return self.filter(Q(pk__in=inside) | Q(directive__kept_by_id__in=user.scope.own_ids))

    def within(self, path: str) -> Self:
        """Of recipients at or below the place with this path, as it stood at issue."""
        return self.filter(path__startswith=path)


class ReceiptQuerySet(AddressedQuerySet):
    def of(self, organizations: Iterable[int]) -> Self:
        """What these organizations received."""
        return self.filter(organization_id__in=organizations)

    def waiting(self) -> Self:
        """Not acknowledged although the directive is in force."""
        return self.filter(acknowledged_at=None, directive__status="issued")


class DutyQuerySet(AddressedQuerySet):
    def open(self) -> Self:
        return self.filter(status="open")

    def overdue_on(self, day: date) -> Self:
        """Still open although the day they were due has passed."""
        return self.filter(status="open", due_on__lt=day)

    def done_late(self) -> Self:
        return self.filter(status="done", done_on__gt=models.F("due_on"))


class ProgressQuerySet(models.QuerySet):
    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)

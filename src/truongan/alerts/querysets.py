"""Which alerts and templates a person sees."""

from typing import Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When

from truongan.alerts.states import State
from truongan.channels.models import Recipient
from truongan.kernel.text import fold
from truongan.organizations.querysets import in_scope


class AlertQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Those of an organization this person sees, and those that told somebody in the person's scope."""
        if not user.is_authenticated:
            return self.none()
        told = Recipient.objects.visible_to(user).filter(message=OuterRef("message"))
        return self.filter(in_scope(user.scope, "organization__") | Q(Exists(told)))

    def search(self, text: str) -> Self:
        """Every word typed is in the words, the place or the organization; diacritics optional."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_fold__contains=word)
        return found

    def waiting_first(self) -> Self:
        """Those that wait for a decision, then the newest."""
        is_waiting = Case(When(state=State.WAITING, then=0), default=1, output_field=models.SmallIntegerField())
        return self.order_by(is_waiting, "-proposed_at", "-pk")

    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)


class AlertTemplateQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """All of them: a prepared text is no secret."""
        return self.all() if user.is_authenticated else self.none()

    def offered(self) -> Self:
        return self.filter(closed_at=None)

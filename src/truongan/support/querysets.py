import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from truongan.kernel.text import fold
from truongan.support.states import CLOSED, OPEN, PUBLIC_STEPS, RUNNING


class TopicQuerySet(models.QuerySet):
    def offered(self) -> Self:
        """Those the public may choose."""
        return self.filter(is_open=True)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class RouteQuerySet(models.QuerySet):
    def covering(self, path: str) -> Self:
        """Routes that hold for a place: of the place, of what it lies in, and the topic's default."""
        around = [path[:length] for length in range(len(path) + 1)]
        return self.filter(path__in=around)


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """What one's own organizations answer, answered before forwarding it, or answer for beneath them.

        Nobody else's: what a citizen confides to one office is not read by everybody who oversees its area.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        own = user.scope.own_ids
        steps: Any = self.model._meta.get_field("steps").related_model  # the model stands above this file
        passed_on = Exists(steps.objects.filter(question=OuterRef("pk"), from_organization__in=own))
        return self.filter(Q(organization__in=own) | Q(organization__reports_to__in=own) | passed_on)

    def of(self, organizations: Iterable[int]) -> Self:
        """Those these organizations are responsible for now."""
        return self.filter(organization__in=organizations)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def running(self) -> Self:
        """Open, and it is for the unit to act: the clock runs."""
        return self.filter(state__in=RUNNING)

    def overdue_on(self, day: date) -> Self:
        """Running although the due day has passed."""
        return self.running().filter(due_on__lt=day)

    def due_between(self, first: date, last: date) -> Self:
        """Running and due from the first to the last day, both included."""
        return self.running().filter(due_on__range=(first, last))

    def received_since(self, moment: datetime) -> Self:
        return self.filter(received_at__gt=moment)

    def answered_in_time(self) -> Self:
        """Answered on the due day or before."""
        return self.filter(state="answered", closed_on__lte=models.F("due_on"))

    def in_area(self, text: str) -> Self:
        """Asked about a unit whose name has every word typed, with or without diacritics."""
        found = self
        for word in fold(text).split():
            found = found.filter(unit__search_fold__contains=word)
        return found

    def to_forget(self, closed_before: date) -> Self:
        """Closed before that day, and still holding what tells who asked."""
        return self.filter(state__in=CLOSED, closed_on__lt=closed_before, forgotten_at=None)

    def search(self, text: str) -> Self:
        """Every word typed stands in reference, question or name, with or without diacritics."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_fold__contains=word)
        return found

    def search_text(self, text: str) -> Self:
        """Every word typed stands in the question itself, marks as typed, or is its reference.

        For who does not see the asker's name: a search that finds by name would tell it.
        """
        found = self
        for word in text.split():
            number = re.fullmatch(r"(?:HT-)?0*([0-9]{1,9})", word, re.IGNORECASE)
            found = found.filter(Q(text__icontains=word) | Q(pk=int(number[1]) if number else 0))
        return found


class StepQuerySet(models.QuerySet):
    def for_asker(self) -> Self:
        """What the asker reads when following with the code."""
        return self.filter(kind__in=PUBLIC_STEPS)


class PublishedAnswerQuerySet(models.QuerySet):
    def shown(self) -> Self:
        """On the public list now."""
        return self.filter(is_shown=True)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def search(self, text: str) -> Self:
        """Every word typed stands in title, question or answer, with or without diacritics."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_fold__contains=word)
        return found

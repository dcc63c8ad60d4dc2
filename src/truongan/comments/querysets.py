from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Self

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Prefetch, Q

from truongan.comments.states import CommentState
from truongan.kernel.text import fold
from truongan.organizations.scope import EVERY_SECTOR, Area, Scope

# Written as the index is: PostgreSQL uses an index on an expression for the very same expression only.
WORDS = SearchVector("search_fold", config="simple")


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Threads this person moderates: those of pages their unit wrote; all of the province for its office."""
        return self.filter(moderated(user.scope)) if user.is_authenticated else self.none()

    def search(self, text: str) -> Self:
        """Of pages whose title contains every word typed; letters with marks are matched as typed."""
        found = self
        for word in text.split():
            found = found.filter(page__title__icontains=word)
        return found


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Comments on pages this person moderates, in every state."""
        return self.filter(moderated(user.scope, "thread__")) if user.is_authenticated else self.none()

    def held(self) -> Self:
        return self.filter(state=CommentState.HELD)

    def published(self) -> Self:
        return self.filter(state=CommentState.PUBLISHED)

    def beginning(self) -> Self:
        """Those that answer no other: the upper of the two levels."""
        return self.filter(parent=None)

    def on_page(self, thread: Any) -> Self:
        """Published, and so is what they answer: an answer goes with what was taken down above it."""
        here = self.filter(thread=thread).published()
        return here.filter(Q(parent=None) | Q(parent__in=here.beginning().values("pk")))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def after(self, published_at: datetime, pk: int) -> Self:
        """What follows that one in `newest_first`: one index range, however far down the list."""
        return self.filter(Q(published_at=published_at, pk__lt=pk) | Q(published_at__lt=published_at)).filter(
            published_at__lte=published_at  # said apart, or the planner reads the index from its start
        )

    def with_replies(self) -> Self:
        """Each with `replies`: its published answers, oldest first. One query more."""
        answers: Any = self.model._default_manager
        answers = answers.published().filter(parent__isnull=False).select_related("organization")
        return self.prefetch_related(Prefetch("answers", answers.order_by("published_at", "pk"), to_attr="replies"))

    def in_order_of_waiting(self) -> Self:
        """Proven forms before unproven ones, then who has waited longest."""
        return self.order_by("is_slow", "posted_at", "pk")

    def complained_of(self) -> Self:
        """Those a reader reported and nobody has looked at since."""
        complaints: Any = self.model._meta.get_field("complaints").related_model  # the model stands above this file
        return self.filter(pk__in=complaints.objects.open().values("comment"))

    def flagged(self, kind: str) -> Self:
        return self.filter(flag_kinds__contains=[kind])

    def search(self, text: str) -> Self:
        """Names or texts with words beginning like every word typed, with or without diacritics."""
        words = ["".join(filter(str.isalnum, word)) for word in fold(text).split()]
        typed = " & ".join(f"{word}:*" for word in words if word)
        if not typed:
            return self
        return self.annotate(words=WORDS).filter(words=SearchQuery(typed, config="simple", search_type="raw"))


class ComplaintQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(settled_at=None)


def moderated(scope: Scope, prefix: str = "") -> Q:
    """Condition on a thread reached through `prefix`: this person decides on its comments.

    The editors of the unit that wrote the page, and the province's office that steers the whole movement (for pages
    without a unit as well). A commune's agency over the unit does not: an article is answered for by who wrote it.
    """
    own = [each.organization_id for each in scope.own if each.may_write]
    parts = [Q(**{f"{prefix}organization_id__in": own})]
    for area in filter(steers_province, scope.areas):
        inside = Q(**{f"{prefix}organization__place_path__startswith": area.path})
        parts.append(inside | Q(**{f"{prefix}organization": None}) if area.path else Q(pk__isnull=False))
    return reduce(or_, parts)


def steers_province(area: Area) -> bool:
    """Whether the appointment opens a whole province, or the country, to somebody who writes for every sector."""
    return area.may_write and area.sectors == EVERY_SECTOR and area.path.count("/") <= 1

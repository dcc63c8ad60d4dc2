from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from truongan.organizations.querysets import in_scope
from truongan.reports.states import DONE, OPEN, SENT, WRITABLE, SubmissionStatus


class ResultReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Reports issued by organizations this person sees; drafts only of those they belong to."""
        if not user.is_authenticated:
            return self.none()
        seen = in_scope(user.scope, "issuer__")
        if user.is_superuser:
            return self.filter(seen)
        mine = models.Q(issuer_id__in=user.scope.own_ids)
        return self.filter(mine | seen & models.Q(status="sealed"))


class ReportCycleQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Cycles in which an organization of the person's scope takes part."""
        if not user.is_authenticated:
            return self.none()
        submissions: Any = self.model._meta.get_field("submissions").related_model  # the model stands above this file
        taking_part = submissions.objects.visible_to(user).filter(cycle=OuterRef("pk"))
        collecting = in_scope(user.scope, "issuer__")
        return self.filter(Exists(taking_part) | collecting)

    def newest_first(self) -> Self:
        return self.order_by("-until", "-opened_at", "-pk")


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """What organizations of the person's scope owe and hand in: agencies see their area, a school itself."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(in_scope(user.scope, "organization__"))

    def below(self, submission) -> Self:
        """Everything under it in the same cycle, at any depth, without itself."""
        return self.filter(cycle=submission.cycle_id, path__startswith=submission.path).exclude(pk=submission.pk)

    def directly_below(self, submission) -> Self:
        return self.filter(cycle=submission.cycle_id, superior=submission.organization_id)

    def owed(self) -> Self:
        """Not handed in: not begun, being written or returned."""
        return self.filter(status__in=OPEN)

    def done(self) -> Self:
        """Accepted or sealed: what the level above may build on."""
        return self.filter(status__in=DONE)

    def overdue_on(self, day: date) -> Self:
        """Owed although the deadline is over."""
        return self.owed().filter(due_on__lt=day)

    def begun(self) -> Self:
        return self.exclude(status=SubmissionStatus.DUE)

    def writable(self) -> Self:
        return self.filter(status__in=WRITABLE)

    def tally(self, day: date) -> dict[str, int]:
        """How many there are, handed in, accepted, late and missing; one query."""
        return self.aggregate(
            total=Count("pk"),
            sent=Count("pk", filter=Q(status__in=SENT)),
            done=Count("pk", filter=Q(status__in=DONE)),
            late=Count("pk", filter=Q(is_late=True, status__in=SENT)),
            missing=Count("pk", filter=Q(status__in=OPEN, due_on__lt=day)),
            returned=Count("pk", filter=Q(status=SubmissionStatus.RETURNED)),
        )

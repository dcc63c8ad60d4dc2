from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from truongan.kernel.text import fold
from truongan.organizations.querysets import in_scope


class CriteriaSetQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The version of each set that new rounds and assessments take."""
        return self.filter(is_current=True)

    def in_force_on(self, day: date) -> Self:
        """Those whose text was in force on that day; an unknown first day excludes nothing."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day))


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Rounds held over a place this person works in, above it or below it."""
        if not user.is_authenticated:
            return self.none()
        paths = [area.path for area in user.scope.areas]
        seen = Q(organizer__in=user.scope.own_ids)
        for path in paths:
            seen |= Q(organizer__place_path__startswith=path) | _above(path)
        organizations: Any = self.model._meta.get_field("organizer").related_model  # the model stands above this file
        for path in organizations.objects.filter(pk__in=user.scope.apart_ids).values_list("place_path", flat=True):
            seen |= _above(path)
        return self.filter(seen)

    def over(self, organization) -> Self:
        """Rounds that ask this school: held by an agency whose place contains it."""
        return self.filter(_above(organization.place_path))


def _above(path: str) -> Q:
    """Condition on the organizer: its place is this one or one above it."""
    segments = path.rstrip("/").split("/") if path else []
    above = ["/".join(segments[:length]) + "/" for length in range(1, len(segments) + 1)]
    return Q(organizer__place_path__in=above) | Q(organizer__place_path="", organizer__level="nation")


class OfASchool(models.QuerySet):
    school = "organization__"

    def visible_to(self, user) -> Self:
        """Those of the schools this person sees; the rest does not exist for them (404)."""
        return self.filter(in_scope(user.scope, self.school)) if user.is_authenticated else self.none()


class RegistrationQuerySet(OfASchool):
    def registered_on(self, day: date) -> Self:
        """Schools that had registered by that day: one row per school and round."""
        return self.filter(registered_on__lte=day)


class AssessmentQuerySet(OfASchool):
    def search(self, text: str) -> Self:
        found = self
        for word in fold(text).split():
            found = found.filter(organization__search_fold__contains=word)
        return found

    def handed_in_by_others(self, user) -> Self:
        """Without those whose last handing in was this person's own doing."""
        judgements: Any = self.model._meta.get_field("judgements").related_model  # the models stand above this file
        last = judgements.objects.filter(assessment=OuterRef("pk"), occasion="submitted").order_by("-made_at", "-pk")
        return self.alias(last_hand=Subquery(last.values("made_by")[:1])).filter(
            Q(last_hand=None) | ~Q(last_hand=user.pk)
        )

    def submitted_by(self, day: date) -> Self:
        """Handed in by that day and not sent back by then: a dated fact, whatever happened later."""
        return self._last_judged(day, "occasion").filter(last_occasion__in=("submitted", "examined"))

    def met_on(self, day: date) -> Self:
        """Whose last judgement up to that day is a class that passes (met, good, fair): a dated fact.

        A later return or examination does not rewrite it. Count distinct `organization`, never assessments.
        """
        return self._last_judged(day, "passes").filter(last_passes=True)

    def _last_judged(self, day: date, name: str) -> Self:
        judgements: Any = self.model._meta.get_field("judgements").related_model  # the model stands above this file
        last = judgements.objects.filter(assessment=OuterRef("pk"), on__lte=day).order_by("-made_at", "-pk")
        return self.alias(**{f"last_{name}": models.Subquery(last.values(name)[:1])})


class RecognitionQuerySet(OfASchool):
    school = "assessment__organization__"

    def recognised_on(self, day: date) -> Self:
        """Recognitions in force on that day: decided by then, not revoked by then."""
        return self.filter(
            Q(revoked_on=None) | Q(revoked_on__gt=day), is_recognised=True, decision__decided_on__lte=day
        )


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Evidence of assessments and registrations of the schools this person sees."""
        if not user.is_authenticated:
            return self.none()
        answers = in_scope(user.scope, "answer__assessment__organization__")
        return self.filter(answers | in_scope(user.scope, "paper__registration__organization__"))


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Decisions about a school this person sees, and those of their own agency."""
        if not user.is_authenticated:
            return self.none()
        recognitions: Any = self.model._meta.get_field("recognitions").related_model
        about = recognitions.objects.visible_to(user).filter(decision=OuterRef("pk"))
        return self.filter(Q(issuer__in=user.scope.own_ids) | Exists(about))

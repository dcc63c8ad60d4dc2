from datetime import date

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length


class PaperTemplateQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PaperTemplateQuerySet":
        """Templates of the organizations the person administers, and those of the whole installation."""
        if user.is_superuser:
            return self
        scope = user.scope
        mine = Q(organization=None) | Q(organization__in=[each.organization_id for each in scope.own])
        for area in scope.areas:
            mine |= Q(organization__place_path__startswith=area.path)
        return self.filter(mine)

    def on(self, day: date) -> "PaperTemplateQuerySet":
        """In force on that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def serving(self, organization) -> "PaperTemplateQuerySet":
        """Those an organization's papers use, nearest first: its own, of a unit around it, everybody's."""
        around = Value(organization.place_path)
        # An empty path is the whole country only for a national agency, else an agency not yet placed.
        placed = ~Q(organization__place_path="") | Q(organization__level="nation")
        return (
            self.alias(around=around)
            .filter(
                Q(organization=None)
                | Q(organization=organization)
                | (placed & ~Q(organization__sector="school") & Q(around__startswith=F("organization__place_path")))
            )
            .annotate(own=Q(organization=organization), nearness=Length("organization__place_path"))
            .order_by(F("own").desc(nulls_last=True), F("nearness").desc(nulls_last=True), "-valid_from", "-pk")
        )

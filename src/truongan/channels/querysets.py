from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """The person's inbox: what is for the organizations of their current posts, and for themselves.

        An index range per post; whoever covers an area does not read the letters of everybody in it.
        """
        if not user.is_authenticated:
            return self.none()
        mine = Q(organization__in=user.scope.own_ids)
        return self.filter(mine | Q(person=user.person_id) if user.person_id else mine)

    def with_reading(self, user) -> Self:
        """Each with `is_read`: whether this person has opened it."""
        return self.annotate(is_read=Exists(self._readings(user)))

    def unread_by(self, user) -> Self:
        return self.filter(~Exists(self._readings(user)))

    def _readings(self, user):
        readings: Any = self.model._meta.get_field("readings").related_model  # the model stands above this file
        return readings.objects.filter(notice=OuterRef("pk"), user=user.pk)

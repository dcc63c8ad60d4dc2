from typing import Self

from django.db import models
from django.db.models import Q


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Entries about organizations this person sees, and what the person did."""
        scope = user.scope
        seen = Q(actor_id=user.pk) | Q(organization_id__in=scope.own_ids)
        for area in scope.areas:
            seen |= Q(path__startswith=area.path)
        return self.filter(seen)

    def about(self, target: models.Model) -> Self:
        return self.filter(target=target_name(target))


def target_name(target: models.Model) -> str:
    return f"{target._meta.label_lower}:{target.pk}"

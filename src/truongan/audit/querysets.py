from typing import Self

from django.db import models


class EntryQuerySet(models.QuerySet):
    def about(self, target: models.Model) -> Self:
        return self.filter(target=target_name(target))


def target_name(target: models.Model) -> str:
    return f"{target._meta.label_lower}:{target.pk}"

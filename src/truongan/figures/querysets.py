from typing import Self

from django.db import models


class SealQuerySet(models.QuerySet):
    def with_figures(self) -> Self:
        return self.prefetch_related("figures")

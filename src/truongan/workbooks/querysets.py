from collections.abc import Iterable
from typing import Any, Self

from django.db import models

UNDERWAY = ("received", "checking", "importing")  # states in which a job is at work, or about to be


class UploadQuerySet(models.QuerySet):
    def in_scopes(self, scope_keys: Iterable[str]) -> Self:
        """Files sent for any of these scopes; what a scope key stands for is the importer's business."""
        return self.filter(scope_key__in=scope_keys)

    def sent_by(self, user) -> Self:
        return self.filter(uploaded_by_id=user.pk)

    def same_content(self, sha256: str) -> Self:
        """Files byte for byte equal to this one."""
        return self.filter(sha256=sha256)

    def unfinished(self) -> Self:
        """Files some job is still to work on."""
        return self.filter(status__in=UNDERWAY)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class SourceRowQuerySet(models.QuerySet):
    def of(self, upload: models.Model) -> Self:
        return self.filter(upload=upload)

    def recorded(self, upload: models.Model, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Any]:
        """The row of each (sheet, row number) of the file, made where missing: two statements per 5,000 rows."""
        wanted = self._make(upload, places)
        found: Iterable[Any] = self.of(upload)
        return {(each.sheet, each.row): each for each in found if (each.sheet, each.row) in wanted}

    def _make(self, upload: models.Model, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], None]:
        wanted = dict.fromkeys(places)
        rows = (self.model(upload=upload, sheet=sheet, row=row) for sheet, row in wanted)
        self.bulk_create(rows, ignore_conflicts=True, batch_size=5_000)
        return wanted

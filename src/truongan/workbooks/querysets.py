from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from truongan.workbooks.models import SourceRow, Upload


class UploadQuerySet(models.QuerySet["Upload"]):
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
        return self.filter(status__in=[status.value for status in self.model.Status if status.is_underway])

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class SourceRowQuerySet(models.QuerySet["SourceRow"]):
    def of(self, upload: "Upload") -> Self:
        return self.filter(upload=upload)

    def recorded(self, upload: "Upload", places: Iterable[tuple[str, int]]) -> "dict[tuple[str, int], SourceRow]":
        """One row per (sheet, row number) of the file, made where missing, in two statements however many there are."""
        wanted = dict.fromkeys(places)
        self.bulk_create(
            (self.model(upload=upload, sheet=sheet, row=row) for sheet, row in wanted),
            ignore_conflicts=True,
            batch_size=5000,
        )
        return {(each.sheet, each.row): each for each in self.of(upload) if (each.sheet, each.row) in wanted}

from django.db import models


class DemoMark(models.Model):
    """Says that this installation holds the demonstration, and how far it was loaded. Where it is, nothing is real."""

    loaded_until = models.DateField(null=True)  # the day up to which life was told; empty while the first load runs
    told = models.JSONField(default=list)  # keys of the chapters of the chain of command that are told
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="demo_mark_is_one")]

    def __str__(self) -> str:
        return f"dữ liệu minh họa đến {self.loaded_until or '…'}"

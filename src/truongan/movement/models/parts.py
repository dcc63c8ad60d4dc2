"""What teams and groups have in common: a name one finds again, a life, and dated places of people in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from truongan.kernel.text import fold, nfc
from truongan.workbooks.models import SourceRow


class NamedPart(models.Model):
    """A team or group of an organization, found by its name however it is typed; lives in [formed_on, ended_on)."""

    name = models.CharField(_("tên"), max_length=200)
    formed_on = models.DateField(_("ngày lập"))
    ended_on = models.DateField(_("kết thúc từ ngày"), null=True, blank=True)
    source = models.ForeignKey(SourceRow, models.PROTECT, null=True, blank=True, related_name="+")
    search_fold = models.CharField(max_length=200, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def derive_keys(self) -> None:
        self.name = nfc(self.name)
        self.search_fold = fold(self.name)[:200]


class DatedPlace(models.Model):
    """A place in a team or group on the days [valid_from, valid_to): of a person, or of a number of people unnamed."""

    count = models.PositiveIntegerField(_("số người"), default=1)
    label = models.CharField(_("nhóm người (không nêu tên)"), max_length=120, blank=True)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    source = models.ForeignKey(SourceRow, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

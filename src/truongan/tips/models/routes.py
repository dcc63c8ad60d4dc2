from django.db import models
from django.utils.translation import gettext_lazy as _

from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit
from truongan.tips.querysets import RouteQuerySet
from truongan.tips.states import Topic


class TipRoute(models.Model):
    """Which unit is competent for a topic in an area: data, since no law found says it for everywhere.

    No topic means every topic that has no line of its own there.
    """

    unit = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    topic = models.CharField(_("lĩnh vực"), max_length=10, choices=Topic, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("đơn vị tiếp nhận")
    )

    objects = RouteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "topic"], name="tip_route_once_per_area_and_topic")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.topic} → {self.organization_id}"

"""Why something is refused. Each message may be shown: it says what is wrong and what to do."""

from django.utils.translation import gettext as _

from truongan.incidents.models import Incident
from truongan.kernel.refusals import Refusal


class CannotWorkOnIncident(Refusal):
    """Base of every refusal of this context."""


class CannotReport(CannotWorkOnIncident):
    pass


class CannotChange(CannotWorkOnIncident):
    pass


class CannotConclude(CannotWorkOnIncident):
    pass


class CannotMerge(CannotWorkOnIncident):
    pass


class CannotReveal(CannotWorkOnIncident):
    pass


class CannotConfigure(CannotWorkOnIncident):
    pass


def refuse_wiped(incident: Incident) -> None:
    """Nothing is written into a case whose data was deleted: no clock would ever delete it again."""
    if incident.wiped_at and not incident.is_open:
        raise CannotChange(_("Dữ liệu của vụ việc này đã xóa theo hạn. Mở lại vụ việc nếu có tin mới."))


def locked(incident: Incident) -> Incident:
    """The case's row, locked: two officers are judged one after the other."""
    rows = Incident.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organization", "holder", "category", "severity", "disease", "reported_by").get(
        pk=incident.pk
    )

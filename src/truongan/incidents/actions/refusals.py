"""Why something is refused. Each message may be shown: it says what is wrong and what to do."""

from django.core.exceptions import PermissionDenied

from truongan.incidents.models import Incident


class CannotWorkOnIncident(Exception):
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


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def locked(incident: Incident) -> Incident:
    """The case's row, locked: two officers are judged one after the other."""
    rows = Incident.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organization", "holder", "category", "severity", "disease", "reported_by").get(
        pk=incident.pk
    )

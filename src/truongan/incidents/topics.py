"""Names of what open pages watch: one case, or the queue of those who see a place or an organization."""

from truongan.incidents.models import Incident
from truongan.incidents.querysets import sees_diseases_in, sees_everything_in
from truongan.organizations.scope import Scope


def topic_of(incident: Incident) -> str:
    """What open pages of the case watch."""
    return f"incidents.incident.{incident.pk}"


def topics_of(incident: Incident) -> list[str]:
    """The case, and every queue it stands in: of its place, of the places around it, of the organizations that see it."""
    steps = incident.place_path.split("/")
    around = ["/".join(steps[:count]) for count in range(len(steps))]
    kinds = ("all", "ill") if incident.is_disease else ("all",)
    return [
        topic_of(incident),
        *(f"incidents.{kind}.{place}" for kind in kinds for place in around),
        *(f"incidents.of.{pk}" for pk in incident.seen_by_units),
    ]


def watched_by(scope: Scope) -> list[str]:
    """What a queue watches: the places and organizations whose cases this scope shows, by the same rules."""
    watched = [f"incidents.of.{pk}" for pk in scope.own_ids]
    for area in scope.areas:
        if sees_everything_in(area):
            watched.append(f"incidents.all.{area.path.rstrip('/')}")
        elif sees_diseases_in(area):
            watched.append(f"incidents.ill.{area.path.rstrip('/')}")
    return watched

"""What pages say of cases of one disease that lie close together at a school."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from truongan.channels.models import Recipient
from truongan.incidents.models import Cluster, Incident


@dataclass(frozen=True)
class Shown:
    """A cluster with its other cases this person sees, how many more there are, and who was told of it."""

    cluster: Cluster
    others: list[Incident]
    hidden: int
    told: list[Recipient]
    at: datetime


def with_clusters(cases: Iterable[Incident]) -> list[Incident]:
    """The cases of a page, each with the cluster it belongs to, or none, as `cluster`; one query, none without diseases."""
    rows = list(cases)
    ill = [each.pk for each in rows if each.is_disease]
    found: dict[int, Cluster] = {}
    if ill:
        for cluster in Cluster.objects.standing().of_cases(ill).select_related("rule"):
            found |= dict.fromkeys(cluster.cases, cluster)
    for each in rows:
        each.cluster = found.get(each.pk)  # type: ignore[attr-defined]  # for templates
    return rows


def cluster_shown(user, incident: Incident) -> Shown | None:
    """The cluster of one case; at most three queries."""
    if not incident.is_disease:
        return None
    cluster = Cluster.objects.standing().of_cases([incident.pk]).select_related("rule").first()
    if cluster is None:
        return None
    keys = [each for each in cluster.cases if each != incident.pk]
    others = list(
        Incident.objects.visible_to(user).filter(pk__in=keys).select_related("category").order_by("occurred_at")
    )
    told = Recipient.objects.filter(message__cause=cluster.cause).select_related("person", "organization")
    return Shown(cluster, others, len(keys) - len(others), list(told.order_by("pk")), cluster.noticed_at)

"""Several cases of one disease at a school within days: the health station and education are told once, to look at it.

A school may only point at it; whether the cases hang together and whether it is an outbreak is for the station and
the authority to say (domain §10).
"""

from datetime import datetime
from typing import Any

from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.accounts.models import Appointment
from truongan.channels.actions import To, send
from truongan.channels.models import Urgency
from truongan.duty.queries.routing import explain
from truongan.incidents.actions.timeline import tell
from truongan.incidents.clusters import Group, Thresholds, groups_in, ill_at
from truongan.incidents.models import Cluster, Incident
from truongan.incidents.states import EntryKind
from truongan.incidents.topics import topic_of
from truongan.kernel.dates import vn_date
from truongan.organizations.models import Organization
from truongan.web.live import announce

_HEALTH, _SCHOOLS = ("health",), ("education", "school")
_MOST = 5  # of an agency the matrix does not name


def look_for_clusters(incident: Incident, now: datetime, before: str = "") -> None:
    """Count the school's cases of this disease anew, and of the one it was taken for `before`; tell of a new cluster.

    In the transaction of whatever changed the case. What has too few cases left is ended; the same cases again make
    the same cluster again and tell nobody twice.
    """
    codes = {before, incident.disease.code if incident.disease else ""} - {""}
    if not codes:
        return
    # One recount after the other; no row of a case is locked, so two reports cannot wait for each other.
    organization = Organization.objects.select_for_update(no_key=True).get(pk=incident.organization_id)
    for code in sorted(codes):
        _recount(organization, code, incident, now)


def _recount(organization: Organization, disease: str, incident: Incident, now: datetime) -> None:
    groups = groups_in(ill_at(organization, disease), Thresholds(disease))
    known = list(Cluster.objects.filter(organization=organization, disease=disease).order_by("pk"))
    kept = set()
    for group in groups:
        there = next((each for each in known if set(each.cases) & set(group.keys)), None)
        if there is None:
            kept.add(_noticed(organization, disease, group, incident, now))
        else:
            kept.add(there.pk)
            _write(there, group)
    for each in known:
        if each.pk not in kept and each.ended_at is None:
            each.ended_at = now
            each.save(update_fields=["ended_at"])
            _refresh(each.cases)


def _write(cluster: Cluster, group: Group) -> None:
    facts = _facts(group) | {"ended_at": None}
    if any(getattr(cluster, name) != value for name, value in facts.items()):
        _refresh({*cluster.cases, *group.keys})
        for name, value in facts.items():
            setattr(cluster, name, value)
        cluster.save(update_fields=list(facts))


def _facts(group: Group) -> dict[str, Any]:
    days = [each.on for each in group.cases]
    return {"cases": group.keys, "ill_count": group.ill_count, "first_on": min(days), "last_on": max(days)}


def _noticed(organization: Organization, disease: str, group: Group, incident: Incident, now: datetime) -> int:
    cluster = Cluster.objects.create(
        organization=organization, disease=disease, rule=group.rule, noticed_at=now, **_facts(group)
    )
    people = _people(incident, now)
    send(
        cause=cluster.cause,
        to=[To(person_id=person, organization_id=each["organization"]) for person, each in people.items()],
        urgency=Urgency.URGENT,
        organization=organization,
        link=incident.get_absolute_url(),
        subject=_("Nhiều vụ việc giống nhau trong ít ngày: bạn cần xem"),
        text=_("Mở vụ việc để xem những vụ liên quan. Nội dung chỉ xem được khi đã đăng nhập."),
        short=_("Trường An: nhiều vụ việc giống nhau trong ít ngày, bạn cần xem. Mở liên kết."),
        now=now,
    )
    incident.seen_by_people = sorted({*incident.seen_by_people, *people})
    incident.save(update_fields=["seen_by_people"])
    tell(None, incident, EntryKind.CLUSTER, now, _words(cluster, incident, people))
    _refresh(cluster.cases)
    return cluster.pk


def _people(incident: Incident, now: datetime) -> dict[int, dict[str, Any]]:
    """Who works in health, in education and at the school, of those the matrix names for such a case.

    Where it names nobody of one of the two, the leaders of the nearest such agency over the school.
    """
    found = explain(
        organization=incident.organization, category=incident.category.code, severity=incident.severity.code, at=now
    )
    named = {each.person.pk: each for level in found.levels for each in level.people}
    sectors = dict(
        Organization.objects.filter(pk__in=[each.organization_id for each in named.values()]).values_list(
            "pk", "sector"
        )
    )
    people: dict[int, dict[str, Any]] = {}
    for wanted in (_HEALTH, _SCHOOLS):
        mine = {
            person: {"organization": each.organization_id, "words": f"{each.person.name} ({each.title})"}
            for person, each in named.items()
            if sectors.get(each.organization_id or 0) in wanted
        }
        people |= mine or _nearest(incident.organization, wanted[0], now)
    return people


def _nearest(organization: Organization, sector: str, now: datetime) -> dict[int, dict[str, Any]]:
    path = organization.place_path
    posts = Appointment.objects.on(timezone.localdate(now)).filter(
        organization__sector=sector, organization__place_path__in=[path[:end] for end in range(1, len(path) + 1)]
    )
    rows = list(
        posts.annotate(depth=Length("organization__place_path"))
        .select_related("person", "organization")
        .order_by("-depth", "organization", "-is_head", "pk")
    )
    return {
        each.person_id: {
            "organization": each.organization_id, "words": f"{each.person.name} ({each.organization.called})",
        }
        for each in [each for each in rows if each.organization_id == rows[0].organization_id][:_MOST]
    }  # fmt: skip


def _words(cluster: Cluster, incident: Incident, people: dict[int, dict[str, Any]]) -> str:
    disease = incident.disease.name if incident.disease else cluster.disease
    said = _("%(disease)s: %(n)s ca từ %(first)s đến %(last)s tại %(school)s. Ngưỡng: %(rule)s.") % {
        "disease": disease, "n": cluster.ill_count, "first": vn_date(cluster.first_on),
        "last": vn_date(cluster.last_on), "school": incident.organization.name, "rule": cluster.rule.words,
    }  # fmt: skip
    told = "; ".join(each["words"] for each in people.values())
    return f"{said} " + (
        _("Đã báo: %(people)s.") % {"people": told} if told else _("Không có ai của y tế, giáo dục để báo: gọi điện.")
    )


def _refresh(cases) -> None:
    """Open pages of these cases show it."""
    for pk in cases:
        announce(topic_of(Incident(pk=pk)))

"""What the page of one activity shows, and what other pages show of activities."""

from collections.abc import Collection
from datetime import date

from truongan.activities.facts import Reached
from truongan.activities.models import Activity, ActivityScheme, Photo
from truongan.activities.queries.counting import Sums, sums_of, with_sums
from truongan.activities.querysets import ActivityQuerySet

MOST_IN_PANEL = 5


def photos_of(activity: Activity) -> list[Photo]:
    return list(activity.photos.select_related("consent_recorded_by__person").order_by("position", "pk"))


def links_of(activity: Activity) -> list[ActivityScheme]:
    links = activity.scheme_links.select_related("scheme__organization", "scheme__type", "event")
    return list(links.order_by("scheme__organization__sort_key", "pk"))


def total_of(audience: Collection[Reached]) -> Sums:
    """Attendances of all groups, and people of those for which they were told."""
    told = [each.person_count for each in audience if each.person_count is not None]
    return Sums(1, sum(each.attendance_count for each in audience), sum(told), len(told))


def recent(activities: ActivityQuerySet, limit: int = MOST_IN_PANEL) -> list[Activity]:
    """The newest of a list, for a panel on another page."""
    rows = with_sums(activities).select_related("organization").prefetch_related("photos")
    return list(rows.order_by("-on", "-pk")[:limit])


def sums_since(activities: ActivityQuerySet, start: date, day: date) -> Sums:
    """Sums from `start` to `day`, that day included."""
    return sums_of(activities.standing_on(day).filter(on__gte=start))

"""What every chapter needs: its own chance, hours of past days, and the cast as they were in post then."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random

from django.utils import timezone

from truongan.accounts.models import User
from truongan.accounts.scope import scope_of
from truongan.demo.cast import CAST, ORGANIZATION
from truongan.demo.names import person_name
from truongan.kernel.working_days import next_working_day
from truongan.organizations.models import Organization

SEED = 1646
_WRITERS = ("leader", "admin", "editor")
LEADERS = ("leader", "admin")


@dataclass(frozen=True)
class Stage:
    """One chapter's own beginning: the same whatever was told before it."""

    chapter: str

    @cached_property
    def rng(self) -> Random:
        return Random(f"{SEED}-{self.chapter}")  # noqa: S311 - invents happenings, guards nothing

    def hour(self, day: date) -> datetime:
        """Some moment of a working day's office hours."""
        return at(day, self.rng.randint(7, 16), self.rng.randint(0, 59))

    def workday(self, since: date, until: date) -> date:
        """A working day from `since` to `until`, or the first one after."""
        return next_working_day(since + timedelta(days=self.rng.randint(0, (until - since).days)))

    def someone(self) -> str:
        """The name of nobody in particular."""
        return person_name(self.rng, self.rng.random() < 0.3)


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """A time of day in Viet Nam."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def cast_on(username: str, day: date) -> User:
    """A member of the cast with what their posts of that day open."""
    user = User.objects.get(username=username)
    user.scope = scope_of(user, day)  # a cached property: the product asks it of today
    return user


def place(key: str) -> Organization:
    """An organization of the cast."""
    return Organization.objects.get(code=ORGANIZATION[key].code)


def speaker_for(organization: Organization, day: date, roles: Collection[str] = _WRITERS) -> User | None:
    """The member of the cast who writes for this organization on that day; for all others the operator does."""
    keys = {key for key, each in ORGANIZATION.items() if each.code == organization.code}
    for member in CAST:
        for post in member.posts:
            begun = post.since <= day and (post.until is None or day < post.until)
            if begun and post.organization in keys and post.role in roles:
                return cast_on(member.username, day)
    return None

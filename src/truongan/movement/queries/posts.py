"""How far a post has come: by unit, by group, and who has confirmed to have read it."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from truongan.channels.models import Recipient
from truongan.movement.models import ConnectionGroup, GroupMembership, GroupPost, GroupPosting
from truongan.movement.models.post import KIND
from truongan.territory.models import AdministrativeUnit

_SENT = ("handed", "delivered")


@dataclass
class PostingLine:
    posting: GroupPosting
    state: str
    label: str
    tone: str
    confirmed: int = 0


@dataclass
class UnitLine:
    """One commune: how many groups, how many of them in each state."""

    name: str
    lines: list[PostingLine] = field(default_factory=list)

    def count(self, state: str) -> int:
        return sum(line.state == state for line in self.lines)

    @property
    def posted(self) -> int:
        return self.count("posted")

    @property
    def waiting(self) -> int:
        return self.count("waiting")

    @property
    def lost(self) -> int:
        return self.count("cannot") + self.count("nobody") + self.count("unreachable")

    @property
    def confirmed(self) -> int:
        return sum(line.confirmed for line in self.lines)


_WORDS = {
    "posted": ("Đã đăng", "ok"), "waiting": ("Chờ đăng", "soon"), "cannot": ("Không đăng được", "late"),
    "nobody": ("Chưa có trưởng nhóm", "late"), "unreachable": ("Không liên lạc được", "late"), "ended": ("Nhóm đã kết thúc", "off"),
}  # fmt: skip


def progress_of(post: GroupPost, day: date) -> list[UnitLine]:
    """Postings by commune, in a fixed number of queries."""
    rows = post.postings.select_related("group__organization", "owner").order_by("group__organization__sort_key", "pk")
    postings = list(rows)
    official, unreached = _of_channels(post)
    confirmed = _confirmed(post, day)
    units = _unit_names({each.group.organization.place_path for each in postings})
    found: dict[str, UnitLine] = {}
    for posting in postings:
        path = posting.group.organization.place_path
        state = _state(posting, official, unreached, day)
        line = PostingLine(posting, state, *_WORDS[state], confirmed.get(posting.group_id, 0))
        found.setdefault(path, UnitLine(units.get(path, "–"))).lines.append(line)
    return list(found.values())


def reach_of(groups, day: date) -> dict[str, int]:
    """How many groups and memberships a post to these would reach, and how many groups have nobody to post it."""
    ids = groups.order_by().values("pk")
    members = GroupMembership.objects.on(day).filter(group__in=ids).values_list("count", flat=True)
    return {
        "groups": groups.count(), "members": sum(members),
        "ownerless": ConnectionGroup.objects.ownerless_on(day).filter(pk__in=ids).count(),
    }  # fmt: skip


def told_in_person(post: GroupPost) -> int:
    """How many members were told through channels of their own."""
    return Recipient.objects.filter(message__cause=f"{KIND}.{post.pk}.members").count() if post.tells_members else 0


def _state(posting: GroupPosting, official: dict[str, bool], unreached: set[int], day: date) -> str:
    if posting.group.ended_on and posting.group.ended_on <= day:
        return "ended"
    if posting.state != "waiting":
        return posting.state
    if posting.way == GroupPosting.Way.OFFICIAL:
        return "posted" if official.get(posting.group.chat_place) else "waiting"
    if posting.way == GroupPosting.Way.NOBODY:
        return "nobody"
    return "unreachable" if posting.owner_id in unreached else "waiting"


def _of_channels(post: GroupPost) -> tuple[dict[str, bool], set[int]]:
    """Whether each chat of the official account has it, and owners no channel reaches."""
    chats = Recipient.objects.filter(message__cause=f"{KIND}.{post.pk}.oa").prefetch_related("deliveries")
    official = {each.place: any(one.state in _SENT for one in each.deliveries.all()) for each in chats}
    silent = Recipient.objects.filter(message__cause=f"{KIND}.{post.pk}", unreachable_at__isnull=False)
    return official, {pk for pk in silent.values_list("person", flat=True) if pk}


def _confirmed(post: GroupPost, day: date) -> dict[int, int]:
    readers = post.receipts.values("person")
    places = GroupMembership.objects.on(day).filter(group__in=post.postings.values("group"), person__in=readers)
    return dict(places.order_by().values_list("group").annotate(n=Count("person", distinct=True)))


def _unit_names(paths: set[str]) -> dict[str, str]:
    return dict(AdministrativeUnit.objects.filter(path__in=paths).values_list("path", "full_name"))

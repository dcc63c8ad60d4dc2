"""Members say that they have read a post: by its address, or by the link of a message of their own. Each once."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.accounts.models import Person
from truongan.channels.actions import CannotAnswer, To, answer, send
from truongan.channels.models import Channel, Message, Recipient
from truongan.kernel.phones import parse_phone
from truongan.movement.models import GroupMembership, GroupPost, GroupPosting, GroupReceipt
from truongan.movement.models.post import KIND, RECEIPT_KIND

READ = "read"
CHOICES = ((READ, gettext_lazy("Đã nhận")),)
MOST_RECEIPTS_A_MINUTE = 600  # far more than members of all groups of a province tap
_MINUTE = timedelta(minutes=1)


@transaction.atomic
def confirm_receipt(*, post: GroupPost, person: Person | None = None, phone: str = "", now: datetime) -> bool:
    """A member says to have read the post: a person signed in, or whoever types a number of the roster.

    Whether the number was found goes to nobody outside: strangers must not learn who is in a group.
    """
    if post.recalled_at or post.receipts.filter(at__gt=now - _MINUTE).count() >= MOST_RECEIPTS_A_MINUTE:
        return False
    number = parse_phone(phone) if phone else None
    person = person or (Person.objects.filter(phone=number).first() if number else None)
    if person is None or not members_reached(post, now).filter(person=person).exists():
        return False
    # Their own message first, as an answer to it does: two ways at once must not wait for each other.
    told = Recipient.objects.filter(message__cause=cause_of(post), person=person).first()
    if told is not None:
        answer(recipient=told, choice=READ, via=Channel.INBOX, now=now)
    _note(post, person.pk, now)
    return True


def take_receipt(recipient: Recipient, choice: str, via: str, now: datetime) -> None:
    """One tap on a member's own message; whoever has left the groups meanwhile had read it all the same."""
    post = told_of(recipient.message)
    if post is None or post.recalled_at:
        raise CannotAnswer(_("Bài này đã được rút lại, không cần xác nhận nữa."))
    if recipient.person_id is not None:
        _note(post, recipient.person_id, now)


def tell_members(post: GroupPost, postings: Collection[GroupPosting], now: datetime) -> int:
    """Tell each member in person, through their own channels; how many. Owners have the posting itself as a task."""
    owners = {each.owner_id for each in postings if each.owner_id}
    places = members_reached(post, now).exclude(person=None).order_by("pk")
    rows = places.values_list("person", "group__organization")
    to = {person: To(person_id=person, organization_id=place) for person, place in rows if person not in owners}
    if to:
        send(
            cause=cause_of(post), to=list(to.values()), kind=RECEIPT_KIND, subject=_("Tin của nhóm kết nối"),
            text="\n".join(part for part in (post.text, post.link) if part),
            short=_("Nhóm kết nối có tin mới, mở liên kết để đọc và xác nhận."),
            choices=[(code, str(label)) for code, label in CHOICES],
            organization=post.organization, sent_by=post.sent_by, now=now,
        )  # fmt: skip
    return len(to)


def members_reached(post: GroupPost, now: datetime):
    """Places of the groups the post went to, as they are now."""
    return GroupMembership.objects.on(timezone.localdate(now)).filter(group__in=post.postings.values("group"))


def cause_of(post: GroupPost) -> str:
    """What members' own messages are said for; recalled with the others of the post."""
    return f"{KIND}.{post.pk}.members"


def told_of(message: Message) -> GroupPost | None:
    number = message.cause.removeprefix(f"{KIND}.").partition(".")[0]
    return GroupPost.objects.filter(pk=int(number)).first() if number.isdecimal() else None


def _note(post: GroupPost, person_id: int, now: datetime) -> None:
    GroupReceipt.objects.get_or_create(post=post, person_id=person_id, defaults={"at": now})

"""One post in many connection groups: groups of the official account directly, the others through their owners."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.audit.actions import record
from truongan.channels.actions import CannotAnswer, NewNotice, To, notify_each, recall, send
from truongan.channels.models import Address, Channel, Message, Recipient
from truongan.kernel.refusals import require
from truongan.movement import rules
from truongan.movement.actions.receipts import tell_members, told_of
from truongan.movement.actions.refusals import CannotPost
from truongan.movement.models import ConnectionGroup, GroupPost, GroupPosting
from truongan.movement.models.post import KIND, LONGEST
from truongan.organizations.models import Organization

CHOICES = (("posted", gettext_lazy("Đã đăng")), ("cannot", gettext_lazy("Không đăng được")))
Way, State = GroupPosting.Way, GroupPosting.State


def text_to_post(post: GroupPost) -> str:
    """What is posted, to the letter: the text, its link, and the address to confirm at."""
    confirm = settings.SITE_ADDRESS + reverse("movement_public:receipt", args=[post.code])
    return "\n".join(
        part for part in (post.text, post.link, _("Xác nhận đã đọc: %(link)s") % {"link": confirm}) if part
    )


@transaction.atomic
def post_to_groups(
    *, actor, organization: Organization, groups: Collection[int], text: str, link: str = "", audience: str = "",
    token: str, tells_members: bool = False, corrects: GroupPost | None = None, now: datetime,
) -> GroupPost:  # fmt: skip
    """Say `text` in these groups (ids; those ended by now are left out) in the name of `organization`.

    With its link at most 2000 letters. `tells_members`: each member is told in person as well, and asked for a tap that
    it was received. The same `token` again gives the post made first. Raises CannotPost.
    """
    require(rules.may_write_for(actor, organization))
    if corrects is not None:
        _refuse_corrected(corrects, token)
    post, is_new = GroupPost.objects.get_or_create(
        form_token=token,
        defaults={
            "organization": organization, "text": text.strip()[: LONGEST + 1], "link": link, "audience": audience[:300],
            "code": secrets.token_urlsafe(8), "corrects": corrects, "tells_members": tells_members, "created_at": now, "sent_by": actor,
        },
    )  # fmt: skip
    if not is_new:
        return post
    _refuse_text(post)
    rows = ConnectionGroup.objects.filter(pk__in=groups)
    rows = rows if actor is None else rows.writable_by(actor)
    found = list(rows.in_stock_on(timezone.localdate(now)).select_related("organization", "owner"))
    if not found:
        raise CannotPost(_("Không còn nhóm nào để đăng. Chọn lại đơn vị, bộ lọc."))
    gone = set(
        ConnectionGroup.objects.ownerless_on(timezone.localdate(now))
        .filter(pk__in=[group.pk for group in found])
        .values_list("pk", flat=True)
    )
    postings = [_posting(post, group, gone, _official(found)) for group in found]
    GroupPosting.objects.bulk_create(postings, batch_size=1000)
    _say(post, postings, now)
    told = tell_members(post, postings, now) if tells_members else 0
    record(
        actor=actor, verb="movement.post.sent", target=post, now=now, organization=organization,
        groups=len(postings), told=told, note=audience,
    )  # fmt: skip
    return post


@transaction.atomic
def confirm_posting(*, actor, posting: GroupPosting, choice: str, now: datetime) -> GroupPosting:
    """The owner, or whoever writes for the school, says whether it was posted in this group."""
    posting = (
        GroupPosting.objects.select_for_update(of=("self",))
        .select_related("post", "group__organization")
        .get(pk=posting.pk)
    )
    mine = actor.person_id is not None and actor.person_id == posting.owner_id
    require(mine or rules.may_edit_group(actor, posting.group))
    if posting.post.recalled_at:
        raise CannotPost(_("Bài này đã được rút lại, không đăng nữa."))
    if choice not in dict(CHOICES):
        raise CannotPost(_("Chọn “Đã đăng” hoặc “Không đăng được”."))
    posting.state, posting.answered_at, posting.answered_by = choice, now, actor.person
    posting.save(update_fields=["state", "answered_at", "answered_by"])
    return posting


def take_answer(recipient: Recipient, choice: str, via: str, now: datetime) -> None:
    """One tap on the owner's message answers for all their groups that still wait."""
    post = told_of(recipient.message)
    if post is None or post.recalled_at:
        raise CannotAnswer(_("Bài này đã được rút lại, không đăng nữa."))
    waiting = post.postings.filter(owner=recipient.person_id, state=State.WAITING)
    waiting.update(state=choice, answered_at=now, answered_by=recipient.person_id)


def describe_task(message: Message, recipient: Recipient) -> list[str]:
    """What the owner copies, and where to."""
    post = told_of(message)
    if post is None:
        return []
    mine = post.postings.filter(owner=recipient.person_id, group__ended_on=None).select_related("group")
    groups = [f"{each.group.name}: {each.group.link}" if each.group.link else each.group.name for each in mine]
    return [
        _("Chép đoạn sau vào nhóm:"),
        text_to_post(post),
        _("Đăng vào: %(groups)s") % {"groups": "; ".join(groups)},
    ]


@transaction.atomic
def remind_owners(*, actor, post: GroupPost, now: datetime) -> int:
    """Ask those again who have not answered, once a day at most; how many."""
    post = _locked(actor, post)
    _refuse_recalled(post)
    if post.reminded_at and timezone.localdate(post.reminded_at) == timezone.localdate(now):
        raise CannotPost(_("Hôm nay đã nhắc rồi. Mai hãy nhắc lại, hoặc gọi điện cho trưởng nhóm."))
    waiting = post.postings.filter(way=Way.OWNER, state=State.WAITING, group__ended_on=None)
    to = [
        To(person_id=row.owner_id, organization_id=row.group.organization_id)
        for row in waiting.select_related("group")
    ]
    if to:
        _send(post, f".nhac.{timezone.localdate(now)}", _once(to), _("Nhắc: đăng tin vào nhóm kết nối"), now)
    post.reminded_at = now
    post.save(update_fields=["reminded_at"])
    record(
        actor=actor, verb="movement.post.reminded", target=post, now=now, organization=post.organization, count=len(to)
    )
    return len(_once(to))


@transaction.atomic
def recall_post(*, actor, post: GroupPost, reason: str, now: datetime) -> GroupPost:
    """Take it back: tasks that wait are closed, owners who had posted are asked to delete it."""
    post = _locked(actor, post)
    _refuse_recalled(post)
    post.recalled_at, post.recall_reason = now, reason
    post.save(update_fields=["recalled_at", "recall_reason"])
    cause = f"{KIND}.{post.pk}"
    for message in [*Message.objects.filter(cause=cause), *Message.objects.filter(cause__startswith=f"{cause}.")]:
        recall(message=message, now=now)
    posted = post.postings.filter(state=State.POSTED, owner__isnull=False).values_list("owner", flat=True)
    to = [To(person_id=pk) for pk in set(posted)]
    if to:
        send(
            cause=f"movement.group_recall.{post.pk}", to=to, subject=_("Gỡ bài đã đăng trong nhóm kết nối"),
            text=reason, link=reverse("movement:post_task", args=[post.pk]), organization=post.organization,
            sent_by=actor, now=now,
        )  # fmt: skip
    record(
        actor=actor, verb="movement.post.recalled", target=post, now=now, organization=post.organization, note=reason
    )
    return post


def _posting(post: GroupPost, group: ConnectionGroup, gone: set[int], official: set[str]) -> GroupPosting:
    if group.chat_place in official:
        return GroupPosting(post=post, group=group, way=Way.OFFICIAL)
    if group.owner is None or group.pk in gone:
        return GroupPosting(post=post, group=group, way=Way.NOBODY)
    return GroupPosting(post=post, group=group, way=Way.OWNER, owner=group.owner)


def _official(groups: Collection[ConnectionGroup]) -> set[str]:
    places = [group.chat_place for group in groups]
    return set(
        Address.objects.in_use().filter(place__in=places, channel=Channel.ZALO_GROUP).values_list("place", flat=True)
    )


def _say(post: GroupPost, postings: Collection[GroupPosting], now: datetime) -> None:
    owners = [
        To(person_id=each.owner_id, organization_id=each.group.organization_id) for each in postings if each.owner_id
    ]
    if owners:
        _send(post, "", _once(owners), _("Đăng tin vào nhóm kết nối"), now)
    places = [To(place=each.group.chat_place) for each in postings if each.way == Way.OFFICIAL]
    if places:
        send(
            cause=f"{KIND}.{post.pk}.oa", to=places, subject=str(post), text=text_to_post(post),
            organization=post.organization, sent_by=post.sent_by, now=now,
        )  # fmt: skip
    notify_each(messages=[_orphan(each) for each in postings if each.way == Way.NOBODY], now=now)


def _send(post: GroupPost, part: str, to: list[To], subject: str, now: datetime) -> None:
    send(
        cause=f"{KIND}.{post.pk}{part}", to=to, subject=subject, text=text_to_post(post), kind=KIND,
        short=_("Bạn có một tin cần đăng vào nhóm kết nối."), choices=[(code, str(label)) for code, label in CHOICES],
        link=reverse("movement:post_task", args=[post.pk]), organization=post.organization, sent_by=post.sent_by, now=now,
    )  # fmt: skip


def _orphan(posting: GroupPosting) -> NewNotice:
    return NewNotice(
        subject=_("Nhóm “%(name)s” chưa có trưởng nhóm nên tin chưa đăng được") % {"name": posting.group.name},
        text=_("Giao nhóm cho một người, hoặc tự đăng rồi xác nhận."), organization_id=posting.group.organization_id,
        link=reverse("movement:post_task", args=[posting.post_id]), key=f"movement.group_posting.{posting.pk}",
    )  # fmt: skip


def _once(to: Collection[To]) -> list[To]:
    return list({each.person_id: each for each in to}.values())


def _refuse_text(post: GroupPost) -> None:
    if not post.text:
        raise CannotPost(_("Viết nội dung cần đăng."))
    length = len(text_to_post(post))
    if length > LONGEST:
        raise CannotPost(
            _("Bài dài %(n)s chữ cái kể cả đường dẫn; nhóm chỉ nhận %(most)s. Viết ngắn lại.")
            % {"n": length, "most": LONGEST}
        )


def _refuse_corrected(post: GroupPost, token: str) -> None:
    """A post has one correction; what is wrong in that is corrected there. Two who correct at once are told apart."""
    GroupPost.objects.select_for_update().get(pk=post.pk)
    if GroupPost.objects.filter(corrects=post).exclude(form_token=token).exists():
        raise CannotPost(_("Bài này đã có bài đính chính. Mở bài đính chính nếu còn phải sửa."))


def _refuse_recalled(post: GroupPost) -> None:
    if post.recalled_at:
        raise CannotPost(_("Bài này đã được rút lại."))


def _locked(actor, post: GroupPost) -> GroupPost:
    post = GroupPost.objects.select_for_update(of=("self",)).select_related("organization").get(pk=post.pk)
    require(rules.may_keep_post(actor, post))
    return post

"""What handlers do with a tip. Each leaves who did what on which tip in the record, and nothing of what it says."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.audit.models import Entry
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.tips import rules, sealing
from truongan.tips.actions.counting import count
from truongan.tips.actions.refusals import CannotTip
from truongan.tips.models import Tip, TipAccess, TipMessage
from truongan.tips.rings import Ring, Story, TipKeys, is_concerned, locked_message, story_of
from truongan.tips.routing import is_barred, is_open, ready_keys
from truongan.tips.states import NEXT, OPEN, Kind, TipState
from truongan.tips.terms import deletion_day

_OPENED = "tips.tip.opened"


@transaction.atomic
def open_tip(*, actor, ring: Ring, tip: Tip, now: datetime) -> tuple[TipKeys, Story]:
    """Open a tip that is visible to the actor: what unlocks it, and what was confided. On record once a day.

    Raises CannotOpen without a grant of the unit's key, PermissionDenied for who has a post in what it is about.
    """
    keys, story = _opened(actor, ring, tip, now)
    # Locked before it is marked: a colleague may have moved it on, the tipster may be adding something.
    tip.refresh_from_db(from_queryset=Tip.objects.select_for_update(of=("self",)).select_related("holder"))
    if rules.may_answer(actor, tip, timezone.localdate(now)):
        _mark_read(tip)
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if not Entry.objects.about(tip).filter(actor=actor, verb=_OPENED, at__gte=midnight).exists():
        record(actor=actor, verb=_OPENED, target=tip, now=now)
    return keys, story


def _opened(actor, ring: Ring, tip: Tip, now: datetime) -> tuple[TipKeys, Story]:
    keys = ring.keys_of(tip)
    story = story_of(tip, keys)
    if is_concerned(actor, story, timezone.localdate(now)):
        raise PermissionDenied(_("Tố giác này nói về đơn vị bạn đang giữ chức vụ."))
    return keys, story


def _mark_read(tip: Tip) -> None:
    if tip.is_unread or tip.state == TipState.NEW:
        tip.is_unread = False
        tip.state = TipState.READ if tip.state == TipState.NEW else tip.state
        tip.save(update_fields=["is_unread", "state"])
        tip.messages.filter(kind=Kind.FROM_TIPSTER).update(is_unread=False)


@transaction.atomic
def reply_to_tipster(*, actor, ring: Ring, tip: Tip, text: str, now: datetime) -> TipMessage:
    """Answer, or ask back; only the receipt and the unit's keys open it. Signed with the unit's name alone."""
    tip, keys, _story = _workable(actor, ring, tip, now)
    return _say(actor, tip, Kind.REPLY, text, keys, now, "tips.tip.answered")


@transaction.atomic
def note_on_tip(*, actor, ring: Ring, tip: Tip, text: str, now: datetime) -> TipMessage:
    """A note among officers, under a key the receipt does not give."""
    tip, keys, _story = _workable(actor, ring, tip, now)
    return _say(actor, tip, Kind.NOTE, text, keys, now, "tips.tip.noted")


def _say(actor, tip: Tip, kind: str, text: str, keys: TipKeys, now: datetime, verb: str) -> TipMessage:
    today = timezone.localdate(now)
    author = tip.holder.called if kind == Kind.REPLY else actor.display_name
    message = locked_message(tip, kind, text, author, keys, today)
    message.save()
    _touch(tip, now)
    record(actor=actor, verb=verb, target=tip, now=now)
    return message


@transaction.atomic
def conclude_tip(*, actor, ring: Ring, tip: Tip, state: str, now: datetime) -> Tip:
    """Move a tip on: in progress, substantiated, unsubstantiated (its shorter term begins), closed, or taken up again.

    Whoever cannot open it, or is concerned, does not end it either. Raises CannotTip for a step its state does not
    allow, CannotOpen without a grant of the unit's key.
    """
    tip, _keys, _story = _workable(actor, ring, tip, now)
    if state not in NEXT[tip.state]:
        raise CannotTip(_("Tố giác đang ở tình trạng khác. Xem lại trang rồi chọn lại."))
    tip.state = state
    tip.save(update_fields=["state"])
    _touch(tip, now)
    if state not in OPEN:
        year = timezone.localdate(now).year
        count(f"state:{state}", year, tip.holder)
        count(f"state:{state}", year, None)
    record(actor=actor, verb="tips.tip.state_changed", target=tip, now=now, note=str(tip.get_state_display()))
    return tip


@transaction.atomic
def forward_tip(*, actor, ring: Ring, tip: Tip, organization: Organization, keeps_access: bool, now: datetime) -> Tip:
    """Seal the tip's keys to another unit, which holds it from now on; this unit goes on reading it, or no more.

    Raises CannotTip for a unit that is concerned or under one that is, that has it already, or that could not open it.
    """
    tip, keys, story = _workable(actor, ring, tip, now)
    today = timezone.localdate(now)
    before, concerned = tip.holder, list(Organization.objects.filter(pk__in=story.concerned))
    unit_key = _receiving_key(organization, before, concerned, today)
    gone = [organization] if keeps_access else [organization, before]
    TipAccess.objects.filter(tip=tip, organization__in=gone).delete()
    TipAccess.objects.create(
        tip=tip, organization=organization, unit_key=unit_key,
        sealed=sealing.sealed_to(unit_key.public_key, keys.packed()),
    )  # fmt: skip
    tip.holder, tip.state, tip.is_unread = organization, TipState.NEW, True
    tip.save(update_fields=["holder", "state", "is_unread"])
    _touch(tip, now)
    count("forwarded", today.year, before)
    record(
        actor=actor, verb="tips.tip.forwarded", target=tip, now=now,
        note=f"{before.called} → {organization.called}", keeps_access=keeps_access,
    )  # fmt: skip
    return tip


def _receiving_key(organization: Organization, before: Organization, concerned: Collection[Organization], today):
    unit_key = ready_keys(today).get(organization.pk)
    if organization.pk == before.pk or organization.is_school or not is_open(organization, today):
        raise CannotTip(_("Chọn một cơ quan khác đang hoạt động."))
    if is_barred(organization, concerned, today):
        raise CannotTip(_("Tố giác nói về đơn vị này hoặc cấp trên của họ, nên không chuyển đến đây được."))
    if unit_key is None:
        raise CannotTip(_("Đơn vị này chưa có người xử lý có khóa, nên không mở được tố giác."))
    return unit_key


@transaction.atomic
def read_by_tipster(*, tip: Tip, now: datetime) -> None:
    """Whoever holds the receipt has seen the replies."""
    tip.messages.filter(kind=Kind.REPLY, is_unread=True).update(is_unread=False)


def _workable(actor, ring: Ring, tip: Tip, now: datetime) -> tuple[Tip, TipKeys, Story]:
    tip = _held(tip)
    require(rules.may_answer(actor, tip, timezone.localdate(now)))
    keys, story = _opened(actor, ring, tip, now)
    return tip, keys, story


def _held(tip: Tip) -> Tip:
    return Tip.objects.select_for_update(of=("self",)).select_related("holder").get(pk=tip.pk)


def _touch(tip: Tip, now: datetime) -> None:
    tip.changed_on = timezone.localdate(now)
    tip.delete_on = deletion_day(tip.state, tip.changed_on)
    tip.save(update_fields=["changed_on", "delete_on"])

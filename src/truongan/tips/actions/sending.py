"""What whoever confides does. No actor, no record: there is nobody to hold to account, and the record has hours."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit
from truongan.tips import sealing
from truongan.tips.actions.counting import count
from truongan.tips.actions.refusals import AlreadySent
from truongan.tips.actions.spending import is_just_spent, spend
from truongan.tips.models import Pressure, Tip, TipAccess, TipMessage
from truongan.tips.receipts import worked_out
from truongan.tips.rings import Story, TipKeys, locked_file, locked_message, locked_story
from truongan.tips.routing import Receiving, receiving_unit
from truongan.tips.states import Kind
from truongan.tips.terms import deletion_day

Picture = tuple[bytes, str]  # content and media type, as documents.uploads gave it back


@dataclass(frozen=True)
class Sent:
    """`receipt` is shown in the answer to the form and kept nowhere."""

    receipt: str
    tip: Tip
    is_again: bool = False


def send_tip(
    *,
    topic: str,
    unit: AdministrativeUnit,
    place: str = "",
    concerned: Collection[Organization] = (),
    text: str,
    files: Sequence[Picture] = (),
    form_token: str,
    now: datetime,
) -> Sent:
    """Lock what is confided for the competent unit and its writer, and give the receipt that opens it again.

    `form_token`: of the form it came by. The same form again makes no second tip: within ten minutes it gives the same
    receipt (pressed twice, loaded again), later it raises AlreadySent. Raises NoCompetentUnit where nobody may receive
    it: then nothing is kept.
    """
    today = timezone.localdate(now)
    receiving = receiving_unit(topic, unit, concerned, today)
    receipt = sealing.receipt_of(form_token, settings.TIPS_SITE_SECRET)
    with transaction.atomic():
        if not spend(form_token, now):
            return _sent_before(form_token, receipt, now)
        story = Story(topic, unit.full_name, place, tuple(each.pk for each in concerned), text)
        tip, keys = _new_tip(receiving, receipt, story, today)
        _keep_files(tip, files, keys, None)
        _count_received(receiving.organization, topic, today)
    return Sent(receipt, tip)


def _sent_before(form_token: str, receipt: str, now: datetime) -> Sent:
    tip = is_just_spent(form_token, now) and Tip.objects.filter(lookup=worked_out(receipt).lookup).first()
    if not tip:
        raise AlreadySent(
            _("Biểu mẫu này đã được gửi một lần và đã được nhận; không có bản thứ hai. "
              "Chưa kịp ghi mã biên nhận thì mở lại trang, gửi một tố giác mới.")
        )  # fmt: skip
    return Sent(receipt, tip, is_again=True)


def _new_tip(receiving: Receiving, receipt: str, story: Story, today: date) -> tuple[Tip, TipKeys]:
    keys, of_receipt = TipKeys.new(), worked_out(receipt)
    tip = Tip(
        holder=receiving.organization, received_on=today, changed_on=today, lookup=of_receipt.lookup,
        tipster_key=of_receipt.public, sealed_for_tipster=sealing.sealed_to(of_receipt.public, keys.content),
    )  # fmt: skip
    tip.delete_on = deletion_day(tip.state, today)
    tip.story = locked_story(story, tip, keys)
    tip.save()
    TipAccess.objects.create(
        tip=tip, organization=receiving.organization, unit_key=receiving.unit_key,
        sealed=sealing.sealed_to(receiving.unit_key.public_key, keys.packed()),
    )  # fmt: skip
    return tip, keys


def _count_received(organization: Organization, topic: str, today: date) -> None:
    count("received", today.year, organization)
    count("received", today.year, None)
    count(f"topic:{topic}", today.year, None)


@transaction.atomic
def add_from_tipster(
    *, tip: Tip, keys: TipKeys, text: str, files: Sequence[Picture] = (), form_token: str, now: datetime
) -> TipMessage:
    """One more message of whoever holds the receipt; the unit sees it as unread, and the term begins anew.

    Raises AlreadySent for the same form again.
    """
    today = timezone.localdate(now)
    if not spend(form_token, now):
        raise AlreadySent(_("Lời này đã được nhận ở lần bấm trước."))
    tip = Tip.objects.select_for_update().get(pk=tip.pk)
    message = locked_message(tip, Kind.FROM_TIPSTER, text, "", keys, today)
    message.save()
    _keep_files(tip, files, keys, message)
    tip.is_unread, tip.changed_on, tip.delete_on = True, today, deletion_day(tip.state, today)
    tip.save(update_fields=["is_unread", "changed_on", "delete_on"])
    return message


def _keep_files(tip: Tip, files: Sequence[Picture], keys: TipKeys, message: TipMessage | None) -> None:
    for content, content_type in files:
        locked_file(tip, content, content_type, keys, message).save()


@transaction.atomic
def note_wrong_receipt(*, now: datetime) -> None:
    """One more receipt tried in vain in this minute: a number for everybody together."""
    minute = now.replace(second=0, microsecond=0)
    Pressure.objects.bulk_create([Pressure(minute=minute)], ignore_conflicts=True)
    Pressure.objects.filter(minute=minute).update(count=F("count") + 1)

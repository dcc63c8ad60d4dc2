"""Writing an activity down, correcting it, taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from truongan.activities import rules
from truongan.activities.actions.photos import kept_photos
from truongan.activities.actions.proof import prove, withdraw
from truongan.activities.actions.refusals import (
    CannotChange,
    CannotChangeActivities,
    CannotRecord,
    CannotVoid,
    FormUsed,
    locked_organization,
    refuse_absent,
    refuse_future,
)
from truongan.activities.facts import PLAIN, ActivityFacts, facts_of, in_order, in_words
from truongan.activities.models import Activity, ActivityDraft, ActivityPerson, Audience
from truongan.audit.actions import record
from truongan.directives.models import Directive
from truongan.documents.uploads import discarded_on_failure
from truongan.kernel.refusals import require
from truongan.kernel.text import fold, nfc
from truongan.organizations.models import Organization
from truongan.plans.models import Measure

_LONG = ("content", "result")  # their line breaks mean something
_SHORT = ("title", "place", "chair", "secretary", "other_partners")


@dataclass(frozen=True, slots=True)
class Recorded:
    """The activity, and why some photos were not kept; `was_there` when the same form had arrived before."""

    activity: Activity
    refused: tuple[str, ...] = ()
    was_there: bool = False


def record_activity(
    *,
    actor,
    organization: Organization,
    facts: ActivityFacts,
    token: UUID,
    photos: Sequence = (),
    shows_children: bool | None = None,
    draft: ActivityDraft | None = None,
    now: datetime,
) -> Recorded:
    """Write down what the organization did; the schemes named get it as evidence that they are active.

    `token` belongs to the form: sent again, the first activity is returned and nothing is written; with another
    kind, day or name it is another activity and FormUsed is raised. Photos that are none, or too large, are left
    out and named in `refused`; everything else is kept. The draft is gone afterwards. Raises PermissionDenied,
    CannotRecord for a day in the future or outside the organization's life, an activity of the same kind, day, hour
    and name, or more people than attendances.
    """
    with discarded_on_failure(), transaction.atomic():
        organization = locked_organization(organization.pk)
        require(rules.may_record_for(actor, organization))
        there = Activity.objects.filter(token=token, organization=organization).first()
        facts = _tidy(facts)
        if there is not None:
            if not _is_the_same(there, facts):
                raise FormUsed(
                    _("Biểu mẫu này đã được ghi thành hoạt động “%(title)s”. Xem lại rồi bấm ghi lần nữa để ghi thêm.")
                    % {"title": there.title}
                )
            return Recorded(there, was_there=True)
        _judge(actor, organization, facts, None, now, CannotRecord)
        activity = _written(actor, organization, facts, token, now)
        kept, refused = kept_photos(actor, activity, photos, shows_children, now)
        prove(actor, activity, facts.schemes, now)
        if draft is not None:
            discard_draft(actor=actor, draft=draft)
        record(
            actor=actor, verb="activities.activity.recorded", target=activity, now=now, organization=organization,
            note=in_words(facts)[_("ngày")], kind=activity.kind, photos=len(kept),
        )  # fmt: skip
    return Recorded(activity, tuple(refused))


def change_activity(*, actor, activity: Activity, facts: ActivityFacts, seen_at: datetime, now: datetime) -> Activity:
    """Correct what is recorded. Every changed field goes into the audit record with what stood there before.

    `seen_at`: when what the person looked at had last been changed; raises CannotChange when somebody else was
    quicker, and for what record_activity refuses. Another day withdraws the evidence at the schemes and gives it anew.
    """
    with transaction.atomic():
        activity, organization = _locked(activity)
        require(rules.may_record_for(actor, organization))
        if activity.is_void:
            raise CannotChange(_("Hoạt động này đã hủy nên không sửa được nữa. Ghi hoạt động mới."))
        if (activity.changed_at or activity.recorded_at) != seen_at:
            raise CannotChange(_("Người khác vừa sửa hoạt động này. Mở lại trang để xem bản mới rồi sửa tiếp."))
        before, facts = facts_of(activity), _tidy(facts)
        changes = _differences(before, facts)
        if not changes:
            return activity
        _judge(actor, organization, facts, activity, now, CannotChange)
        _rewrite(activity, facts, now)
        prove(actor, activity, facts.schemes, now)
        record(
            actor=actor, verb="activities.activity.changed", target=activity, now=now, organization=organization,
            changes=changes,
        )  # fmt: skip
    return activity


def void_activity(*, actor, activity: Activity, reason: str, now: datetime) -> Activity:
    """Declare an activity recorded by mistake: it stays, struck through, counts nowhere and proves nothing.

    Raises CannotVoid without a reason, a second time, or when a scheme has passed to somebody else.
    """
    with transaction.atomic():
        activity, organization = _locked(activity)
        require(rules.may_record_for(actor, organization))
        if activity.is_void:
            raise CannotVoid(_("Hoạt động này đã hủy rồi."))
        reason = nfc(reason)[:300]
        if not reason:
            raise CannotVoid(_("Ghi lý do hủy, để người sau hiểu vì sao."))
        activity.voided_at, activity.voided_by, activity.void_reason = now, actor, reason
        activity.save(update_fields=["voided_at", "voided_by", "void_reason"])
        try:
            withdraw(actor, list(activity.scheme_links.select_related("event")), reason, now)
        except PermissionDenied:
            raise CannotVoid(
                _("Điểm mô hình gắn với hoạt động này nay thuộc đơn vị khác. Nhờ cơ quan cấp trên hủy giúp.")
            ) from None
        record(
            actor=actor, verb="activities.activity.voided", target=activity, now=now, organization=organization,
            reason=reason,
        )  # fmt: skip
    return activity


@transaction.atomic
def save_draft(*, actor, organization: Organization, fields: dict, now: datetime) -> ActivityDraft:
    """Keep what was typed so far, one draft for each person and organization, seen by its writer alone."""
    require(rules.may_record_for(actor, organization))
    draft, _made = ActivityDraft.objects.update_or_create(
        user=actor, organization=organization, defaults={"fields": fields, "updated_at": now}
    )
    return draft


def discard_draft(*, actor, draft: ActivityDraft) -> None:
    require(draft.user_id == actor.pk)
    draft.delete()


def _locked(activity: Activity) -> tuple[Activity, Organization]:
    organization = locked_organization(activity.organization_id)
    return Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk), organization


def _tidy(facts: ActivityFacts) -> ActivityFacts:
    """Texts in one form, choices once and in a fixed order, groups nobody came from left out."""
    words: dict[str, Any] = {name: nfc(getattr(facts, name)) for name in _SHORT}
    words |= {name: "\n".join(map(nfc, getattr(facts, name).strip().splitlines())) for name in _LONG}
    return replace(
        facts,
        **words,
        topics=tuple(sorted(set(facts.topics))),
        forms=tuple(sorted(set(facts.forms))),
        audience=in_order(each for each in facts.audience if each.attendance_count),
        partners=tuple(dict.fromkeys(facts.partners)),
        people=tuple(dict.fromkeys(facts.people)),
        schemes=tuple(dict.fromkeys(facts.schemes)),
    )


def _is_the_same(there: Activity, facts: ActivityFacts) -> bool:
    return (there.kind, there.on, there.title) == (facts.kind, facts.on, facts.title)


def _judge(
    actor,
    organization: Organization,
    facts: ActivityFacts,
    itself: Activity | None,
    now: datetime,
    refusal: type[CannotChangeActivities],
) -> None:
    refuse_future(facts.on, now, refusal)
    refuse_absent(organization, facts.on, refusal)
    if not facts.title:
        raise refusal(_("Ghi tên hoạt động."))
    if facts.ends_at and (facts.starts_at is None or facts.ends_at <= facts.starts_at):
        raise refusal(_("Giờ kết thúc phải sau giờ bắt đầu."))
    for each in facts.audience:
        if each.person_count is not None and each.person_count > each.attendance_count:
            raise refusal(_("Số người không thể nhiều hơn số lượt: mỗi người dự là ít nhất một lượt."))
    _refuse_twin(organization, facts, itself, refusal)
    _refuse_unseen(actor, facts, itself, refusal)


def _refuse_twin(
    organization: Organization, facts: ActivityFacts, itself: Activity | None, refusal: type[CannotChangeActivities]
) -> None:
    """The same thing written down by two colleagues would be counted twice."""
    twins = Activity.objects.valid().filter(
        organization=organization, kind=facts.kind, on=facts.on, starts_at=facts.starts_at
    )
    twins = twins.exclude(pk=itself.pk) if itself else twins
    title = fold(facts.title)
    for twin in twins.select_related("recorded_by__person"):
        if fold(twin.title) == title:
            who = twin.recorded_by.display_name if twin.recorded_by else _("Hệ thống")
            raise refusal(
                _("%(who)s đã ghi hoạt động này. Sửa bản đó; nếu là lần khác trong ngày, ghi giờ hoặc tên khác.")
                % {"who": who}
            )


def _refuse_unseen(
    actor, facts: ActivityFacts, itself: Activity | None, refusal: type[CannotChangeActivities]
) -> None:
    """Links lead only to what the writer sees; one that stood there before may stay."""
    if actor is None:
        return
    for name, model in (("directive", Directive), ("measure", Measure)):
        linked = getattr(facts, name)
        if linked is None or (itself and getattr(itself, f"{name}_id") == linked.pk):
            continue
        if not model.objects.visible_to(actor).filter(pk=linked.pk).exists():
            raise refusal(_("Văn bản hoặc biện pháp đã chọn không còn trong phạm vi của bạn. Chọn lại."))


def _written(actor, organization: Organization, facts: ActivityFacts, token: UUID, now: datetime) -> Activity:
    activity = Activity(organization=organization, token=token, recorded_at=now, recorded_by=actor)
    _fill(activity, facts)
    activity.save()
    _relate(activity, facts)
    return activity


def _rewrite(activity: Activity, facts: ActivityFacts, now: datetime) -> None:
    _fill(activity, facts)
    activity.changed_at = now
    activity.save(update_fields=[*PLAIN, "topics", "forms", "search_fold", "changed_at"])
    activity.audiences.all().delete()
    activity.participations.all().delete()
    _relate(activity, facts)


def _fill(activity: Activity, facts: ActivityFacts) -> None:
    for name in PLAIN:
        setattr(activity, name, getattr(facts, name))
    activity.topics, activity.forms = list(facts.topics), list(facts.forms)
    activity.derive_keys()


def _relate(activity: Activity, facts: ActivityFacts) -> None:
    activity.partners.set(facts.partners)
    Audience.objects.bulk_create(
        Audience(
            activity=activity, group=each.group, attendance_count=each.attendance_count, person_count=each.person_count
        )
        for each in facts.audience
    )
    ActivityPerson.objects.bulk_create(ActivityPerson(activity=activity, person=each) for each in facts.people)


def _differences(before: ActivityFacts, after: ActivityFacts) -> dict[str, list[str]]:
    old, new = in_words(before), in_words(after)
    return {label: [old[label], new[label]] for label in new if old[label] != new[label]}

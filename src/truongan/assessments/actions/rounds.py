"""Rounds of yearly sets, and the schools that register for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.assessments import rules
from truongan.assessments.applicability import refuse_other_levels, schools_of
from truongan.assessments.models import AssessmentRound, CriteriaSet, FiledPaper, Registration
from truongan.assessments.refusals import CannotHoldRound, CannotRegister
from truongan.audit.actions import record
from truongan.channels.actions import notify_many
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization


@transaction.atomic
def open_round(
    *,
    actor,
    criteria_set: CriteriaSet,
    organizer: Organization,
    name: str,
    starts_on: date,
    ends_on: date,
    register_by: date | None = None,
    decide_before: date | None = None,
    authorities: list[str] | None = None,
    now: datetime,
) -> AssessmentRound:
    """Begin a cycle in the organizer's place: period [starts_on, ends_on) and deadlines; its schools are told.

    Raises CannotHoldRound when another round of the same set asks the same schools in an overlapping period,
    or the set was not in force on the first day.
    """
    organizer = Organization.objects.select_for_update(no_key=True).get(pk=organizer.pk)
    require(rules.may_hold_round(actor, organizer, timezone.localdate(now)))
    _refuse_dates(criteria_set, starts_on, ends_on, register_by, decide_before)
    _refuse_asking_twice(criteria_set, organizer, starts_on, ends_on)
    held = AssessmentRound.objects.create(
        criteria_set=criteria_set, organizer=organizer, name=name.strip(), starts_on=starts_on, ends_on=ends_on,
        register_by=register_by, decide_before=decide_before, opened_at=now, opened_by=actor, updated_at=now,
        authorities=list(criteria_set.criteria.authorities) if authorities is None else authorities,
    )  # fmt: skip
    notify_many(
        organizations=schools_of(held).values("pk"), subject=_("Mở đợt đánh giá: %(name)s") % {"name": held.name},
        text=_deadline_words(held), link=reverse("assessments:round", args=[held.pk]),
        key_prefix=f"assessments.round.{held.pk}", now=now,
    )  # fmt: skip
    record(actor=actor, verb="assessments.round.opened", target=held, organization=organizer, now=now)
    return held


def _deadline_words(held: AssessmentRound) -> str:
    if held.register_by is None:
        return ""
    return _("Đăng ký đến hết ngày %(day)s.") % {"day": vn_date(held.register_by)}


@transaction.atomic
def change_round(
    *, actor, held: AssessmentRound, name: str, register_by: date | None, decide_before: date | None,
    authorities: list[str], seen_at: datetime, now: datetime,
) -> AssessmentRound:  # fmt: skip
    """Change name, deadlines and who decides; set and period stay, they are what schools were asked."""
    held = AssessmentRound.objects.select_for_update(of=("self",)).select_related("organizer", "criteria_set").get(
        pk=held.pk
    )  # fmt: skip
    require(rules.may_hold_round(actor, held.organizer, timezone.localdate(now)))
    if held.updated_at != seen_at:
        raise CannotHoldRound(_("Người khác vừa sửa đợt này. Tải lại trang rồi sửa tiếp."))
    _refuse_dates(held.criteria_set, held.starts_on, held.ends_on, register_by, decide_before)
    given = {
        "name": name.strip(), "register_by": register_by, "decide_before": decide_before, "authorities": authorities,
    }  # fmt: skip
    changes = {key: [getattr(held, key), value] for key, value in given.items() if getattr(held, key) != value}
    for key, value in given.items():
        setattr(held, key, value)
    held.updated_at = now
    held.save(update_fields=[*given, "updated_at"])
    record(
        actor=actor, verb="assessments.round.changed", target=held, organization=held.organizer, now=now,
        changes=changes,
    )  # fmt: skip
    return held


def _refuse_dates(
    criteria_set: CriteriaSet, starts_on: date, ends_on: date, register_by: date | None, decide_before: date | None
) -> None:
    if not criteria_set.is_yearly:
        raise CannotHoldRound(_("Bộ này đánh giá theo ngày, không mở đợt."))
    if ends_on <= starts_on:
        raise CannotHoldRound(_("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi."))
    if register_by and not starts_on <= register_by < ends_on:
        raise CannotHoldRound(_("Hạn đăng ký phải nằm trong kỳ."))
    if decide_before and decide_before <= starts_on:
        raise CannotHoldRound(_("Hạn quyết định phải sau ngày đầu kỳ."))
    definition = criteria_set.criteria
    if (definition.valid_to and starts_on >= definition.valid_to) or (
        definition.valid_from and ends_on <= definition.valid_from
    ):
        raise CannotHoldRound(
            _("%(text)s không có hiệu lực trong kỳ này. Chọn bộ tiêu chí khác hoặc kỳ khác.")
            % {"text": definition.issuing_text}
        )


def _refuse_asking_twice(criteria_set: CriteriaSet, organizer: Organization, starts_on: date, ends_on: date) -> None:
    others = AssessmentRound.objects.filter(
        criteria_set__code=criteria_set.code, starts_on__lt=ends_on, ends_on__gt=starts_on
    ).select_related("organizer")
    for other in others:
        mine, theirs = organizer.place_path, other.organizer.place_path
        if mine.startswith(theirs) or theirs.startswith(mine):
            raise CannotHoldRound(
                _("“%(name)s” của %(organizer)s đã hỏi các trường này trong kỳ trùng nhau. Dùng đợt đó.")
                % {"name": other.name, "organizer": other.organizer.name}
            )


@dataclass(frozen=True)
class Paper:
    """One paper of a registration as it was handed in."""

    number: str = ""
    signed_on: date | None = None
    does_not_apply: bool = False


@transaction.atomic
def register_school(
    *, actor, held: AssessmentRound, organization: Organization, registered_on: date,
    papers: Mapping[str, Paper], note: str = "", now: datetime,
) -> Registration:  # fmt: skip
    """Register a school for a round with the papers its set asks for, or correct what was written.

    A registration after the deadline is kept and shown as late. Raises CannotRegister for a school of another level
    (with the reason), outside the round's place, a day outside the period or in the future, or a missing paper.
    """
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    require(rules.may_assess(actor, organization))
    definition = held.criteria_set.criteria
    refuse_other_levels(definition, organization, CannotRegister)
    if not schools_of(held).filter(pk=organization.pk).exists():
        raise CannotRegister(_("%(name)s không thuộc địa bàn của đợt này.") % {"name": organization.name})
    _refuse_day(held, registered_on, now)
    _refuse_papers(held, papers)
    kept, was_new = Registration.objects.update_or_create(
        round=held, organization=organization,
        defaults={"registered_on": registered_on, "note": note, "recorded_at": now, "recorded_by": actor},
    )  # fmt: skip
    for each in definition.papers:
        paper = papers[each.code]
        FiledPaper.objects.update_or_create(
            registration=kept, code=each.code,
            defaults={
                "number": paper.number, "does_not_apply": paper.does_not_apply,
                "signed_on": None if paper.does_not_apply else paper.signed_on,
            },
        )  # fmt: skip
    record(
        actor=actor, verb="assessments.registration.recorded", target=kept, organization=organization, now=now,
        on=registered_on, is_new=was_new,
    )  # fmt: skip
    return kept


def _refuse_day(held: AssessmentRound, day: date, now: datetime) -> None:
    if day > timezone.localdate(now):
        raise CannotRegister(_("Ngày đăng ký %(day)s chưa tới.") % {"day": vn_date(day)})
    if not held.starts_on <= day < held.ends_on:
        raise CannotRegister(
            _("Ngày đăng ký phải trong kỳ, từ %(start)s đến %(end)s.")
            % {"start": vn_date(held.starts_on), "end": vn_date(held.last_day)}
        )


def _refuse_papers(held: AssessmentRound, papers: Mapping[str, Paper]) -> None:
    for wanted in held.criteria_set.criteria.papers:
        paper = papers.get(wanted.code, Paper())
        if paper.does_not_apply and not wanted.may_not_apply:
            raise CannotRegister(_("%(paper)s luôn phải có.") % {"paper": wanted.name})
        if not paper.does_not_apply and paper.signed_on is None:
            raise CannotRegister(_("Ghi ngày ký của %(paper)s.") % {"paper": wanted.name})
        if paper.signed_on and paper.signed_on >= held.ends_on:
            raise CannotRegister(_("Ngày ký của %(paper)s nằm sau kỳ.") % {"paper": wanted.name})

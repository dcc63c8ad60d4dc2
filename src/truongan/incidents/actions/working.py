"""Work on a case: what is known is corrected, steps, notes and tasks are written down."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.accounts.models import Person
from truongan.incidents import rules
from truongan.incidents.actions.alarm import take_incident
from truongan.incidents.actions.clusters import look_for_clusters
from truongan.incidents.actions.refusals import CannotChange, locked, refuse_wiped
from truongan.incidents.actions.rising import Was, tell_of_change
from truongan.incidents.actions.timeline import note_in_record, tell
from truongan.incidents.facts import IncidentFacts
from truongan.incidents.models import Entry, Incident, Involved, Step, Task
from truongan.incidents.states import EntryKind, State, StepKind
from truongan.incidents.wording import moment
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc

PLAIN = (
    "category", "severity", "disease", "violation_level", "place", "what", "occurred_at", "causer", "declared_count",
    "has_child_victim",
)  # fmt: skip


@transaction.atomic
def change_incident(
    *, actor, incident: Incident, facts: IncidentFacts, seen_at: datetime | None, now: datetime
) -> Incident:
    """Correct what is known and count the people again. The record says which fields changed, never what they tell.

    `seen_at`: when what the person looked at had last been changed; raises CannotChange when somebody else was
    quicker, for a time to come, more hurt than there are people, or a case whose data has been deleted.
    A graver degree, or another kind, tells whom the matrix names for it: see `rising`.
    """
    incident = locked(incident)
    require(rules.may_decide(actor, incident))
    if incident.wiped_at:
        raise CannotChange(_("Dữ liệu của vụ việc này đã xóa theo hạn, không sửa được nữa."))
    if incident.changed_at != seen_at:
        raise CannotChange(_("Người khác vừa sửa vụ việc này. Mở lại trang để xem bản mới rồi sửa tiếp."))
    if facts.occurred_at > now:
        raise CannotChange(_("Giờ xảy ra chưa tới. Xem lại ngày giờ."))
    _refuse_counts(facts)
    was, disease = Was(incident.category, incident.severity), incident.disease.code if incident.disease else ""
    changed = _written(incident, facts)
    if not changed:
        return incident
    incident.changed_at = now
    incident.derive_keys()
    incident.save(update_fields=[*PLAIN, "changed_at", "is_disease", "place_path", "search_fold", "seen_by_units"])
    tell(actor, incident, EntryKind.CHANGED, now, ", ".join(changed))
    tell_of_change(actor, incident, was, now)
    look_for_clusters(incident, now, disease)
    note_in_record(actor, incident, "incident.changed", now, note=", ".join(changed))
    return incident


@transaction.atomic
def start_work(*, actor, incident: Incident, now: datetime) -> Incident:
    """The case is in hand. One nobody had taken is taken with it."""
    incident = locked(incident)
    require(rules.may_follow(actor, incident))
    if incident.is_unanswered:
        take_incident(actor=actor, incident=incident, now=now)
        incident.refresh_from_db()
    if incident.state != State.ACKNOWLEDGED:
        raise CannotChange(_("Vụ việc này đã được xử lý hoặc đã kết thúc. Tải lại trang để xem."))
    incident.state = State.IN_HAND
    incident.save(update_fields=["state"])
    tell(actor, incident, EntryKind.IN_HAND, now)
    note_in_record(actor, incident, "incident.in_hand", now)
    return incident


@transaction.atomic
def add_note(*, actor, incident: Incident, text: str, now: datetime) -> Entry:
    """A line anybody who follows the case writes. Raises CannotChange when it says nothing."""
    incident = locked(incident)
    require(rules.may_follow(actor, incident))
    refuse_wiped(incident)
    text = "\n".join(map(nfc, text.strip().splitlines()))[:5000]
    if not text:
        raise CannotChange(_("Ghi nội dung ghi chú."))
    entry = tell(actor, incident, EntryKind.NOTE, now, text)
    note_in_record(actor, incident, "incident.noted", now)
    return entry


@transaction.atomic
def record_step(*, actor, incident: Incident, kind: str, at: datetime, told: str = "", now: datetime) -> Step:
    """That a first step of Decree 80/2017/NĐ-CP Art 6.3 was taken, when, and whom it reached.

    Raises CannotChange for a time to come, before it happened, or an outside body that is not named.
    """
    incident = locked(incident)
    require(rules.may_follow(actor, incident))
    refuse_wiped(incident)
    refuse_moment(incident, at, now)
    told = nfc(told)[:200]
    if kind == StepKind.OUTSIDE_TOLD and not told:
        raise CannotChange(_("Ghi đã báo cơ quan nào, ai nhận tin."))
    step = Step.objects.create(incident=incident, kind=kind, at=at, told=told, recorded_at=now, recorded_by=actor)
    note_in_record(actor, incident, "step.recorded", now, kind=kind, moment=at)
    return step


@transaction.atomic
def give_task(
    *,
    actor,
    incident: Incident,
    text: str,
    person: Person | None = None,
    due_at: datetime | None = None,
    now: datetime,
) -> Task:
    """Something to be done, by whom and by when. Raises CannotChange without words or for a time gone by."""
    incident = locked(incident)
    require(rules.may_follow(actor, incident))
    text = nfc(text)[:300]
    if not text:
        raise CannotChange(_("Ghi việc cần làm."))
    if due_at is not None and due_at <= now:
        raise CannotChange(_("Hạn đã qua. Chọn hạn sau lúc này."))
    if not incident.is_open:
        raise CannotChange(_("Vụ việc đã kết thúc. Mở lại trước khi giao việc."))
    task = Task.objects.create(
        incident=incident, text=text, person=person, due_at=due_at, given_at=now, given_by=actor
    )
    if person is not None:  # who has a task sees the case
        incident.seen_by_people = sorted({*incident.seen_by_people, person.pk})
        incident.save(update_fields=["seen_by_people"])
    limit = _("hạn %(at)s") % {"at": moment(due_at)} if due_at else ""
    tell(actor, incident, EntryKind.TASK, now, ", ".join(filter(None, (text, limit))), person)
    note_in_record(actor, incident, "task.given", now, task=task.pk)
    return task


@transaction.atomic
def finish_task(*, actor, task: Task, now: datetime) -> Task:
    """The task is done; a second time changes nothing."""
    incident = locked(task.incident)
    require(rules.may_follow(actor, incident) or (actor.person_id and actor.person_id == task.person_id))
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if task.done_at is None:
        task.done_at, task.done_by = now, actor
        task.save(update_fields=["done_at", "done_by"])
        tell(actor, incident, EntryKind.TASK_DONE, now, task.text)
        note_in_record(actor, incident, "task.done", now, task=task.pk)
    return task


def refuse_moment(incident: Incident, at: datetime, now: datetime) -> None:
    """A step lies between the event and now; a minute is forgiven, forms know no seconds."""
    if at > now:
        raise CannotChange(_("Giờ này chưa tới. Ghi lúc đã làm."))
    if at < incident.occurred_at.replace(second=0, microsecond=0):
        raise CannotChange(
            _("Giờ này trước lúc xảy ra vụ việc (%(at)s). Xem lại.") % {"at": moment(incident.occurred_at)}
        )


def _refuse_counts(facts: IncidentFacts) -> None:
    for each in facts.involved:
        if each.injured_count > each.count:
            raise CannotChange(_("Số bị thương không thể nhiều hơn số người."))


def _written(incident: Incident, facts: IncidentFacts) -> list[str]:
    """Take over what differs; returns the names of what changed."""
    words = {
        "place": nfc(facts.place)[:200],
        "what": "\n".join(map(nfc, facts.what.strip().splitlines())),
        "disease": facts.disease if facts.category.is_disease else None,
        "occurred_at": _moment_kept(incident, facts),
    }
    changed = []
    for name in PLAIN:
        value = words.get(name, getattr(facts, name))
        if getattr(incident, name) != value:
            changed.append(str(Incident._meta.get_field(name).verbose_name))  # type: ignore[union-attr]  # fields of ours
            setattr(incident, name, value)
    if _people(incident) != {(each.role, each.group): (each.count, each.injured_count) for each in facts.involved}:
        changed.append(_("số người liên quan"))
        incident.involved.all().delete()
        Involved.objects.bulk_create(
            Involved(
                incident=incident, role=each.role, group=each.group, count=each.count, injured_count=each.injured_count
            )
            for each in facts.involved
        )
    return changed


def _moment_kept(incident: Incident, facts: IncidentFacts) -> datetime:
    """Forms know no seconds: the same minute is no correction."""
    known = incident.occurred_at
    return known if known.replace(second=0, microsecond=0) == facts.occurred_at else facts.occurred_at


def _people(incident: Incident) -> dict[tuple[str, str], tuple[int, int]]:
    return {(each.role, each.group): (each.count, each.injured_count) for each in incident.involved.all()}

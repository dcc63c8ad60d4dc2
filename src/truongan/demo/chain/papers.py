"""Issuing a paper as an office does it: drafted, written, addressed, given its tasks, numbered; then receipts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from truongan.demo.chain.stage import Stage, at, speaker_for
from truongan.directives.actions import (
    Task,
    acknowledge_receipt,
    address_directive,
    draft_directive,
    edit_directive,
    issue_directive,
    set_tasks,
)
from truongan.directives.models import Directive, Receipt
from truongan.directives.recipients import Rule
from truongan.organizations.models import Organization


@dataclass(frozen=True)
class Paper:
    """A document before it has a number."""

    issuer: Organization
    kind: str
    subject: str
    content: str
    rule: Rule
    tasks: Sequence[Task] = ()
    implements: Directive | None = None
    fields: dict[str, Any] = field(default_factory=dict)


def issue(paper: Paper, *, actor, now: datetime) -> Directive:
    """The numbered document, with its receipts and duties."""
    directive = draft_directive(
        actor=actor, issuer=paper.issuer, kind=paper.kind, subject=paper.subject, implements=paper.implements,
        now=now - timedelta(hours=3),
    )  # fmt: skip
    directive = edit_directive(
        actor=actor, directive=directive, fields={"content": paper.content, **paper.fields},
        seen_at=directive.updated_at, now=now - timedelta(hours=2),
    )  # fmt: skip
    directive = address_directive(
        actor=actor, directive=directive, rule=paper.rule, seen_at=directive.updated_at, now=now - timedelta(hours=1)
    )
    if paper.tasks:
        set_tasks(
            actor=actor, directive=directive, tasks=paper.tasks, seen_at=directive.updated_at,
            now=now - timedelta(minutes=30),
        )  # fmt: skip
    return issue_directive(actor=actor, directive=directive, now=now)


@dataclass(frozen=True)
class Habits:
    """How recipients acknowledge: most within days, some late, a few never; `silent` never do."""

    soon: int = 6  # days
    late: tuple[int, int] = (12, 27)
    late_share: float = 0.12
    never_share: float = 0.04
    silent: tuple[str, ...] = ()


def acknowledge(stage: Stage, directive: Directive, habits: Habits, until: date) -> int:
    """Receipts are acknowledged by their units, in the order of time; how many were."""
    first = directive.issued_on or until
    moments = []
    for receipt in _in_code_order(directive):
        fate = stage.rng.random()
        late = stage.workday(first + timedelta(days=habits.late[0]), first + timedelta(days=habits.late[1]))
        soon = stage.workday(first, first + timedelta(days=habits.soon))
        day = late if fate < habits.late_share + habits.never_share else soon
        moment = max(stage.hour(day), at(first, 16, 30))
        is_silent = fate < habits.never_share or receipt.organization.code in habits.silent
        if not is_silent and day <= until:
            moments.append((moment, receipt))
    for moment, receipt in sorted(moments, key=lambda each: each[0]):
        actor = speaker_for(receipt.organization, moment.date())
        acknowledge_receipt(actor=actor, receipt=receipt, now=moment)
    return len(moments)


def acknowledged(directive: Directive) -> set[int]:
    """Units that have said that they have it."""
    rows = Receipt.objects.filter(directive=directive).exclude(acknowledged_at=None)
    return set(rows.values_list("organization_id", flat=True))


def _in_code_order(directive: Directive) -> list[Receipt]:
    return list(
        Receipt.objects.filter(directive=directive).select_related("organization").order_by("organization__code")
    )

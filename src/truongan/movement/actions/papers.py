"""The papers a scheme must have, as they lie in the school's file."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from truongan.audit.actions import record
from truongan.documents.uploads import discarded_on_failure
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.movement import rules
from truongan.movement.actions.evidence import store_evidence
from truongan.movement.actions.refusals import CannotRecord, locked_organization, refuse_future
from truongan.movement.models import Paper, Scheme


@transaction.atomic
def record_paper(
    *,
    actor,
    scheme: Scheme,
    kind: str,
    signed_on: date,
    number: str = "",
    note: str = "",
    files: Collection = (),
    now: datetime,
) -> Paper:
    """Enter a signed paper of the scheme, with its scan. A newer one of the same kind stands before the older."""
    organization = locked_organization(scheme.organization_id)
    require(rules.may_write_for(actor, organization))
    refuse_future(signed_on, now, CannotRecord)
    with discarded_on_failure():
        paper = Paper.objects.create(scheme=scheme, kind=kind, number=nfc(number), signed_on=signed_on, note=nfc(note))
        for file in files:
            store_evidence(actor=actor, target=paper, file=file, now=now)
        record(
            actor=actor, verb="movement.paper.recorded", target=scheme, now=now, organization=organization,
            kind=kind, number=paper.number, signed_on=signed_on, note=str(paper),
        )  # fmt: skip
    return paper


@transaction.atomic
def remove_paper(*, actor, paper: Paper, now: datetime) -> None:
    """Take a paper entered by mistake off the list; its files stay on disk until the retention job."""
    organization = locked_organization(paper.scheme.organization_id)
    require(rules.may_write_for(actor, organization))
    scheme, said = (
        paper.scheme,
        {"kind": paper.kind, "number": paper.number, "signed_on": paper.signed_on, "note": str(paper)},
    )
    paper.delete()
    record(actor=actor, verb="movement.paper.removed", target=scheme, now=now, organization=organization, **said)

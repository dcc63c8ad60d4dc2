"""Every way a paper's template changes."""

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.documents import rules
from truongan.documents.models import PaperTemplate
from truongan.documents.papers import PAPERS
from truongan.documents.word_templates import check_template
from truongan.kernel.refusals import Refusal, require
from truongan.organizations.models import Organization


class CannotUse(Refusal):
    """The file cannot serve as a template. `problems` are lines to show."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@transaction.atomic
def upload_template(
    *,
    actor,
    paper: str,
    name: str,
    organization: Organization | None,
    content: bytes,
    file_name: str,
    now: datetime,
) -> PaperTemplate:
    """Put an own Word file in the place of a built-in paper from today on; the file before it ends today."""
    require(rules.may_manage_templates(actor, organization))
    if paper not in PAPERS:
        raise CannotUse(_("Không có loại giấy này."))
    problems = check_template(content)
    if problems:
        raise CannotUse(*problems)
    return put_in_use(
        actor=actor, paper=paper, name=name, organization=organization, content=content, file_name=file_name, now=now
    )


@transaction.atomic
def put_in_use(
    *,
    actor,
    paper: str,
    name: str,
    organization: Organization | None,
    content: bytes,
    file_name: str,
    now: datetime,
) -> PaperTemplate:
    """`upload_template` of a file that was checked already: also for papers of higher contexts, by their own check."""
    require(rules.may_manage_templates(actor, organization))
    day = timezone.localdate(now)
    before = _close(paper, organization, day)
    template = PaperTemplate.objects.create(
        paper=paper,
        name=name,
        organization=organization,
        valid_from=day,
        content=content,
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=actor,
        created_at=now,
    )
    if before is not None:
        before.replaced_by = template
        before.save(update_fields=["replaced_by"])
    record(
        actor=actor,
        verb="documents.template.uploaded",
        target=template,
        now=now,
        organization=organization,
        paper=paper,
        sha256=template.sha256,
    )
    return template


@transaction.atomic
def restore_builtin(*, actor, paper: str, organization: Organization | None, now: datetime) -> PaperTemplate:
    """Go back to the built-in text from today on."""
    require(rules.may_manage_templates(actor, organization))
    template = _close(paper, organization, timezone.localdate(now))
    if template is None:
        raise CannotUse(_("Giấy này đang dùng mẫu có sẵn."))
    record(
        actor=actor,
        verb="documents.template.restored",
        target=template,
        now=now,
        organization=organization,
        paper=paper,
    )
    return template


def _close(paper: str, organization: Organization | None, day: date) -> PaperTemplate | None:
    # Locked: two administrators who upload at once would both find the same open template.
    template = (
        PaperTemplate.objects.select_for_update(of=("self",))
        .filter(paper=paper, organization=organization, valid_to=None)
        .first()
    )
    if template is not None:
        template.valid_to = max(day, template.valid_from)
        template.save(update_fields=["valid_to"])
    return template

"""An own Word file for plans, put in use."""

from datetime import datetime

from truongan.documents import rules as document_rules
from truongan.documents.actions import CannotUse, put_in_use
from truongan.documents.models import PaperTemplate
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.plans.word_templates import PAPER, check


def upload_plan_template(
    *, actor, name: str, organization: Organization | None, content: bytes, file_name: str, now: datetime
) -> PaperTemplate:
    """Use an own Word file for plans from today on; one that cannot be filled is refused by its places (CannotUse)."""
    require(document_rules.may_manage_templates(actor, organization))
    if problems := check(content):
        raise CannotUse(*problems)
    return put_in_use(
        actor=actor, paper=PAPER, name=name, organization=organization, content=content, file_name=file_name, now=now
    )

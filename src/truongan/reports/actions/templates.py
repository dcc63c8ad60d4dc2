from datetime import datetime

from truongan.documents.actions import CannotUse, put_in_use
from truongan.documents.models import PaperTemplate
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.reports import rules
from truongan.reports.periodic.templates import PAPER, check


def upload_report_template(
    *, actor, name: str, organization: Organization | None, content: bytes, file_name: str, now: datetime
) -> PaperTemplate:
    """Use an own Word file for periodic reports from today on; one that cannot be filled is refused by its places."""
    require(rules.may_set_report_template(actor, organization))
    if problems := check(content):
        raise CannotUse(*problems)
    return put_in_use(
        actor=actor, paper=PAPER, name=name, organization=organization, content=content, file_name=file_name, now=now
    )

"""Going on from a paper register."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.directives import rules
from truongan.directives.actions.refusals import CannotDirect
from truongan.directives.states import ARRIVAL_SERIES, OWN_SERIES, DirectiveKind
from truongan.documents.series import CannotContinue, continue_series
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization

SERIES = (OWN_SERIES, *DirectiveKind.values, ARRIVAL_SERIES)


@transaction.atomic
def continue_register(
    *, actor, organization: Organization, year: int, series: str, last_number: int, now: datetime
) -> None:
    """The paper register of that year ended at `last_number`: the next one here is `last_number` + 1."""
    require(rules.may_draft(actor, organization))
    if series not in SERIES:
        raise CannotDirect(_("Không có sổ này."))
    try:
        continue_series(organization=organization, year=year, series=series, last_number=last_number)
    except CannotContinue as reason:
        raise CannotDirect(str(reason)) from reason
    record(
        actor=actor, verb="directives.series.continued", target=organization, organization=organization, now=now,
        series=series, year=year, last_number=last_number,
    )  # fmt: skip

"""What several operations ask alike: the organization, the unit, the day."""

from datetime import date

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from truongan.accounts.models import User
from truongan.accounts.workplace import top_units
from truongan.api.v1.problems import Problem
from truongan.organizations.models import Organization
from truongan.territory.geography import UnknownUnit, unit_by_code
from truongan.territory.models import AdministrativeUnit

# What any operation may answer besides what it is for.
ERRORS = {frozenset({400, 401, 403, 404, 422, 429, 500}): Problem}
WRITE_ERRORS = {frozenset({400, 401, 403, 404, 409, 422, 429, 500}): Problem}


def caller(request: HttpRequest) -> User:
    """The token's technical account, with its scope."""
    user = request.user
    assert isinstance(user, User)  # Bearer set it
    return user


def organization_asked(user: User, code: str) -> Organization:
    """404 where the token's organization does not see it."""
    return get_object_or_404(Organization.objects.visible_to(user), code=code)


def unit_asked(user: User, code: str, day: date) -> AdministrativeUnit | None:
    """The unit that bore the code on that day, 404 outside the area; without a code the area itself.

    A school sees itself wherever it looks, so for it any unit only narrows.
    """
    tops = top_units(user.scope, day)
    if not code:
        return tops[0] if tops and len(tops) == 1 else None
    try:
        unit = unit_by_code(code, day)
    except UnknownUnit as reason:
        raise Http404 from reason
    if tops and not any(unit.path.startswith(top.path) for top in tops):
        raise Http404
    return unit

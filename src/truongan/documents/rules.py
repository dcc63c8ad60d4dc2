"""Who may replace the texts of papers. Pure predicates."""

from truongan.accounts.models import User
from truongan.organizations.models import Organization


def may_manage_templates(user: User, organization: Organization | None) -> bool:
    """Administrators of the organization; for the whole installation only its own administrator."""
    if organization is None:
        return user.is_superuser
    return user.scope.may_administer(organization)


def may_open_templates(user: User) -> bool:
    """Administrators of anything."""
    return user.is_superuser or any(each.may_administer for each in (*user.scope.areas, *user.scope.own))

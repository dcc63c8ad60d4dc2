"""Who may replace the texts of papers. Pure predicates."""

from truongan.organizations.models import Organization


def may_manage_templates(user, organization: Organization | None) -> bool:
    """Administrators of the organization; for the whole installation only its own administrator."""
    if organization is None:
        return user.is_superuser
    return user.scope.may_administer(organization)


def may_open_templates(user) -> bool:
    """Administrators of anything."""
    scope = user.scope
    return (
        user.is_superuser
        or any(area.may_administer for area in scope.areas)
        or any(own.may_administer for own in scope.own)
    )

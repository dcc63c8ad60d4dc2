"""Every way an organization changes."""

from truongan.organizations.actions.calendar import remove_calendar_day, set_calendar_days
from truongan.organizations.actions.details import (
    change_route,
    close_organization,
    create_many,
    create_organization,
    edit_organization,
    rename_organization,
    save_school_profile,
)
from truongan.organizations.actions.placing import (
    Followed,
    follow_succession,
    place_many,
    place_organization,
)
from truongan.organizations.actions.refusals import CannotChangeOrganization, CannotPlace
from truongan.organizations.actions.routes import add_routing_rule, apply_default_routes

__all__ = [
    "CannotChangeOrganization",
    "CannotPlace",
    "Followed",
    "add_routing_rule",
    "apply_default_routes",
    "change_route",
    "close_organization",
    "create_many",
    "create_organization",
    "edit_organization",
    "follow_succession",
    "place_many",
    "place_organization",
    "remove_calendar_day",
    "rename_organization",
    "save_school_profile",
    "set_calendar_days",
]

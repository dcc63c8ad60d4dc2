"""Who decides on comments. What a moderator may know of is the queryset's `visible_to`."""

from truongan.comments.models import Comment, Thread
from truongan.comments.querysets import steers_province
from truongan.organizations.models import Organization


def may_moderate(user, thread: Thread) -> bool:
    """Approve, edit, reject, restore, answer, close: editors of the unit that wrote the page, the province's office."""
    if user is None:
        return True
    scope, unit = user.scope, thread.organization
    if unit and any(own.may_write and own.organization_id == unit.pk for own in scope.own):
        return True
    return any(
        steers_province(area) and (unit is None or unit.place_path.startswith(area.path)) for area in scope.areas
    )


def moderates_any(user) -> bool:
    """Whether this person may have comments to decide on: shows or hides the menu's count."""
    return any(own.may_write for own in user.scope.own) or any(map(steers_province, user.scope.areas))


def may_speak_for(user, organization: Organization) -> bool:
    """Answer in the name of a unit: who writes for that unit itself, not who stands over it."""
    if user is None or user.is_superuser:
        return True
    return any(own.may_write and own.organization_id == organization.pk for own in user.scope.own)


def is_answerable(comment: Comment) -> bool:
    """Two levels: only a published comment that itself answers none is answered."""
    return comment.parent_id is None and comment.is_published

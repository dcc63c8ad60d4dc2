"""Who may record what was done. What a person may know exists is the querysets' `visible_to`.

`user` is None for the operator at the console (commands, the demonstration): nobody signs in there.
"""


def may_record_for(user, organization) -> bool:
    """Write activities of this organization: its own editors, and agencies above it that keep its records."""
    return user is None or user.scope.may_write(organization)


def may_change(user, activity) -> bool:
    """Correct, void, and look after the photos; what has been voided stays as it is."""
    return may_record_for(user, activity.organization) and not activity.is_void


def may_record_somewhere(user) -> bool:
    """Whether there is any organization this person writes for."""
    return any(each.may_write for each in (*user.scope.areas, *user.scope.own))

"""Who may do what with the register. What a person may know exists is the querysets' `visible_to`.

`user` is None for the operator at the console (commands, the demonstration): nobody signs in there.
"""


def may_write_for(user, organization) -> bool:
    """Register schemes, teams and groups of this organization: its own editors, and agencies above it."""
    return user is None or user.scope.may_write(organization)


def may_edit_scheme(user, scheme) -> bool:
    return may_write_for(user, scheme.organization)


def may_edit_team(user, team) -> bool:
    return may_write_for(user, team.organization)


def may_edit_group(user, group) -> bool:
    return may_write_for(user, group.organization)


def may_hand_over_group(user, group) -> bool:
    """Its owner, and those who write for the school."""
    return may_edit_group(user, group) or (user.person_id is not None and user.person_id == group.owner_id)


def may_assign_group(user, group) -> bool:
    """Say who owns a group without asking them: administrators of the school or of an agency over it."""
    return user is None or user.scope.may_administer(group.organization)


def may_post(user) -> bool:
    """Say something in groups: whoever writes for at least one school; to which groups, `writable_by` says."""
    return user.scope.keeps_schools


def may_keep_post(user, post) -> bool:
    """Remind, correct, recall: those who write for the unit in whose name it was said."""
    return may_write_for(user, post.organization)


def may_transfer_scheme(user, scheme, organization) -> bool:
    """Both the school that gives and the one that receives must lie within what the person writes."""
    return may_edit_scheme(user, scheme) and may_write_for(user, organization)


def may_keep_group_kinds(user) -> bool:
    """Who must be in which kind of group is one rule for the whole installation: its administrator keeps it."""
    return user is None or user.is_superuser


def may_keep_types(user) -> bool:
    """Which models exist is decided by the province: its administrators, and the installation's."""
    return user is None or any(
        area.may_administer and "school" in area.works_in and area.path.count("/") <= 1 for area in user.scope.areas
    )


def may_write_somewhere(user) -> bool:
    """Whether forms that begin by choosing a school make sense for this person."""
    return user.scope.keeps_schools

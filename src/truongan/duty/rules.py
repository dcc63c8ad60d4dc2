"""Who may keep rosters, rules and absences, and who may call the roll. What exists is the querysets' `visible_to`.

`user` is None for the operator at the console (commands, schedules, the demonstration): nobody signs in there.
"""

POLICE = "police"
SCHOOL = "school"


def may_keep_roster(user, organization) -> bool:
    """Write the duty list of an organization: its own editors, and agencies over it."""
    return user is None or user.scope.may_write(organization)


def may_hand_over(user, shift) -> bool:
    """Write the hand-over note: who had the shift, and who keeps the roster."""
    return may_keep_roster(user, shift.roster.organization) or user.person_id == shift.person_id


def may_excuse(user, person) -> bool:
    """Record that somebody cannot be reached: the person, and who keeps their organization's people."""
    if user is None or user.person_id == person.pk:
        return True
    return person.organization is not None and user.scope.may_write(person.organization)


def may_keep_rules(user, path: str) -> bool:
    """Decide who is told inside a unit (empty path: the country): committee, government and police that write there.

    A school does not decide whom the police tell, nor does a department that only guides schools.
    """
    if user is None:
        return True
    return any(area.may_write and POLICE in area.works_in and path.startswith(area.path) for area in user.scope.areas)


def may_see_holes(user, path: str) -> bool:
    """See where the network of a unit has holes: who sees its police, whose officers and nights are named there."""
    return user is None or any(POLICE in area.sectors and path.startswith(area.path) for area in user.scope.areas)


def may_keep_some_rules(user) -> bool:
    """Whether there is any place for which this person decides."""
    return user is None or any(area.may_write and POLICE in area.works_in for area in user.scope.areas)


def may_call_roll(user, organization) -> bool:
    """Ask a network in the name of an organization: who writes for it."""
    return user is None or user.scope.may_write(organization)


def may_ask_within(user, path: str, school=None) -> bool:
    """Ask everybody inside a unit, or one school: agencies that guide schools there, a school's own editors."""
    if user is None:
        return True
    if school is not None:
        return user.scope.may_write(school)
    return any(area.may_write and SCHOOL in area.works_in and path.startswith(area.path) for area in user.scope.areas)


def may_call_somewhere(user) -> bool:
    return user is None or user.scope.keeps_schools


def may_keep_norm(user) -> bool:
    """When a group is alive is one rule for the whole installation, as its figures are compared: its administrator's."""
    return user is None or user.is_superuser


def may_note_answer(user, asked) -> bool:
    """Note that somebody was reached by telephone: whoever writes for their organization, or called the roll."""
    return may_call_roll(user, asked.rollcall.organization) or user.scope.may_write(asked.organization)

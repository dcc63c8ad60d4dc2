"""Who may do what about a case. What a person may know exists is the querysets' `visible_to`.

`user` is None for the operator at the console (jobs, the demonstration): nobody signs in there.
"""

from truongan.incidents.models import Incident


def may_report_for(user, organization) -> bool:
    """Report what happened there: whoever sees the organization, whatever their role; an alarm waits for no editor.

    A school's people see their own school alone, so a teacher reports for that.
    """
    return user is None or user.scope.sees(organization)


def may_follow(user, incident: Incident) -> bool:
    """Take the case, note, record steps and tasks: who works on it, and everybody an alarm told of it."""
    return may_decide(user, incident) or (user.person_id is not None and was_told(user.person_id, incident))


def may_decide(user, incident: Incident) -> bool:
    """Correct, conclude, re-open, hand over, merge, name people: who writes for the organization or the holder."""
    return user is None or user.scope.may_write(incident.organization) or user.scope.may_write(incident.holder)


def may_reveal(user, incident: Incident) -> bool:
    """Read a masked name, saying why: those who decide about the case, nobody else who sees it."""
    return may_decide(user, incident)


def may_declare_for(user, organization) -> bool:
    """Say that everything of a school year is reported: its own editors, and agencies that keep its records."""
    return user is None or user.scope.may_write(organization)


def may_configure(user) -> bool:
    """Categories, degrees, diseases and limits hold for all: the installation's administrator."""
    return user is None or user.is_superuser


def was_told(person_id: int, incident: Incident) -> bool:
    return any(
        each["person"] == person_id
        for level in incident.levels
        if level["number"] <= incident.level
        for each in level["people"]
    )

"""Who may alert an area, who is the second person, who may take it back. What exists is `visible_to`.

`user` is None for the operator at the console (the demonstration): nobody signs in there.
"""

from truongan.duty.rules import may_ask_within, may_call_roll


def may_alert(user, organization, path: str, school=None) -> bool:
    """Warn everybody inside a unit, or one school, in the name of an organization: who writes for both."""
    return may_call_roll(user, organization) and may_ask_within(user, path, school)


def may_alert_somewhere(user) -> bool:
    return user is None or user.scope.keeps_schools


def may_decide(user, alert) -> bool:
    """Approve or refuse: whoever may alert that area themselves, in whatever name, but never whoever proposed it.

    Of a correction also the area of what it corrects: everybody told there is told again.
    """
    if user is None:
        return True
    if user.pk == alert.proposed_by_id or not _may_ask_there(user, alert):
        return False
    return alert.corrects is None or _may_ask_there(user, alert.corrects)


def _may_ask_there(user, alert) -> bool:
    path = alert.school.place_path if alert.school else alert.unit.path if alert.unit else ""
    return may_ask_within(user, path, alert.school)


def may_recall(user, alert) -> bool:
    """Take back or correct: who writes for the organization that alerted; one person suffices to stop a mistake."""
    return may_call_roll(user, alert.organization)


def may_keep_templates(user) -> bool:
    """The prepared texts are the whole installation's."""
    return user is None or user.is_superuser

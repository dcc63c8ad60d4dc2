"""Who may do what with channels. What a person may know exists is the querysets' business."""

from truongan.organizations import rules as organizations


def may_administer(user) -> bool:
    """Connect accounts, see what was not delivered, open a channel again: the installation's administrator.

    `user` is None for the operator at the console (commands, the demonstration): nobody signs in there.
    """
    return user is None or organizations.may_set_routing_rules(user)

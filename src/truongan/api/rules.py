"""Who may let other systems in. What a token may do is its scopes' and the rules of the contexts it reaches."""


def may_keep_tokens(user, organization) -> bool:
    """Make and revoke tokens, keep webhooks: administrators of the organization or of an agency over it."""
    return user is None or user.scope.may_administer(organization)


def may_keep_some(user) -> bool:
    """Whether there is any organization whose tokens this person keeps."""
    scope = user.scope
    return any(each.may_administer for each in (*scope.own, *scope.areas))

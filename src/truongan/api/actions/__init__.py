from truongan.api.actions.delivering import deliver_due, read_events, resend
from truongan.api.actions.refusals import CannotKeepApi
from truongan.api.actions.subscriptions import create_subscription, end_subscription
from truongan.api.actions.tokens import NewToken, count_use, create_token, forget_old, hash_of, revoke_token

__all__ = [
    "CannotKeepApi",
    "NewToken",
    "count_use",
    "create_subscription",
    "create_token",
    "deliver_due",
    "end_subscription",
    "forget_old",
    "hash_of",
    "read_events",
    "resend",
    "revoke_token",
]

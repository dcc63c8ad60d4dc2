"""A token and a subscription of the cast's school, and a way to call with a token."""

import json
from uuid import uuid4

from django.test import Client

from truongan.api.actions import create_subscription, create_token
from truongan.api.models import Delivery
from truongan.api.states import Event, TokenScope
from truongan.kernel import clock

EVERYTHING = TokenScope.values


class Caller:
    """Another system: `Caller(secret).get("incidents")`; every write has a key of its own unless one is given."""

    def __init__(self, secret: str):
        self.client = Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=True)

    def get(self, path: str, **query):
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: dict | None = None, key: str = ""):
        return self.client.post(
            f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json",
            headers={"Idempotency-Key": key or str(uuid4())},
        )  # fmt: skip


def make_token(cast, who: str = "hieu_truong", organization=None, scopes=EVERYTHING, **fields):
    """(token, secret) of the member's organization."""
    actor = getattr(cast, who)
    organization = organization or actor.person.organization
    fields = {"name": "Phần mềm trường", "expires_at": None, "now": clock.now()} | fields
    return create_token(actor=actor, organization=organization, scopes=scopes, **fields)


def caller(cast, who: str = "hieu_truong", **fields) -> Caller:
    return Caller(make_token(cast, who, **fields).secret)


def make_subscription(
    cast, who: str = "hieu_truong", url: str = "https://nhan.example/tin", events=Event.values, **fields
):
    actor = getattr(cast, who)
    organization = fields.pop("organization", None) or actor.person.organization
    now = fields.pop("now", None) or clock.now()
    return create_subscription(actor=actor, organization=organization, url=url, events=events, now=now)


def api_arguments(cast) -> dict[str, list]:
    """Arguments of each route that needs some."""
    token, (subscription, _secret) = make_token(cast).token, make_subscription(cast)
    delivery = Delivery.objects.create(
        subscription=subscription, entry_id=1, event=Event.GROUP_CHECKED, payload={"id": "1-1"}, created_at=clock.now(),
        next_at=clock.now(),
    )  # fmt: skip
    numbered = ("scheme", "group", "directive", "rollcall", "incident", "alert")
    found = {f"api_v1:{name}": [1] for name in (*numbered, "group_check", "directive_acknowledge", "incident_note")}
    found |= {"api_unknown": ["khong-co"], "api_v1:organization": ["T00001"], "api:token_revoke": [token.pk]}
    found |= {f"api:{name}": [subscription.pk] for name in ("deliveries", "subscription_end")}
    return found | {"api:delivery_resend": [delivery.pk]}


def api_keys(cast) -> dict[str, list]:
    """What stands in the addresses of the pages that are walked in a browser."""
    return {"subscription": api_arguments(cast)["api:deliveries"]}

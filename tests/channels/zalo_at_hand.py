"""The product as it is when its official account is connected to the stand-in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.channels.standin import StandIn
from tests.channels.standin.zalo import APP_ID, APP_SECRET, OA_ID, OA_SECRET
from truongan.channels.models import ZaloAccount
from truongan.channels.ways.contract import Outgoing
from truongan.channels.ways.zalo import oauth, tokens

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture
def there(settings) -> Iterator[StandIn]:
    """The stand-in, and the product's addresses pointed to it."""
    with StandIn() as stand_in:
        settings.ZALO_APP_ID, settings.ZALO_APP_SECRET, settings.ZALO_OA_SECRET = APP_ID, APP_SECRET, OA_SECRET
        settings.ZALO_OAUTH_URL = settings.ZALO_API_URL = settings.ZALO_TEMPLATE_URL = stand_in.url
        settings.PUSH_CONTACT, settings.PUSH_SERVICES = "mailto:van-phong@example.vn", [stand_in.url]
        yield stand_in


@pytest.fixture
def account(there, db) -> ZaloAccount:
    """The official account, connected a minute ago."""
    return connect(there)


def connect(there, *, lasts: timedelta = timedelta(hours=25)) -> ZaloAccount:
    access, refresh = there.zalo.grant()
    made = ZaloAccount.objects.create(oa_id=OA_ID, connected_at=NOW - timedelta(minutes=1))
    tokens.store(made, oauth.Pair(access, refresh, lasts), now=NOW - timedelta(minutes=1))
    return made


def outgoing(to: str = "u1", number: int = 1, **more) -> Outgoing:
    said = {
        "key": f"ta-{number}", "delivery_id": number, "to": to, "subject": "Bạn có việc cần xác nhận",
        "short": "Bạn có việc cần xác nhận", "text": "", "url": f"https://truongan.example.vn/viec/k{number}/",
        "urgency": "normal", "is_drill": False, "attempts": 0,
    }  # fmt: skip
    return Outgoing(**{**said, **more})

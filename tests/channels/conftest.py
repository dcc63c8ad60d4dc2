import pytest

from tests.channels.sending import Way
from truongan.channels import ways


@pytest.fixture
def channels(monkeypatch):
    """Channels of the tests in place of all that leave the product: `channels["sms"].got`."""
    fakes = {name: Way(name) for name in ("push", "zalo", "sms", "email", "zalo_group")}
    fakes["sms"].deduplicates = False
    real = ways.way_of

    def way_of(channel: str):
        return fakes.get(channel) or real(channel)

    for module in _users():
        monkeypatch.setattr(module, "way_of", way_of)
    return fakes


def _users():
    from truongan.channels.actions import handing
    from truongan.channels.handing_over import planning, rescuing

    return ways, handing, planning, rescuing

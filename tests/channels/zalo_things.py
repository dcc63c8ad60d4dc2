"""What addresses about Zalo and browsers need: an account, a group of it, a browser of the head of the school."""

from datetime import UTC, datetime, timedelta

from truongan.channels.models import Address, Channel, ZaloAccount

_NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def _group() -> Address:
    """An account whose tokens open nothing: the pages say so and call nobody."""
    ZaloAccount.objects.create(
        oa_id="41", access_token=b"x", refresh_token=b"x", connected_at=_NOW, access_until=_NOW + timedelta(days=9000)
    )
    return Address.objects.create(
        place="movement.group.1", channel=Channel.ZALO_GROUP, value="g1", label="Cổng trường Ánh Dương",
        created_at=_NOW, verified_at=_NOW, details={"members": "8", "largest": "10", "valid_through": "2027-11-22"},
    )  # fmt: skip


def zalo_arguments(cast) -> dict[str, list]:
    group = _group()
    browser = Address.objects.create(
        person=cast.hieu_truong.person, channel=Channel.PUSH, value="https://push.example.vn/1", label="Chrome, Android",
        created_at=_NOW, verified_at=_NOW,
    )  # fmt: skip
    return {
        **{f"zalo:{name}": [group.pk] for name in ("group", "accept", "reject", "leave")},
        "push:end": [browser.pk],
    }


def zalo_keys() -> dict[str, list]:
    return {"zalo_group": [_group().pk]}

"""A copy of everything the installation stores, without an officer's passphrase or a receipt, reveals no tip."""

import base64
import binascii
import re
from contextlib import suppress
from hashlib import blake2b, sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, crypto_scalarmult_base
from nacl.exceptions import CryptoError

from tests.tips.making import (
    NOW,
    PASSPHRASE,
    TEXT,
    commune,
    handler,
    keeper,
    keys_by,
    picture,
    ring_of,
    two_levels,
    whole_story,
)
from truongan.tips import sealing
from truongan.tips.actions import arrange_recovery
from truongan.tips.models import OfficerKey, TipFile, TipMessage, UnitKey, UnitKeyShare, Unlocking
from truongan.tips.rings import unlocking_place
from truongan.tips.sealing import CannotOpen, Cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    two_levels(cast)
    keeper(cast.truong_phong_xa, cast.commune_police)
    keeper(cast.quantri, cast.commune_police)
    arrange_recovery(actor=cast.cong_an_xa, ring=ring_of(cast.cong_an_xa), organization=cast.commune_police, now=NOW)
    return whole_story(cast)


_SHIPPED = ("territory_", "django_migrations", "django_content_type", "auth_permission", "wagtailcore_")


def columns() -> dict[str, list]:
    """Every value of every table of the database, by table; what the product ships, the same everywhere, left out."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            if table.startswith(_SHIPPED):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = [value for row in cursor.fetchall() for value in row if value is not None]
    return found


def as_bytes(value) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def files() -> list[bytes]:
    """Everything on the disk: uploads and the secrets of the installation."""
    folders = (Path(settings.MEDIA_ROOT), Path(settings.HOME) / "secrets")
    return [path.read_bytes() for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file()]


def everything() -> list[bytes]:
    return [as_bytes(value) for values in columns().values() for value in values] + files()


def test_nothing_that_was_said_stands_anywhere_in_clear(cast, told):
    stored = b"\n".join(everything())
    said = [
        TEXT, "Hôm nay lại xảy ra", "chúng tôi đang xác minh", "Hỏi cô chủ nhiệm", told.receipt, PASSPHRASE,
        "MayChupBiMat", f'"concerned": [{cast.school.pk}]',
    ]  # fmt: skip
    for words in said:
        plain = words.encode()
        forms = (plain, plain.hex().encode(), base64.b64encode(plain)[:-4], words.encode("unicode_escape"))
        assert not any(form in stored for form in forms), words
    assert picture()[20:60] not in stored
    # The search itself works: what is not secret is found.
    assert cast.commune_police.name.encode() in stored


def test_rows_of_a_tip_name_neither_topic_nor_place_nor_hour(cast, told):
    tables = {name: values for name, values in columns().items() if name.startswith("tips_tip")}
    words = [str(value) for values in tables.values() for value in values if isinstance(value, str)]
    assert not {"staff", commune(cast).full_name, "Trường THCS Ánh Dương"} & set(words)
    about = ("tips_tip", "tips_tipaccess", "tips_tipmessage", "tips_tipfile", "tips_spentform")
    assert not any(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d", str(value)) for name in about for value in columns()[name])


def candidate_keys() -> set[bytes]:
    """Every 32 bytes anywhere in the copy that could be a key, as they stand and as simple derivations make them."""
    keys: set[bytes] = set()
    for value in everything():
        for raw in _readings(value):
            if len(raw) <= 4096:
                keys |= {raw[start : start + 32] for start in range(max(len(raw) - 31, 0))}
            keys |= {sha256(raw).digest(), blake2b(raw, digest_size=32).digest()}
    site = settings.TIPS_SITE_SECRET
    keys |= {sealing.derived_key(site, name) for name in (b"tips-ticket", b"tips-lookup", b"tips-pair")}
    return {key for key in keys if len(key) == 32}


def _readings(value: bytes) -> list[bytes]:
    found = [value]
    if re.fullmatch(rb"(?:[0-9a-f]{2}){32,}", value):
        found.append(bytes.fromhex(value.decode()))
    if re.fullmatch(rb"[\w-]{40,}={0,2}", value):
        with suppress(binascii.Error):
            found.append(base64.urlsafe_b64decode(value + b"=" * (-len(value) % 4)))
    return found


def locked_boxes(tip) -> list[tuple[str, bytes, bytes]]:
    """(name, box, place) of everything locked under a key of its own."""
    boxes = [("story", tip.story, tip.place_of("story"))]
    for each in TipMessage.objects.all():
        boxes.append((f"message {each.pk}", each.body, f"tips.message:{each.code}:{each.kind}"))
    for file in TipFile.objects.all():
        boxes.append((f"file {file.pk}", file.content, file.place))
    boxes += [(f"key {each.pk}", each.private_locked, "tips.key") for each in OfficerKey.objects.all()]
    for each in Unlocking.objects.all():
        boxes.append((f"unlocked {each.pk}", each.private_locked, unlocking_place(each.user, "phien")))
    return [(name, bytes(box), place.encode()) for name, box, place in boxes]


def owners_of_sealed_boxes(tip) -> dict[bytes, str]:
    """Public keys to which anything is sealed: only the private half of one opens a sealed box."""
    found = {bytes(tip.tipster_key): "tipster"}
    found |= {bytes(each.public_key): f"unit {each.pk}" for each in UnitKey.objects.all()}
    return found | {bytes(each.public_key): f"officer {each.user_id}" for each in OfficerKey.objects.all()}


def opens_something(keys: set[bytes], told) -> set[str]:
    """What these keys open, tried one by one: everything locked, and every pair something is sealed to."""
    boxes, owners, found = locked_boxes(told.tip), owners_of_sealed_boxes(told.tip), set()
    for key in keys:
        for name, box, place in boxes:
            with suppress(CryptoError):
                crypto_aead_xchacha20poly1305_ietf_decrypt(box[24:], place, box[:24], key)
                found.add(name)
        if (owner := owners.get(crypto_scalarmult_base(key))) is not None:
            found.add(owner)
    return found


def test_nothing_stored_opens_anything_stored(cast, told):
    """The adversary tries every stretch of 32 bytes of the whole copy, the secrets of the installation included."""
    assert opens_something(candidate_keys(), told) == set()


def test_the_copy_that_was_tried_holds_an_unlocked_session(cast, told):
    """So that the test above covers a copy made while an officer is at work."""
    assert Unlocking.objects.filter(user=cast.cong_an_xa).exists()


def test_the_same_adversary_with_the_passphrase_gets_in(cast, told):
    """So that the test above could fail."""
    key = OfficerKey.objects.get(user=cast.cong_an_xa)
    stretched = sealing.stretched(PASSPHRASE, bytes(key.salt), Cost(key.passes, key.kibibytes))
    assert opens_something({stretched}, told) == {f"key {key.pk}"}
    private = sealing.opened(key.private_locked, stretched, "tips.key")
    assert opens_something({private}, told) == {f"officer {cast.cong_an_xa.pk}"}
    share = UnitKeyShare.objects.get(user=cast.cong_an_xa)
    assert opens_something({sealing.unsealed(share.sealed, private)}, told) == {f"unit {share.unit_key_id}"}


def test_the_same_adversary_with_the_receipt_reads_the_conversation_and_no_note(cast, told):
    _tip, keys = keys_by(told.receipt)
    opened = opens_something({keys.content}, told)
    notes = {f"message {each.pk}" for each in TipMessage.objects.filter(kind="note")}
    assert "story" in opened
    assert len(opened) == 4  # the account, its picture, the later message, the reply
    assert not notes & opened


def test_a_handler_of_another_unit_opens_nothing_of_it(cast, told):
    handler(cast.so_gd, cast.education_department)
    ring = ring_of(cast.so_gd)
    with pytest.raises(CannotOpen):
        ring.keys_of(told.tip)
    assert opens_something({ring.private}, told) == {f"officer {cast.so_gd.pk}"}

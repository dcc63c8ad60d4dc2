"""The locks themselves."""

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from truongan.config import settings as real
from truongan.tips import sealing
from truongan.tips.sealing import CannotOpen, Cost

CHEAP = Cost(1, 8)


@given(st.binary(max_size=5000))
def test_what_is_locked_opens_with_its_key_in_its_place(plain):
    key = sealing.new_key()
    box = sealing.locked(plain, key, "here")
    assert sealing.opened(box, key, "here") == plain
    for other, place in ((sealing.new_key(), "here"), (key, "there")):
        with pytest.raises(CannotOpen):
            sealing.opened(box, other, place)


def test_a_changed_box_does_not_open():
    key = sealing.new_key()
    box = bytearray(sealing.locked(b"x", key, "here"))
    box[-1] ^= 1
    with pytest.raises(CannotOpen):
        sealing.opened(bytes(box), key, "here")


def test_lengths_of_short_texts_are_alike():
    key = sealing.new_key()
    assert len(sealing.locked(b"a", key, "p")) == len(sealing.locked(b"a" * 1900, key, "p"))


def test_a_sealed_key_opens_for_its_receiver_alone():
    private, public = sealing.new_pair()
    box = sealing.sealed_to(public, b"key")
    assert sealing.unsealed(box, private) == b"key"
    with pytest.raises(CannotOpen):
        sealing.unsealed(box, sealing.new_pair()[0])


def test_a_receipt_gives_the_same_keys_again_and_another_one_others():
    receipt = sealing.receipt_of("one form", "salt")
    assert len(receipt) == 16
    assert receipt.isdecimal()
    first = sealing.receipt_keys(receipt, "salt", CHEAP)
    assert first == sealing.receipt_keys(receipt, "salt", CHEAP)
    assert sealing.receipt_keys(receipt, "another salt", CHEAP).lookup != first.lookup
    assert sealing.receipt_keys(sealing.receipt_of("another", "salt"), "salt", CHEAP).private != first.private


def test_what_is_stored_of_a_receipt_is_not_the_key_it_gives():
    keys = sealing.receipt_keys("0123456789012345", "salt", CHEAP)
    assert bytes.fromhex(keys.lookup) not in (keys.private, keys.public)


def test_an_installation_pays_the_full_price():
    """RFC 9106, second recommended option: three passes over 64 MiB; the tests pay less."""
    assert real.TIPS_PASSPHRASE_COST == real.TIPS_RECEIPT_COST == (3, 65_536)
    assert settings.TIPS_RECEIPT_COST < real.TIPS_RECEIPT_COST


def test_the_real_cost_works():
    assert len(sealing.stretched("một cụm mật khẩu", b"0" * 16, Cost(*real.TIPS_PASSPHRASE_COST))) == 32

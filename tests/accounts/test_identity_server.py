"""Sign-in through a province's identity server, as far as we decide it: whom an answer of theirs opens."""

from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress

from truongan.accounts.adapters import SocialAccountAdapter


def answer(*addresses: tuple[str, bool]):
    """What the identity server says: addresses, and whether it verified each."""
    return SimpleNamespace(
        email_addresses=[SimpleNamespace(email=email, verified=verified) for email, verified in addresses]
    )


@pytest.fixture
def with_address(cast):
    EmailAddress.objects.create(user=cast.hieu_truong, email="ha@truong.vn", verified=True, primary=True)
    return cast


def opens(sociallogin):
    found = SocialAccountAdapter().authenticate_by_email(sociallogin)
    return found[0] if found else None


def test_an_address_both_sides_verified_opens_the_account(with_address):
    assert opens(answer(("HA@truong.vn", True))) == with_address.hieu_truong


def test_an_address_they_did_not_verify_opens_nothing(with_address):
    assert opens(answer(("ha@truong.vn", False))) is None


def test_an_address_we_did_not_verify_opens_nothing(with_address):
    EmailAddress.objects.update(verified=False)
    assert opens(answer(("ha@truong.vn", True))) is None


def test_an_address_only_typed_by_an_administrator_opens_nothing(cast):
    cast.hieu_truong.email = "ha@truong.vn"
    cast.hieu_truong.save()
    assert opens(answer(("ha@truong.vn", True))) is None


def test_somebody_never_invited_gets_no_account(with_address):
    assert opens(answer(("la@truong.vn", True))) is None
    assert not SocialAccountAdapter().is_open_for_signup(None, None)


def test_a_deactivated_account_stays_shut(with_address):
    with_address.hieu_truong.is_active = False
    with_address.hieu_truong.save()
    assert opens(answer(("ha@truong.vn", True))) is None

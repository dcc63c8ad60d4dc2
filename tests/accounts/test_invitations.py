from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.factories import make_person
from truongan.accounts.actions import (
    CannotAccept,
    CannotChangePeople,
    accept_invitation,
    appoint,
    assign_beat,
    edit_person,
    invite,
    resend_invitation,
    revoke_invitation,
)
from truongan.accounts.actions.invitations import proof_of_mail
from truongan.accounts.models import Appointment, Invitation, User
from truongan.audit.models import Entry

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
PASSWORD = "hoa-phuong-do-2026"


@pytest.fixture
def teacher(cast):
    return make_person(organization=cast.school, name="Nguyễn Văn Ân", email="an@truong.vn")


@pytest.fixture
def invited(cast, teacher):
    return invite(actor=cast.hieu_truong, person=teacher, organization=cast.school, role="editor", now=NOW)


def accept(invited, *, now=NOW, username="nguyen-van-an", **fields) -> User:
    invitation, token = invited
    return accept_invitation(pk=invitation.pk, token=token, username=username, password=PASSWORD, now=now, **fields)


def test_the_link_makes_a_sign_in_and_the_post(cast, teacher, invited):
    user = accept(invited)

    assert user.person == teacher
    assert user.check_password(PASSWORD)
    assert user.scope.own_ids == (cast.school.pk,)
    assert user.scope.may_write(cast.school)
    assert not user.scope.may_administer(cast.school)
    assert [entry.verb for entry in Entry.objects.order_by("pk")] == [
        "accounts.invitation.sent", "accounts.invitation.accepted",
    ]  # fmt: skip


def test_only_the_hash_of_the_token_is_kept(invited):
    invitation, token = invited
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values())
    assert token not in str(list(Entry.objects.values_list("data", flat=True)))


def test_the_link_works_once(invited):
    accept(invited)
    with pytest.raises(CannotAccept, match="đã được dùng"):
        accept(invited, username="nguoi-khac")


def test_the_link_works_for_seven_days(invited):
    with pytest.raises(CannotAccept, match="hết hạn"):
        accept(invited, now=NOW + timedelta(days=7))
    accept(invited, now=NOW + timedelta(days=7, seconds=-1))


def test_a_wrong_token_opens_nothing(invited):
    invitation, token = invited
    with pytest.raises(CannotAccept, match="không đúng"):
        accept((invitation, token[:-1] + ("A" if token[-1] != "A" else "B")))
    assert not User.objects.filter(username="nguyen-van-an").exists()


def test_a_revoked_link_is_dead(cast, invited):
    revoke_invitation(actor=cast.hieu_truong, invitation=invited[0], now=NOW)
    with pytest.raises(CannotAccept, match="thu hồi"):
        accept(invited)


def test_resending_kills_the_old_link(cast, invited):
    again = resend_invitation(actor=cast.hieu_truong, invitation=invited[0], now=NOW + timedelta(days=10))
    with pytest.raises(CannotAccept):
        accept(invited, now=NOW + timedelta(days=10))
    accept(again, now=NOW + timedelta(days=16))


def test_inviting_again_revokes_the_first(cast, teacher, invited):
    invite(actor=cast.hieu_truong, person=teacher, organization=cast.school, role="reader", now=NOW)
    with pytest.raises(CannotAccept):
        accept(invited)


def test_who_has_an_account_is_not_invited(cast):
    with pytest.raises(CannotChangePeople, match="đã có tài khoản"):
        invite(actor=cast.hieu_truong, person=cast.giao_vien.person, organization=cast.school, role="reader", now=NOW)


@pytest.mark.parametrize("person", ["giao_vien", "can_bo_tinh", "hieu_truong_khac", "y_te_xa"])
def test_only_an_administrator_of_the_unit_invites(cast, teacher, person):
    with pytest.raises(PermissionDenied):
        invite(actor=getattr(cast, person), person=teacher, organization=cast.school, role="admin", now=NOW)


@pytest.mark.parametrize("since", [date(2026, 1, 1), date(2027, 1, 1)], ids=["in force", "to come"])
def test_nobody_is_invited_into_posts_the_inviter_does_not_administer(cast, teacher, since):
    Appointment.objects.create(person=teacher, organization=cast.province_police, role="admin", valid_from=since)
    with pytest.raises(CannotChangePeople, match="không quản trị"):
        invite(actor=cast.hieu_truong, person=teacher, organization=cast.school, role="reader", now=NOW)
    invite(actor=cast.quantri, person=teacher, organization=cast.school, role="reader", now=NOW)


def test_a_school_cannot_sign_in_as_the_officer_of_its_beat(cast):
    officer = make_person(organization=cast.commune_police)
    assign_beat(actor=None, person=officer, organization=cast.school, since=date(2026, 1, 1), now=NOW)
    with pytest.raises(CannotChangePeople, match="không quản trị"):
        invite(actor=cast.hieu_truong, person=officer, organization=cast.school, role="reader", now=NOW)


def test_a_post_given_elsewhere_closes_the_link(cast, teacher, invited):
    appoint(
        actor=None, person=teacher, organization=cast.province_police, role="admin", since=date(2026, 11, 23), now=NOW
    )
    with pytest.raises(CannotAccept, match="hết hạn"):
        accept(invited)

    again = resend_invitation(actor=cast.quantri, invitation=invited[0], now=NOW)
    assert accept(again).person == teacher


def test_a_mailed_link_vouches_for_no_other_address(cast, teacher, invited):
    proof = proof_of_mail(invited[1], teacher.email)
    edit_person(actor=cast.giao_vien, person=teacher, changes={"email": "giam-doc@tinh.vn"}, now=NOW)
    user = accept(invited, mail_proof=proof)
    assert not EmailAddress.objects.filter(user=user).exists()


def test_a_name_in_use_is_refused_in_any_case(invited):
    with pytest.raises(CannotAccept, match="đã có người dùng"):
        accept(invited, username="Hieu-Truong")


def test_an_address_counts_as_verified_only_when_the_link_came_by_mail(cast, invited):
    user = accept(invited, mail_proof=proof_of_mail(invited[1], "an@truong.vn"))
    assert EmailAddress.objects.get(user=user).verified

    other = make_person(organization=cast.school, email="binh@truong.vn")
    by_hand = invite(actor=cast.hieu_truong, person=other, organization=cast.school, role="reader", now=NOW)
    second = accept(by_hand, username="nguoi-thu-hai")
    assert not EmailAddress.objects.filter(user=second).exists()


def test_colleagues_who_share_a_mailbox_all_come_in(cast, invited):
    first = accept(invited, mail_proof=proof_of_mail(invited[1], "an@truong.vn"))
    other = make_person(organization=cast.school, email="An@truong.vn")
    mailed = invite(actor=cast.hieu_truong, person=other, organization=cast.school, role="reader", now=NOW)
    second = accept(mailed, username="nguoi-thu-hai", mail_proof=proof_of_mail(mailed[1], "An@truong.vn"))
    assert second.scope.own_ids == (cast.school.pk,)
    assert [each.user for each in EmailAddress.objects.filter(email="an@truong.vn")] == [first]


def test_an_address_written_with_capitals_signs_in_and_gets_a_new_password(cast, client):
    person = make_person(organization=cast.school, email="Le.Ha@Truong.vn")
    by_hand = invite(actor=cast.hieu_truong, person=person, organization=cast.school, role="reader", now=NOW)
    accept(by_hand, username="le-ha")
    client.post(reverse("account_reset_password"), {"email": "Le.Ha@Truong.vn"})
    assert "/dang-nhap/mat-khau/quen/" in mail.outbox[-1].body
    signed_in = client.post(reverse("account_login"), {"login": "Le.Ha@Truong.vn", "password": PASSWORD})
    assert signed_in.status_code == 302


def test_from_the_persons_page_to_the_first_sign_in(cast, as_, teacher, client):
    sent = as_("hieu_truong").post(
        reverse("accounts:invitation_add", args=[teacher.pk]), {"organization": cast.school.pk, "role": "reader"}
    )
    assert sent.status_code == 200
    link = next(line for line in mail.outbox[0].body.splitlines() if "/dang-nhap/loi-moi/" in line)
    assert "?thu=" in link
    assert "?thu=" not in sent.content.decode()

    path = link.removeprefix("http://testserver")
    assert "Nguyễn Văn Ân" in client.get(path).content.decode()
    done = client.post(path, {"username": "van-an", "password": PASSWORD, "repeated": PASSWORD})
    assert done.status_code == 303
    signed_in = client.post(reverse("account_login"), {"login": "van-an", "password": PASSWORD})
    assert signed_in.url == "/lam-viec/"
    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "12345678901", "repeated": "12345678901"}, "chữ số"),
        ({"password": PASSWORD, "repeated": "khac-hoan-toan"}, "không giống nhau"),
        ({"username": "có dấu"}, "Tên đăng nhập"),
        ({"username": "hieu-truong"}, "đã có người dùng"),
    ],
)
def test_what_is_wrong_is_said(invited, client, typed, said):
    invitation, token = invited
    Invitation.objects.update(expires_at=datetime(2100, 1, 1, tzinfo=UTC))
    fields = {"username": "van-an", "password": PASSWORD, "repeated": PASSWORD, **typed}
    answer = client.post(reverse("invitation_accept", args=[invitation.pk, token]), fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()

"""The only way in: an administrator invites a person who is in the register; the link works once, for seven days."""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from truongan.accounts import rules
from truongan.accounts.actions.refusals import CannotChangePeople, day_of
from truongan.accounts.models import Appointment, Invitation, Person, User
from truongan.audit.actions import record
from truongan.kernel.refusals import Refusal, require
from truongan.organizations.models import Organization

LASTS = timedelta(days=7)


class CannotAccept(Refusal):
    """The link does not open. The message may be shown."""


@transaction.atomic
def invite(
    *, actor: User, person: Person, organization: Organization, role: str, title: str = "", now: datetime
) -> tuple[Invitation, str]:
    """A single-use invitation and its token, which is never kept: only its hash is. Earlier open ones are revoked."""
    require(rules.may_appoint_in(actor, organization))
    Person.objects.select_for_update().get(pk=person.pk)
    _refuse_posts_elsewhere(actor, person, now)
    if User.objects.filter(person=person).exists():
        raise CannotChangePeople(_("Người này đã có tài khoản; hãy thêm chức vụ thay vì mời lại."))
    Invitation.objects.open_at(now).filter(person=person).update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_hash=_hash(token), person=person, organization=organization, role=role, title=title,
        invited_by=actor, created_at=now, expires_at=now + LASTS,
    )  # fmt: skip
    _record(actor, "accounts.invitation.sent", invitation, now, role=role)
    return invitation, token


@transaction.atomic
def resend_invitation(*, actor: User, invitation: Invitation, now: datetime) -> tuple[Invitation, str]:
    """A new link for another seven days; the old one no longer opens."""
    invitation = Invitation.objects.locked().get(pk=invitation.pk)
    require(rules.may_appoint_in(actor, invitation.organization))
    if invitation.accepted_at or invitation.revoked_at:
        raise CannotChangePeople(_("Lời mời này đã được dùng hoặc đã thu hồi."))
    _refuse_posts_elsewhere(actor, invitation.person, now)
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.expires_at, invitation.invited_by = _hash(token), now + LASTS, actor
    invitation.save(update_fields=["token_hash", "expires_at", "invited_by"])
    _record(actor, "accounts.invitation.resent", invitation, now)
    return invitation, token


@transaction.atomic
def revoke_invitation(*, actor: User, invitation: Invitation, now: datetime) -> Invitation:
    """The link no longer opens."""
    invitation = Invitation.objects.locked().get(pk=invitation.pk)
    require(rules.may_appoint_in(actor, invitation.organization))
    if invitation.accepted_at or invitation.revoked_at:
        raise CannotChangePeople(_("Lời mời này đã được dùng hoặc đã thu hồi."))
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    _record(actor, "accounts.invitation.revoked", invitation, now)
    return invitation


def find_invitation(pk: int, token: str, now: datetime) -> Invitation:
    """The open invitation this token belongs to; raises CannotAccept, with the same words for every wrong token."""
    invitation = Invitation.objects.select_related("person", "organization").filter(pk=pk).first()
    return _checked(invitation, token, now)


@transaction.atomic
def accept_invitation(
    *, pk: int, token: str, username: str, password: str, mail_proof: str = "", now: datetime
) -> User:
    """Make the sign-in and the post it was for. `password` has passed the validators (the form asks them).

    `mail_proof` comes only with the link sent by mail: then the address is the person's, and counts as verified. Of
    colleagues who share a mailbox the first holds it; the others sign in by their names.
    """
    invitation = _checked(Invitation.objects.locked().filter(pk=pk).first(), token, now)
    person = invitation.person
    username = username.strip().lower()
    if User.objects.filter(username__iexact=username).exists():
        raise CannotAccept(_("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."))
    address = person.email.lower()  # as sign-in and "forgot" look for it
    user = User.objects.create_user(username, email=address, password=password, person=person)
    is_theirs = bool(address) and constant_time_compare(mail_proof, proof_of_mail(token, address))
    if is_theirs and not EmailAddress.objects.filter(email=address, verified=True).exists():
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    Appointment.objects.get_or_create(
        person=person, organization=invitation.organization, role=invitation.role, valid_to=None,
        defaults={"title": invitation.title, "valid_from": day_of(now)},
    )  # fmt: skip
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    _record(user, "accounts.invitation.accepted", invitation, now, username=username)
    return user


def proof_of_mail(token: str, address: str) -> str:
    """What the mailed link carries beside the token, and the link shown to the administrator does not.

    It vouches for the address it was mailed to, not for another one written into the register since.
    """
    said = f"{token}\n{address.lower()}"
    return salted_hmac("truongan.accounts.invitation.mail", said, algorithm="sha256").hexdigest()[:32]


def _checked(invitation: Invitation | None, token: str, now: datetime) -> Invitation:
    if invitation is None or not constant_time_compare(invitation.token_hash, _hash(token)):
        raise CannotAccept(_("Đường dẫn không đúng. Hãy chép lại đủ đường dẫn trong lời mời."))
    if invitation.accepted_at:
        raise CannotAccept(_("Lời mời này đã được dùng. Hãy đăng nhập bằng tài khoản đã lập."))
    if invitation.revoked_at or invitation.expires_at <= now:
        raise CannotAccept(_("Lời mời đã hết hạn hoặc bị thu hồi. Hãy xin người quản trị đơn vị gửi lại."))
    if User.objects.filter(person=invitation.person).exists():
        raise CannotAccept(_("Bạn đã có tài khoản. Hãy đăng nhập."))
    # A post given since then, elsewhere: whoever saw this link must not come by it.
    if not rules.may_invite(invitation.invited_by, invitation.person, _open_posts(invitation.person, now)):
        raise CannotAccept(_("Lời mời đã hết hạn hoặc bị thu hồi. Hãy xin người quản trị đơn vị gửi lại."))
    return invitation


def _refuse_posts_elsewhere(actor: User, person: Person, now: datetime) -> None:
    if not rules.may_invite(actor, person, _open_posts(person, now)):
        raise CannotChangePeople(
            _("Người này thuộc hoặc giữ chức vụ ở nơi bạn không quản trị; hãy nhờ người quản trị của nơi đó mời.")
        )


def _open_posts(person: Person, now: datetime) -> list[Appointment]:
    rows = Appointment.objects.not_ended_by(day_of(now)).filter(person=person)
    return list(rows.select_related("organization"))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _record(actor: User, verb: str, invitation: Invitation, now: datetime, **said: str) -> None:
    record(
        actor=actor, verb=verb, target=invitation.person, now=now, organization=invitation.organization,
        note=invitation.organization.name, **said,
    )  # fmt: skip

"""Helping somebody back in, and shutting an account: for administrators of every organization the person works in."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.utils.translation import gettext as _

from truongan.accounts import rules
from truongan.accounts.actions.refusals import CannotChangePeople, day_of
from truongan.accounts.models import Appointment, User
from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.web.live import dismiss


@transaction.atomic
def reset_access(*, actor: User, user: User, now: datetime) -> tuple[str, str]:
    """(uidb36, key) of a link that sets a new password once: for people without mail, handed over by hand.

    The link dies with its use, with the next sign-in, and after settings.PASSWORD_RESET_TIMEOUT.
    """
    user = _locked(user)
    require(rules.may_help_in(actor, user, _current(user, now)))
    if not user.is_active:
        raise CannotChangePeople(_("Tài khoản đang ngừng. Hãy mở lại trước."))
    _record(actor, "accounts.access.reset", user, now)
    return user_pk_to_url_str(user), default_token_generator.make_token(user)


@transaction.atomic
def suspend_account(*, actor: User, user: User, reason: str, now: datetime) -> User:
    """Shut the account at once: every session of it sees nothing from the next request on."""
    user = _locked(user)
    require(rules.may_help_in(actor, user, _current(user, now)))
    if user.pk == actor.pk:
        raise CannotChangePeople(_("Không tự ngừng tài khoản của mình."))
    if not user.is_active:
        raise CannotChangePeople(_("Tài khoản đã ngừng."))
    return _set_active(actor, user, False, "accounts.account.suspended", now, reason=reason)


@transaction.atomic
def reopen_account(*, actor: User, user: User, now: datetime) -> User:
    """Open a suspended account again, with the posts the person holds by now."""
    user = _locked(user)
    require(rules.may_help_in(actor, user, _current(user, now)))
    if user.is_active:
        raise CannotChangePeople(_("Tài khoản đang hoạt động."))
    return _set_active(actor, user, True, "accounts.account.reopened", now)


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).select_related("person__organization").get(pk=user.pk)


def _current(user: User, now: datetime) -> list[Appointment]:
    # Posts that begin tomorrow count as well: a link handed over today still works then.
    rows = Appointment.objects.not_ended_by(day_of(now)).filter(person=user.person_id)
    return list(rows.select_related("organization"))


def _set_active(actor: User, user: User, is_active: bool, verb: str, now: datetime, **said: str) -> User:
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    dismiss(user.pk)
    _record(actor, verb, user, now, **said)
    return user


def _record(actor: User, verb: str, user: User, now: datetime, **said: str) -> None:
    person = user.person
    home = person.organization if person else None
    record(actor=actor, verb=verb, target=person or user, now=now, organization=home, **said)

"""People: taken in once, corrected without losing what another person corrected meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.accounts import rules
from truongan.accounts.actions.refusals import CannotChangePeople
from truongan.accounts.models import Person
from truongan.audit.actions import record
from truongan.kernel.phones import mask_phone, parse_phone
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization

FIELDS = ("name", "phone", "email", "birth_year", "post")


@transaction.atomic
def register_person(
    *,
    actor,
    organization: Organization | None,
    name: str,
    phone: str = "",
    email: str = "",
    birth_year: int | None = None,
    post: str = "",
    now: datetime,
) -> Person:
    """Take a person in, at home in `organization`. Raises CannotChangePeople for a phone that is another person's."""
    require(rules.may_write_people_of(actor, organization))
    person = Person(
        name=name, phone=_national(phone), email=email, birth_year=birth_year, post=post, organization=organization
    )
    person.derive_keys()
    _refuse_taken_phone(person)
    person.save()
    record(actor=actor, verb="accounts.person.registered", target=person, now=now, organization=organization)
    return person


@transaction.atomic
def edit_person(
    *, actor, person: Person, changes: Mapping[str, Any], seen: Mapping[str, Any] | None = None, now: datetime
) -> Person:
    """Correct the named fields and no other, so two people correcting different things both keep their work.

    `seen`: the values the editor had before them; a field that somebody changed since is refused, not overwritten.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("organization").get(pk=person.pk)
    require(rules.may_edit_person(actor, person))
    wanted = {name: changes[name] for name in FIELDS if name in changes}
    if "phone" in wanted:
        wanted["phone"] = _national(wanted["phone"])
    changed = {name: value for name, value in wanted.items() if value != getattr(person, name)}
    _refuse_overwriting(person, changed, seen or {})
    if not changed:
        return person
    said = {
        _label(name): [_shown(name, getattr(person, name)), _shown(name, value)] for name, value in changed.items()
    }
    for name, value in changed.items():
        setattr(person, name, value)
    person.derive_keys()
    _refuse_taken_phone(person)
    person.save(update_fields=[*changed, "name", "search_fold", "sort_key"])
    record(
        actor=actor, verb="accounts.person.edited", target=person, now=now,
        organization=person.organization, changes=said,
    )  # fmt: skip
    return person


def _national(phone: str) -> str:
    if not phone.strip():
        return ""
    national = parse_phone(phone)
    if national is None:
        raise CannotChangePeople(_("Số điện thoại không đúng dạng, ví dụ 0912 345 678."))
    return national


def _refuse_taken_phone(person: Person) -> None:
    # Whose it is stays unsaid: the other person may be outside what this editor sees.
    if person.phone and Person.objects.filter(phone=person.phone).exclude(pk=person.pk).exists():
        raise CannotChangePeople(_("Số điện thoại này đang thuộc về người khác trong sổ."))


def _refuse_overwriting(person: Person, changed: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
    for name in changed:
        if name in seen and seen[name] != getattr(person, name):
            raise CannotChangePeople(
                _("%(field)s vừa được người khác sửa. Hãy mở lại trang và xem giá trị mới.")
                % {"field": _label(name).capitalize()}
            )


def _label(name: str) -> str:
    return str(getattr(Person._meta.get_field(name), "verbose_name", name))


def _shown(name: str, value: Any) -> Any:
    # The record is read by more people than the phone is.
    return mask_phone(value) if name == "phone" else value

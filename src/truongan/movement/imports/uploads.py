"""A workbook's way from the sender to the register: received, checked in the background, agreed to, imported."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from truongan.movement.imports.format import KINDS
from truongan.movement.imports.planning import own_school
from truongan.organizations.models import Organization
from truongan.workbooks.actions import receive_source, receive_upload
from truongan.workbooks.models import Upload


def kinds_for(user) -> list[str]:
    """Kinds of workbook this person may send: a school its own, an agency those of its level and below."""
    if any(area.may_write and not area.path for area in user.scope.areas):
        return list(KINDS)
    kinds = ["school"] if own_school(user) is not None else []
    if any(area.may_write for area in user.scope.areas):
        kinds += _levels_of(user)
    return kinds


def _levels_of(user) -> list[str]:
    """Levels at or below the highest of the agencies the person writes for."""
    ids = [each.organization_id for each in user.scope.own if each.may_write]
    order = ["commune", "district", "province"]
    found = set(Organization.objects.filter(pk__in=ids).exclude(sector="school").values_list("level", flat=True))
    highest = max((order.index(level) for level in found if level in order), default=0)
    return order[: highest + 1]


def scope_key_for(user, kind: str) -> str:
    """Whose file it is: `path#school` for a school's own, `path` of the sender's area otherwise."""
    own_id = own_school(user) if kind == "school" else None
    if own_id is not None:
        school = Organization.objects.get(pk=own_id)
        return f"{school.place_path}#{school.pk}"
    areas = [area.path for area in user.scope.areas if area.may_write]
    return min(areas, key=len) if areas else ""


def receive_workbook(*, actor, content=None, file=None, source=None, filename: str, kind: str, now: datetime) -> Upload:
    """Keep a workbook somebody sends for the register. Raises CannotRead, PermissionDenied."""
    if kind not in KINDS or kind not in kinds_for(actor):
        raise PermissionDenied
    options = {"kind": kind, "scope_key": scope_key_for(actor, kind)}
    if file is not None:
        return receive_upload(actor=actor, file=file, filename=filename, now=now, **options)
    return receive_source(actor=actor, source=content if content is not None else source, filename=filename, now=now, **options)

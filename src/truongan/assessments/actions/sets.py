"""Versions of criteria sets: written once, never changed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from truongan.assessments import rules
from truongan.assessments.checking import BadCriteria, read_definition
from truongan.assessments.files import normal, plain, shipped, shipped_codes
from truongan.assessments.models import CriteriaSet
from truongan.assessments.refusals import CannotKeepSet
from truongan.audit.actions import record
from truongan.kernel.refusals import require

_VERSIONS_LOCK = 124_2021  # any constant: versions are counted one after the other


@transaction.atomic
def load_shipped(*, now: datetime) -> list[CriteriaSet]:
    """Take in the sets the product ships and the database does not have yet; returns the new versions.

    A shipped set that was adapted here stays as adapted: the new text is kept beside it as a version not in use.
    """
    _lock_versions()
    return [found for code in shipped_codes() if (found := _load(code, now))]


def _load(code: str, now: datetime) -> CriteriaSet | None:
    raw = shipped(code)
    assert raw is not None  # one of shipped_codes
    if CriteriaSet.objects.filter(code=code, sha256=_digest(raw)).exists():
        return None
    read_definition(raw)
    adapted = CriteriaSet.objects.current().filter(code=code, is_shipped=False).exists()
    return _write(raw, now=now, is_shipped=True, is_current=not adapted)


@transaction.atomic
def add_version(
    *, actor, raw: Mapping[str, Any], based_on: CriteriaSet | None = None, note: str = "", now: datetime
) -> CriteriaSet:
    """Keep a set as the next version of its code and use it from now on; rounds begun keep theirs.

    Raises CannotKeepSet with everything that is wrong with it (see checking.read_definition), or when it is equal
    to a version that is kept already.
    """
    require(rules.may_keep_sets(actor))
    given = plain(raw)
    try:
        read_definition(given)
    except BadCriteria as reason:
        raise CannotKeepSet(str(reason)) from reason
    _lock_versions()
    if same := CriteriaSet.objects.filter(code=given["code"], sha256=_digest(given)).first():
        raise CannotKeepSet(_("Không có gì khác với bản %(version)s đang lưu.") % {"version": same.version})
    kept = _write(given, now=now, is_current=True, based_on=based_on, note=note, created_by=actor)
    record(actor=actor, verb="assessments.set.added", target=kept, now=now, version=kept.version, note=note)
    return kept


@transaction.atomic
def use_version(*, actor, criteria_set: CriteriaSet, now: datetime) -> CriteriaSet:
    """New rounds and assessments take this version of its set from now on."""
    require(rules.may_keep_sets(actor))
    _lock_versions()
    criteria_set.refresh_from_db()
    if criteria_set.is_current:
        raise CannotKeepSet(_("Bản này đang được dùng."))
    _set_current(criteria_set)
    record(actor=actor, verb="assessments.set.adopted", target=criteria_set, now=now, version=criteria_set.version)
    return criteria_set


def _write(raw: Mapping[str, Any], *, now: datetime, is_current: bool, **fields: Any) -> CriteriaSet:
    definition = read_definition(raw)
    last = CriteriaSet.objects.filter(code=definition.code).order_by("-version").first()
    kept = CriteriaSet.objects.create(
        code=definition.code, version=last.version + 1 if last else 1, name=definition.name,
        issuing_text=definition.issuing_text, valid_from=definition.valid_from, valid_to=definition.valid_to,
        is_yearly=definition.cycle.is_yearly, definition=raw, sha256=_digest(raw), created_at=now, **fields,
    )  # fmt: skip
    if is_current:
        _set_current(kept)
    return kept


def _set_current(criteria_set: CriteriaSet) -> None:
    CriteriaSet.objects.current().filter(code=criteria_set.code).update(is_current=False)
    criteria_set.is_current = True
    criteria_set.save(update_fields=["is_current"])


def _digest(raw: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(normal(raw), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _lock_versions() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_VERSIONS_LOCK])

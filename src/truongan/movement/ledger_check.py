"""Compares the ledger with one made afresh from the register, and leaves it as it was."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db import models, transaction

from truongan.movement import ledger
from truongan.movement.models.ledger import LedgerBalance, LedgerRow, PersonPresence
from truongan.organizations.models import Organization

_TABLES: tuple[type[models.Model], ...] = (PersonPresence, LedgerRow, LedgerBalance)
Rows = dict[tuple[int, str], Counter[tuple]]


class Difference(NamedTuple):
    """One derived table of one organization: rows it holds wrongly, and rows the register calls for."""

    organization: str
    table: str
    wrong: int
    missing: int


def differences(batch: int = 500) -> Iterator[Difference]:
    """Where the ledger is not what the register says, in the order of organizations; nothing when it is whole.

    Each batch is rebuilt in a transaction that is rolled back; its organizations are locked for as long, so that
    whoever writes to one of them waits a moment instead of being taken for a difference.
    """
    ids = list(Organization.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), batch):
        yield from _compared(ids[start : start + batch])


def _compared(ids: Collection[int]) -> Iterator[Difference]:
    with transaction.atomic():
        rows = Organization.objects.filter(pk__in=ledger.with_former_holders(ids)).order_by("pk")
        codes = dict(rows.select_for_update().values_list("pk", "code"))
        kept = _rows(ids)
        ledger.refresh(ids)
        due = _rows(ids)
        transaction.set_rollback(True)
    for organization, table in sorted({*kept, *due}):
        held, wanted = kept[organization, table], due[organization, table]
        if held != wanted:
            yield Difference(codes[organization], table, (held - wanted).total(), (wanted - held).total())


def _rows(ids: Collection[int]) -> Rows:
    """Every derived row of these organizations without its own key, by organization and table."""
    found: Rows = defaultdict(Counter)
    for model in _TABLES:
        names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        place = names.index("organization_id")
        for row in model._default_manager.filter(organization__in=ids).values_list(*names):
            found[row[place], model._meta.db_table][row] += 1
    return found

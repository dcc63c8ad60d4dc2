"""An issuer's number series: one row per organization, year and series, counted without gaps."""

from django.db import connection, transaction

from truongan.documents.models import NumberSeries
from truongan.kernel.refusals import Refusal
from truongan.organizations.models import Organization

# One statement, so that two first numbers of a year cannot race: the second waits for the first's commit.
_TAKE = """
INSERT INTO documents_numberseries (organization_id, year, series, last_number) VALUES (%s, %s, %s, 1)
ON CONFLICT (organization_id, year, series)
DO UPDATE SET last_number = documents_numberseries.last_number + 1
RETURNING last_number
"""


class CannotContinue(Refusal):
    """The series already stands higher. The message is safe to show."""


def take_number(*, organization: Organization, year: int, series: str) -> int:
    """The next number of a series, from 1 each year; `series` is a kind ("QĐ") or "chung" for all kinds.

    Belongs to the caller's transaction: the number is used only if that commits, so none is lost,
    and others who want one from the same series wait until then. Call it late.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a number is taken in the transaction that uses it")
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [organization.pk, year, series])
        return cursor.fetchone()[0]


@transaction.atomic
def continue_series(*, organization: Organization, year: int, series: str, last_number: int) -> None:
    """Go on from the paper register: the next number will be `last_number` + 1. Never goes back."""
    row, _ = NumberSeries.objects.select_for_update().get_or_create(
        organization=organization, year=year, series=series
    )
    if row.last_number > last_number:
        raise CannotContinue(f"Sổ {series} năm {year} đã đến số {row.last_number}.")
    row.last_number = last_number
    row.save(update_fields=["last_number"])

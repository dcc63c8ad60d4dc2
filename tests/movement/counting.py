"""What the ledger says."""

from datetime import date

from django.db.models import Sum

from truongan.movement.models import LedgerRow

DAY = date(2021, 9, 14)


def stock(name: str, day: date = DAY) -> int:
    return LedgerRow.objects.filter(day__lte=day).aggregate(total=Sum(name))["total"] or 0

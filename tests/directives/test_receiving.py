from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from tests.directives.conftest import NOW, Office
from truongan.directives.actions import (
    CannotDirect,
    acknowledge_receipt,
    recall_directive,
)
from truongan.directives.models import Receipt
from truongan.documents.models import NumberSeries

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_colleagues_who_acknowledge_at_once_take_one_arrival_number(cast):
    directive = Office(cast).issued("school:THCS")
    receipt = Receipt.objects.get(directive=directive, organization=cast.school)
    people = (cast.hieu_truong, cast.giao_vien)
    together = Barrier(len(people))

    def click(who) -> int:
        try:
            together.wait()
            return acknowledge_receipt(actor=who, receipt=receipt, now=NOW).arrival_number
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as clicks:
        assert list(clicks.map(click, people)) == [1, 1]
    assert NumberSeries.objects.get(organization=cast.school, series="đến").last_number == 1


def test_arrival_numbers_count_per_unit_and_year(office, cast):
    first, second = office.issued("school:THCS"), office.issued("school:THCS")

    def arrives(directive, organization, who) -> int:
        receipt = Receipt.objects.get(directive=directive, organization=organization)
        return acknowledge_receipt(actor=who, receipt=receipt, now=NOW).arrival_number

    assert arrives(second, cast.school, cast.giao_vien) == 1
    assert arrives(first, cast.school, cast.hieu_truong) == 2
    assert arrives(first, cast.other_school, cast.hieu_truong_khac) == 1


@pytest.mark.parametrize("who", ["can_bo_tinh", "cong_an_xa", "truong_phong_xa", "quantri", "hieu_truong_khac"])
def test_nobody_acknowledges_for_another_unit(office, cast, who):
    receipt = Receipt.objects.get(directive=office.issued("school:THCS"), organization=cast.school)
    with pytest.raises(PermissionDenied):
        acknowledge_receipt(actor=getattr(cast, who), receipt=receipt, now=NOW)


def test_a_recalled_directive_is_not_acknowledged_any_more(office, cast):
    directive = office.issued("school:THCS")
    recall_directive(actor=office.actor, directive=directive, reason="Sai", now=NOW)
    with pytest.raises(CannotDirect, match="không còn hiệu lực"):
        acknowledge_receipt(
            actor=cast.hieu_truong, receipt=Receipt.objects.get(directive=directive, organization=cast.school), now=NOW
        )

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from tests.factories import make_organization
from truongan.documents.models import NumberSeries
from truongan.documents.series import CannotContinue, continue_series, take_number


def take(organization, year=2021, series="QĐ") -> int:
    with transaction.atomic():
        return take_number(organization=organization, year=year, series=series)


def test_numbers_start_at_one_in_each_year_series_and_organization(db):
    school, other = make_organization(), make_organization()
    assert [take(school), take(school), take(school)] == [1, 2, 3]
    assert [take(school, year=2022), take(school, series="BC"), take(other)] == [1, 1, 1]


def test_a_number_of_a_failed_transaction_is_used_again(db):
    school = make_organization()
    with pytest.raises(RuntimeError), transaction.atomic():
        take_number(organization=school, year=2021, series="QĐ")
        raise RuntimeError
    assert take(school) == 1


def test_a_series_goes_on_from_the_paper_register_and_never_back(db):
    school = make_organization()
    continue_series(organization=school, year=2021, series="QĐ", last_number=40)
    assert take(school) == 41
    with pytest.raises(CannotContinue):
        continue_series(organization=school, year=2021, series="QĐ", last_number=40)


@pytest.mark.django_db(transaction=True)
def test_a_number_is_taken_inside_the_transaction_that_uses_it():
    school = make_organization()
    with pytest.raises(transaction.TransactionManagementError):
        take_number(organization=school, year=2021, series="QĐ")


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_every_number_exactly_once_and_failures_leave_no_gap():
    school = make_organization()
    together = Barrier(8)

    def clerk(which: int) -> list[int]:
        together.wait()
        taken = []
        try:
            for turn in range(6):
                try:
                    with transaction.atomic():
                        number = take_number(organization=school, year=2021, series="QĐ")
                        if (turn + which) % 3 == 0:
                            raise RuntimeError
                    taken.append(number)
                except RuntimeError:
                    continue
        finally:
            connection.close()
        return taken

    with ThreadPoolExecutor(8) as clerks:
        numbers = sorted(number for taken in clerks.map(clerk, range(8)) for number in taken)
    assert numbers == list(range(1, len(numbers) + 1))
    assert NumberSeries.objects.get(organization=school).last_number == len(numbers) == 32

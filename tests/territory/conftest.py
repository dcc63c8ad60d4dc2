import pytest
from django.db import transaction

from truongan.territory.actions import load_territory


@pytest.fixture(scope="module")
def whole_country(django_db_setup, django_db_blocker):
    """All units of all days, for the tests of one file; the database is as before afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_territory()
        transaction.set_rollback(True)

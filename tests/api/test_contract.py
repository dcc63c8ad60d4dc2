"""The API does what its description says, whatever it is sent; in this process, with a token that may do everything."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.api.things import make_token
from tests.duty.things import make_network, make_rollcall, staff
from tests.factories import make_scheme
from tests.incidents.samples import reported

CHECKS = (not_a_server_error, content_type_conformance, response_schema_conformance)


@pytest.fixture
def schema(cast):
    """The description, from an application that leaves the test's own connection open, as Django's client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    config = schemathesis.Config.from_dict({"generation": {"allow-x00": False}})
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), config=config)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
def test_every_operation_keeps_its_description(cast, schema, settings):
    settings.API_RATE = 1_000_000
    settings.ALLOWED_HOSTS = ["*"]
    staff(cast)
    make_network(cast)
    make_scheme(organization=cast.school)
    make_rollcall(cast)
    reported(cast)
    secret = make_token(cast, "truong_phong_xa").secret
    tried = [_try(each.ok(), secret) for each in schema.get_all_operations()]
    assert len(tried) >= 25


def _try(operation, secret: str) -> str:
    @settings(
        max_examples=6, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def run(case):
        case.call_and_validate(
            headers={"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}, checks=CHECKS
        )

    run()
    return operation.label

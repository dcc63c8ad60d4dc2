"""Pages at national size, per role, through the whole of Django in one process: median time and number of queries."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.national_register import prepare, worker_in
from benchmarks.timing import line, median_ms, pages_answer
from truongan.config.wsgi import application  # noqa: F401 - as it is served: what was loaded is out of the collector's way
from truongan.territory.models import AdministrativeUnit

_PAGES = (
    ("models", "/lam-viec/mo-hinh/", 80),
    ("models, searched", "/lam-viec/mo-hinh/?q=diem+99", 80),
    ("models, last page", "/lam-viec/mo-hinh/?trang=99999", 80),
    ("teams", "/lam-viec/to/", 80),
    ("groups", "/lam-viec/nhom/", 80),
    ("schools", "/lam-viec/don-vi/", 80),
    ("people", "/lam-viec/nguoi/", 80),
    ("figures", "/lam-viec/so-lieu/", 100),
    ("behind a figure", "/lam-viec/so-lieu/teams.memberships/", 100),
    ("home", "/lam-viec/", 100),
)


def main() -> None:
    prepare()
    province = AdministrativeUnit.objects.get(code="24", valid_to=None)
    commune = AdministrativeUnit.objects.get(code="07795", valid_to=None)
    roles = {
        "school": worker_in(commune, "school"),
        "commune": worker_in(commune, "police"),
        "province": worker_in(province, "police"),
    }
    with pages_answer():
        for name, address, target in _PAGES:
            for role, user in roles.items():
                client = Client()
                client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
                with CaptureQueriesContext(connection) as queries:
                    status = client.get(address).status_code
                count = len(queries)  # the next request empties the list
                took = median_ms(lambda client=client, address=address: client.get(address))
                line(f"{name}, {role} ({count} queries, {status})", took, target=target)
    with pages_answer():
        line("public figures, nation", median_ms(lambda: Client().get("/so-lieu/")), target=400)

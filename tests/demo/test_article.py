"""The article's five figures, the same on every screen and in the report."""

import io
import re
from datetime import UTC, datetime

import docx
import pytest

from truongan.accounts.models import User
from truongan.demo.actions import load_demo
from truongan.demo.places import ARTICLE_DAY
from truongan.movement.ledger import take_statistics
from truongan.reports.models import ResultReport

FIGURES = {
    "schemes.count": "322",
    "teams.count": "628",
    "teams.memberships": "5.398",
    "groups.count": "484",
    "groups.memberships": "5.103",
}


@pytest.mark.slow
def test_the_article_is_read_in_the_workspace_by_everyone_and_in_the_report(territory, settings, tmp_path, client):
    settings.HOME = tmp_path  # the mark that makes pages say "demonstration" stays with this test
    load_demo(until=ARTICLE_DAY, now=datetime(2026, 11, 22, 2, 0, tzinfo=UTC), say=lambda _text: take_statistics())

    public = client.get("/so-lieu.json?ngay=2021-09-14&don_vi=24").json()
    shown = {each["code"]: each["value"] for each in public["figures"] if each["code"] in FIGURES}
    assert shown == {code: int(number.replace(".", "")) for code, number in FIGURES.items()}

    officer = User.objects.get(username="can-bo-tinh")
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/lam-viec/so-lieu/", "/so-lieu/"):
        page = client.get(f"{address}?ngay=2021-09-14").content.decode()
        assert re.findall(r'class="fig"[^>]*>([\d.]+)<', page)[:5] == list(FIGURES.values()), address

    assert _report(client).count("lượt thành viên") >= 2
    for number in FIGURES.values():
        assert number in _report(client), number


def _report(client) -> str:
    if not ResultReport.objects.filter(directive=None).exists():
        form = client.get("/lam-viec/bao-cao/moi/?ngay=2021-09-14").context["form"]
        fields = {"issuer": form.initial["issuer"].pk, "don_vi": "24", "ngay": "14/09/2021"}
        assert client.post("/lam-viec/bao-cao/moi/", fields).status_code in (302, 303)
    report = ResultReport.objects.get(directive=None)
    content = client.get(f"/lam-viec/bao-cao/{report.pk}/bao-cao.docx").content
    return " ".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)

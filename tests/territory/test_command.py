import json
from io import StringIO

import pytest
from django.core.management import call_command

from truongan.territory.models import AdministrativeUnit

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("territory", *arguments, stdout=out)
    return out.getvalue()


def test_load_says_what_it_did(whole_country):
    assert run("load") == "Địa giới: 0 dòng mới, 0 đổi, 0 bỏ, 28.369 giữ nguyên.\n"
    assert json.loads(run("load", "--format", "json")) == {
        "created": 0,
        "changed": 0,
        "removed": 0,
        "unchanged": 28369,
    }


def test_check_is_sound_and_machine_readable(whole_country):
    assert "10.599 xã" in run("check")
    assert json.loads(run("check", "--format", "json"))["ok"] is True


def test_check_fails_where_the_territory_is_broken(territory, capsys):
    AdministrativeUnit.objects.filter(code="07795", valid_to=None).update(path="sai")
    with pytest.raises(SystemExit) as stop:
        run("check", "--format", "json")
    assert stop.value.code == 1

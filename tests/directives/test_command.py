import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.directives.conftest import NOW
from truongan.directives.actions import Task, acknowledge_receipt
from truongan.directives.models import Duty, Receipt

pytestmark = pytest.mark.django_db


def shown(number: str, *options: str) -> str:
    out = io.StringIO()
    call_command("directives", "show", number, *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def filed(office, cast):
    draft = office.asks(
        office.to(office.signed(), "school:THCS", "committee:commune"),
        Task("Xây dựng mô hình", date(2021, 9, 10), kinds=("school:THCS",)),
    )
    directive = office.issue(draft)
    receipt = Receipt.objects.get(directive=directive, organization=cast.school)
    acknowledge_receipt(actor=cast.hieu_truong, receipt=receipt, now=NOW)
    Duty.objects.filter(organization=cast.school).update(status="done", done_at=NOW, done_on=date(2021, 9, 12))
    return directive


def test_results_stand_level_by_level(filed):
    told = json.loads(shown("1646/BCĐ", "--format", "json", "--on", "14/9/2021"))
    assert (told["label"], told["issued_on"], told["expected"], told["resolved"]) == (
        "1646/BCĐ",
        "2021-07-29",
        3,
        True,
    )
    commune, school = told["levels"]
    assert commune == {
        "level": "commune", "received": 1, "opened": 0, "acknowledged": 0, "duties": 0, "done": 0, "done_late": 0,
        "overdue": 0, "cancelled": 0,
    }  # fmt: skip
    assert (school["received"], school["acknowledged"], school["duties"]) == (2, 1, 2)
    assert (school["done"], school["done_late"], school["overdue"]) == (1, 1, 1)
    assert told["total"]["received"] == 3
    assert [each["done"] for each in told["assignments"]] == [1]


def test_overdue_is_judged_on_the_day_asked_for(filed):
    assert json.loads(shown("1646/BCĐ", "--format", "json", "--on", "2021-09-10"))["total"]["overdue"] == 0


def test_it_is_found_without_diacritics_and_reads_as_text(filed):
    told = shown("1646/bcd")
    assert "Công văn 1646/BCĐ, 29/07/2021" in told and "xong 1 trên 2 (50,0%), quá hạn 1" in told


def test_several_with_one_number_are_listed(office, filed):
    office.issue(office.to(office.signed(issued_on=date(2022, 3, 1)), "school:THCS"))
    with pytest.raises(CommandError, match="thêm --year"):
        shown("1646/BCĐ")
    assert "29/07/2021" in shown("1646/BCĐ", "--year", "2021")


def test_what_was_never_issued_is_not_found(office):
    office.signed()
    with pytest.raises(CommandError, match="Không có văn bản"):
        shown("1646/BCĐ")


@pytest.mark.parametrize("arguments", [
    ("directives", "show", "1646/BCĐ", "--on"), ("figures", "--on"), ("report", "result", "--unit=24", "--out=x.pdf", "--on"),
])  # fmt: skip
@pytest.mark.parametrize("day", ["31/02/2021", "hôm qua"])
def test_a_day_that_is_none_is_said_in_words(arguments, day):
    with pytest.raises(CommandError, match=f"“{day}” không phải một ngày; viết như"):
        call_command(*arguments, day)

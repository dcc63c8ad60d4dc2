"""Numbers of a school year that do not add up are flagged where they stand, with the cases to look at; never corrected."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from docx import Document

from tests.incidents.samples import reported
from truongan.accounts.models import Appointment
from truongan.incidents.actions import change_incident
from truongan.incidents.facts import Counted, IncidentFacts
from truongan.incidents.models import Incident
from truongan.incidents.queries.paper_parts import signer_of
from truongan.incidents.queries.statistics import YearSums, schools_in, year_sums
from truongan.kernel import clock
from truongan.plans.school_years import school_year_of

pytestmark = pytest.mark.django_db
PUPILS, OUTSIDERS = Counted("causer", "pupil", 2), Counted("causer", "outsider", 1)


def case(cast, *people: Counted, **fields) -> Incident:
    at = clock.now()
    found = reported(cast, at=at, occurred_at=at - timedelta(minutes=5))
    facts = IncidentFacts(
        category=found.category, severity=found.severity, occurred_at=found.occurred_at, what=found.what,
        place=found.place, involved=people, **fields,
    )  # fmt: skip
    return change_incident(actor=cast.hieu_truong, incident=found, facts=facts, seen_at=None, now=at)


def sums(cast) -> YearSums:
    day = clock.today_vn()
    cases = Incident.objects.visible_to(cast.can_bo_tinh)
    return year_sums(cases, schools_in(cast.can_bo_tinh, None, day), school_year_of(day))


@pytest.mark.parametrize(
    ("causer", "people"),
    [
        ("pupils", [OUTSIDERS]),
        ("pupils", [PUPILS, OUTSIDERS]),
        ("outsiders", [PUPILS]),
        ("both", [PUPILS]),
        ("nobody", [PUPILS]),
    ],
)
def test_a_causer_that_contradicts_the_people_counted_is_flagged(cast, causer, people):
    wrong = case(cast, *people, causer=causer)
    found = sums(cast)
    assert found.total.contradicting == 1
    assert [each.incident for each in found.doubts] == [wrong]
    assert any("“do ai gây ra” khác" in each for each in found.flags)
    assert found.themes[0].kinds[0].sums.is_doubtful


@pytest.mark.parametrize(
    ("causer", "people"),
    [("pupils", [PUPILS]), ("outsiders", [OUTSIDERS]), ("both", [PUPILS, OUTSIDERS]), ("nobody", []), ("pupils", [])],
)
def test_what_agrees_is_not_flagged(cast, causer, people):
    case(cast, *people, causer=causer)
    found = sums(cast)
    assert not found.total.is_doubtful
    assert found.doubts == []


@pytest.mark.parametrize(("declared", "is_flagged"), [(2, False), (3, True), (0, True)])
def test_a_declared_total_that_is_not_the_sum_is_flagged(cast, declared, is_flagged):
    case(cast, PUPILS, causer="pupils", declared_count=declared)
    assert bool(sums(cast).total.mismatched) is is_flagged


def test_a_total_without_anybody_counted_is_flagged(cast):
    case(cast, causer="nobody", declared_count=4)
    case(cast, causer="nobody", declared_count=0)
    assert sums(cast).total.mismatched == 1


def test_the_page_marks_the_line_and_lists_the_cases_to_look_at(as_, cast):
    wrong = case(cast, OUTSIDERS, causer="pupils", declared_count=7)
    page = as_("can_bo_tinh").get(reverse("incidents:statistics")).content.decode()
    assert "Vụ cần đối chiếu" in page
    assert wrong.get_absolute_url() in page
    assert "(*)" in page


def test_the_workbook_marks_it_too(as_, cast):
    case(cast, OUTSIDERS, causer="pupils")
    answer = as_("can_bo_tinh").get(reverse("incidents:statistics_export"))
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
    text = "\n".join(str(each) for row in rows for each in row if each is not None)
    assert "Đánh nhau, gây rối trật tự (*)" in text
    assert "“do ai gây ra” khác" in text


def test_the_report_in_word_has_the_lines_and_says_what_does_not_add_up(as_, cast):
    case(cast, OUTSIDERS, causer="pupils")
    answer = as_("can_bo_tinh").get(reverse("incidents:statistics_word"))
    paper = Document(BytesIO(answer.content))
    text = "\n".join(each.text for each in paper.paragraphs)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "có 1 vụ" in text
    assert "“do ai gây ra” khác" in text
    assert "Đánh nhau, gây rối trật tự (*)" in cells


def test_a_committees_paper_is_signed_for_the_committee_and_a_deputys_for_the_head(cast):
    Appointment.objects.filter(organization=cast.commune_committee).update(title="Phó Trưởng ban", is_head=True)
    signer = signer_of(cast.commune_committee, clock.today_vn())
    assert signer.title_lines == ("TM. BAN CHỈ ĐẠO", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")
    Appointment.objects.filter(person=cast.hieu_truong.person).update(title="Hiệu trưởng", is_head=True)
    assert signer_of(cast.school, clock.today_vn()).title_lines == ("HIỆU TRƯỞNG",)

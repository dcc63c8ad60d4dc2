"""The first page says which self-assessments wait, to whom they wait for and to nobody else."""

import pytest
from django.urls import reverse

from tests.assessments.making import NOW, answered, begun, held_round, registered
from truongan.assessments.actions import submit_assessment
from truongan.assessments.models import Assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in(cast) -> Assessment:
    held = held_round(cast)
    registered(cast, held)
    assessment = answered(cast, begun(cast, held))
    submit_assessment(actor=cast.hieu_truong, assessment=assessment, now=NOW)
    return assessment


def needs(as_, who):
    return {str(each.title): each for each in as_(who).get(reverse("web:home")).context["needs"]}


def test_what_a_school_handed_in_waits_for_the_agency_over_it(handed_in, as_):
    need = needs(as_, "truong_phong_xa")["Bản tự chấm chờ thẩm định"]
    assert need.count == "1"
    listed = as_("truong_phong_xa").get(need.href).context["page"].object_list
    assert [each.pk for each in listed] == [handed_in.pk]


@pytest.mark.parametrize("who", ["hieu_truong", "y_te_xa", "hieu_truong_khac"])
def test_who_does_not_examine_is_not_asked_to(handed_in, as_, who):
    assert "Bản tự chấm chờ thẩm định" not in needs(as_, who)


def test_a_returned_one_waits_for_its_school(handed_in, as_):
    Assessment.objects.filter(pk=handed_in.pk).update(status="returned")
    need = needs(as_, "hieu_truong")["Bản tự chấm bị trả lại"]
    assert (need.count, need.tone) == ("1", "late")
    assert [each.pk for each in as_("hieu_truong").get(need.href).context["page"].object_list] == [handed_in.pk]
    assert "Bản tự chấm bị trả lại" not in needs(as_, "hieu_truong_khac")


def test_what_a_school_judged_on_a_day_of_its_own_waits_for_nobody(handed_in, as_):
    Assessment.objects.filter(pk=handed_in.pk).update(round=None)
    assert "Bản tự chấm chờ thẩm định" not in needs(as_, "truong_phong_xa")
    listed = as_("truong_phong_xa").get(reverse("assessments:list") + "?loai=theo-dot").context["page"].object_list
    assert not listed

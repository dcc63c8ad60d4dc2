from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import escape


@pytest.mark.parametrize("day", (date(2026, 10, 31), date(2021, 9, 14)))
def test_from_figures_a_report_is_begun_about_the_same_unit_day_and_period(cast, as_, day):
    """In 2021 the town lay beneath a district, deeper than the units a province is offered."""
    client, since = as_("can_bo_tinh"), day.replace(day=1)
    link = f"{reverse('reports:new')}?don_vi=07795&ngay={day}&tu={since}"

    page = client.get(reverse("figures:page"), {"don_vi": "07795", "ngay": str(day), "tu": str(since)})
    form = client.get(link).context["form"]

    assert f'href="{escape(link)}"' in page.content.decode()
    assert (form["don_vi"].value(), form["ngay"].value(), form["tu"].value()) == ("07795", day, since)
    assert [code for code, _name in form.fields["don_vi"].choices].count("07795") == 1


def test_without_a_unit_asked_for_the_report_is_about_ones_own(cast, as_):
    page = as_("can_bo_tinh").get(reverse("figures:page"), {"ngay": "2026-10-31"}).content.decode()
    assert escape(f"{reverse('reports:new')}?don_vi=24&ngay=2026-10-31") in page


def test_who_may_not_draft_is_offered_no_report(cast, as_):
    assert reverse("reports:new") not in as_("y_te_xa").get(reverse("figures:page")).content.decode()


def test_a_report_is_begun_about_no_unit_outside_ones_own(cast, as_):
    elsewhere = cast.other_school.placements.get().unit.code
    assert as_("cong_an_xa").get(reverse("reports:new"), {"don_vi": elsewhere}).status_code == 404

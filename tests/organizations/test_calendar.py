from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.conftest import TODAY, Cast
from tests.factories import NOW, make_user, unit
from truongan.audit.models import Entry
from truongan.organizations.actions import CannotChangeOrganization, remove_calendar_day, set_calendar_days
from truongan.organizations.calendar import Calendars, exceptions_for
from truongan.organizations.models import CalendarException

MONDAY = date(2026, 2, 23)  # the first working day after Tết 2026


def set_days(actor, place, first=MONDAY, last=MONDAY, **given):
    given.setdefault("is_working", False)
    return set_calendar_days(
        actor=actor, unit=place, first=first, last=last, note="Kế hoạch năm học", now=NOW, **given
    )


@pytest.fixture
def nenh(cast):
    return unit("07795", TODAY)


class TestWhatHolds:
    def test_every_day_of_a_range_is_set(self, cast: Cast, nenh):
        set_days(None, nenh, MONDAY, date(2026, 2, 25))

        assert exceptions_for(nenh.path) == {date(2026, 2, day): False for day in (23, 24, 25)}

    def test_the_nearest_unit_decides(self, cast: Cast, nenh):
        set_days(None, None, is_working=False)
        set_days(None, nenh.parent, is_working=True)
        set_days(None, nenh, is_working=False)
        neighbour = cast.other_school.place_path

        assert [exceptions_for(path)[MONDAY] for path in ("", nenh.parent.path, neighbour, nenh.path)] == [
            False, True, True, False,
        ]  # fmt: skip

    def test_pupils_may_rest_longer_than_offices(self, cast: Cast, nenh):
        set_days(None, nenh.parent, schools_only=True)
        known = Calendars()

        assert known.of_organization(cast.school) == {MONDAY: False}
        assert known.of_organization(cast.commune_committee) == {}

    def test_many_places_cost_one_query(self, cast: Cast, nenh, django_assert_num_queries):
        set_days(None, nenh)
        with django_assert_num_queries(1):
            known = Calendars(since=date(2026, 1, 1))
            found = [known.of_organization(each) for each in (cast.school, cast.other_school, cast.school)]

        assert found == [{MONDAY: False}, {}, {MONDAY: False}]

    def test_set_again_a_day_is_replaced(self, cast: Cast, nenh):
        for is_working in (False, True):
            set_days(None, nenh, is_working=is_working)
            set_days(None, None, is_working=is_working)

        assert CalendarException.objects.count() == 2
        assert exceptions_for(nenh.path) == {MONDAY: True}

    def test_removed_a_day_follows_the_public_calendar_again(self, cast: Cast, nenh):
        [day] = set_days(None, nenh)
        remove_calendar_day(actor=cast.truong_phong_xa, exception=day, now=NOW)

        assert exceptions_for(nenh.path) == {}
        assert [entry.verb for entry in Entry.objects.order_by("pk")] == [
            "organizations.calendar.changed", "organizations.calendar.restored",
        ]  # fmt: skip

    @pytest.mark.parametrize("last", [date(2026, 2, 22), date(2026, 9, 1)])
    def test_a_range_the_wrong_way_round_or_too_long_is_refused(self, cast: Cast, nenh, last):
        with pytest.raises(CannotChangeOrganization, match="92 ngày"):
            set_days(None, nenh, MONDAY, last)


class TestWhoMay:
    def test_who_administers_a_place_sets_its_days(self, cast: Cast, nenh):
        set_days(cast.truong_phong_xa, nenh)
        set_days(cast.quantri, None)

    def test_education_sets_the_days_of_schools_alone(self, cast: Cast, nenh):
        keeper = make_user("quan-tri-gd", cast.education_department, "admin")
        set_days(keeper, nenh.parent, schools_only=True)
        with pytest.raises(PermissionDenied):
            set_days(keeper, nenh.parent)

    @pytest.mark.parametrize("who", ["can_bo_tinh", "so_gd", "cong_an_xa", "hieu_truong", "hieu_truong_khac"])
    def test_others_do_not(self, cast: Cast, nenh, who):
        with pytest.raises(PermissionDenied):
            set_days(getattr(cast, who), nenh, schools_only=True)

    def test_nobody_sets_days_above_their_place(self, cast: Cast, nenh):
        for place in (nenh.parent, None):
            with pytest.raises(PermissionDenied):
                set_days(cast.truong_phong_xa, place)


class TestPages:
    def test_a_year_shows_its_holidays_and_its_own_days(self, cast: Cast, nenh, as_):
        set_days(None, nenh)
        page = as_("hieu_truong").get(reverse("organizations:calendar"), {"nam": 2026}).text

        assert "Quốc khánh" in page
        assert "Làm việc thay cho ngày nghỉ" in page  # 22/08/2026
        assert "Thứ hai, 23/02/2026" in page

    @pytest.mark.parametrize("year", ["abc", "99999", "1999", ""])
    def test_a_year_that_is_none_shows_this_one(self, as_, year):
        assert as_("hieu_truong").get(reverse("organizations:calendar"), {"nam": year}).status_code == 200

    def test_days_are_set_and_removed(self, cast: Cast, nenh, as_):
        browser = as_("truong_phong_xa")
        sent = {"unit": nenh.pk, "first": "23/02/2026", "last": "", "is_working": "nghi", "note": "Tết của học sinh"}
        assert browser.post(reverse("organizations:calendar_set"), sent).status_code == 303
        [day] = CalendarException.objects.all()
        assert (day.unit, day.day, day.is_working, day.schools_only) == (nenh, MONDAY, False, False)

        browser.post(reverse("organizations:calendar_remove", args=[day.pk]))
        assert not CalendarException.objects.exists()

    def test_a_refusal_is_said_and_what_was_typed_stays(self, nenh, as_):
        sent = {"unit": nenh.pk, "first": "23/02/2026", "last": "01/02/2026", "is_working": "nghi", "note": "Tết dài"}
        answer = as_("truong_phong_xa").post(reverse("organizations:calendar_set"), sent)

        assert answer.status_code == 422
        assert "không quá 92 ngày" in answer.text
        assert "Tết dài" in answer.text

    def test_the_whole_country_is_for_the_installations_administrator(self, cast, as_):
        sent = {"unit": "", "first": "10/01/2026", "last": "", "is_working": "lam", "note": "Làm bù"}
        assert as_("truong_phong_xa").post(reverse("organizations:calendar_set"), sent).status_code == 422
        assert as_("quantri").post(reverse("organizations:calendar_set"), sent).status_code == 303
        assert exceptions_for("") == {date(2026, 1, 10): True}

"""Who sees a case: the schools' guides everything, the health sector diseases, the told what they were told of."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from tests.factories import make_organization, make_user
from tests.incidents.samples import NOW, make_rule, reported
from truongan.audit.models import Entry as AuditEntry
from truongan.incidents.actions import CannotReveal, name_person, remove_name, reveal_name
from truongan.incidents.models import Incident, NamedPerson
from truongan.organizations.models import Organization
from truongan.web.paging import Merged

pytestmark = pytest.mark.django_db
SECTORS = ("quantri", "can_bo_tinh", "so_gd", "cong_an_xa", "truong_phong_xa")


def sees(user, case) -> bool:
    return Incident.objects.visible_to(user).filter(pk=case.pk).exists()


def test_police_education_and_committee_see_every_kind(cast):
    case = reported(cast)
    assert all(sees(getattr(cast, name), case) for name in SECTORS)
    assert sees(cast.hieu_truong, case)


def test_the_parts_of_the_queue_are_together_what_a_person_sees(cast):
    make_rule(cast, (5, [cast.y_te_xa]))
    cases = [reported(cast), reported(cast, "dich-benh", disease="soi"), reported(cast)]
    Incident.objects.filter(pk=cases[2].pk).update(seen_by_people=[], seen_by_units=[cases[2].organization_id])
    for name in (*SECTORS, "hieu_truong", "y_te_xa", "so_yt", "hieu_truong_khac"):
        user = getattr(cast, name)
        area, besides = Incident.objects.parts_visible_to(user)
        together = {case.pk for part in (*area, *besides) for case in part}
        assert together == {case.pk for case in Incident.objects.visible_to(user)}, name
    assert [len(part) for parts in Incident.objects.parts_visible_to(AnonymousUser()) for part in parts] == [0]


@pytest.mark.parametrize("order", [["-reported_at", "-pk"], ["reported_at", "pk"], ["-occurred_at", "-pk"]])
def test_a_page_of_parts_that_overlap_holds_each_case_once_and_in_order(cast, order):
    made = [reported(cast) for _each in range(5)]
    rows = Incident.objects.visible_to(cast.cong_an_xa)
    every = Incident.objects.filter(pk__in=[case.pk for case in made])
    few = Incident.objects.filter(pk__in=[case.pk for case in made[2:4]])
    merged = Merged([every, few], [few, Incident.objects.none()], rows.order_by(*order), order)
    expected = list(every.order_by(*order))
    assert (merged.count_to(100), merged.count_to(3)) == (5, 3)
    assert [*merged[0:2], *merged[2:4], *merged[4:6]] == expected
    assert merged[100:150] == []
    alone = Merged([every], [], rows.order_by(*order), order)
    assert (alone[1:3], alone.count_to(2)) == (expected[1:3], 2)
    none = Incident.objects.none()
    assert [Merged([none], parts, rows, order)[0:2] for parts in ([], [none], [every])] == [[], [], expected[:2]]


def test_the_health_sector_sees_diseases_alone(cast):
    make_rule(cast, (5, [cast.hieu_truong]))
    fight, measles = reported(cast), reported(cast, "dich-benh", disease="soi")
    for user in (cast.y_te_xa, cast.so_yt):
        assert (sees(user, fight), sees(user, measles)) == (False, True)


def test_who_was_told_sees_the_case_whatever_the_sector(cast):
    make_rule(cast, (5, [cast.y_te_xa]))
    assert sees(cast.y_te_xa, reported(cast))


def test_a_union_sees_a_case_only_when_told(cast):
    make_rule(cast, (5, [cast.hieu_truong]))
    place = cast.school.placements.get().unit
    union = make_user("cong-doan", make_organization(place=place, sector="union"), "leader")
    assert not sees(union, reported(cast))


def test_a_stranger_sees_nothing_and_the_page_is_not_there(cast, as_):
    case = reported(cast)
    assert not sees(cast.hieu_truong_khac, case)
    assert as_("hieu_truong_khac").get(case.get_absolute_url()).status_code == 404


def test_a_school_that_moves_takes_its_cases_with_it(cast):
    case = reported(cast)
    Organization.objects.filter(pk=cast.school.pk).update(place_path=cast.other_school.place_path)
    case.refresh_from_db()
    assert case.place_path == cast.other_school.place_path
    assert not sees(cast.cong_an_xa, case) or case.pk in {  # only if the alarm told this very officer
        each.pk for each in Incident.objects.filter(seen_by_people__contains=[cast.cong_an_xa.person_id])
    }


@pytest.fixture
def child(cast) -> NamedPerson:
    case = reported(cast)
    return name_person(
        actor=cast.hieu_truong, incident=case, name="nguyễn văn An", role="victim", group="pupil", now=NOW
    )


def test_a_minor_is_shown_by_initials_and_an_adult_by_name(cast, child):
    assert child.shown == str(child) == "N. V. A."
    adult = name_person(
        actor=cast.hieu_truong, incident=child.incident, name="Trần Thị B", role="causer", group="outsider",
        is_minor=False, now=NOW,
    )  # fmt: skip
    assert adult.shown == "Trần Thị B"


def test_a_name_is_read_for_a_reason_that_stays_in_the_record(cast, child):
    with pytest.raises(CannotReveal):
        reveal_name(actor=cast.hieu_truong, person=child, reason="  ", now=NOW)
    reveal_name(actor=cast.hieu_truong, person=child, reason="Gọi cho gia đình", now=NOW)
    entry = AuditEntry.objects.get(verb="incidents.person.revealed")
    assert entry.data["reason"] == "Gọi cho gia đình"
    assert entry.actor == cast.hieu_truong


def test_no_name_stands_in_the_record(cast, child):
    remove_name(actor=cast.hieu_truong, person=child, now=NOW)
    said = " ".join(str(each.data) + each.label for each in AuditEntry.objects.filter(verb__startswith="incidents."))
    assert "văn" not in said.lower()


def test_who_only_sees_the_case_reads_no_name(cast, child):
    with pytest.raises(PermissionDenied):
        reveal_name(actor=cast.so_gd, person=child, reason="Muốn biết", now=NOW)


def test_the_page_shows_initials_and_the_name_only_after_the_reason(cast, child, as_):
    client = as_("hieu_truong")
    page = client.get(child.incident.get_absolute_url()).content.decode()
    assert "N. V. A." in page
    assert "nguyễn văn An" not in page
    address = f"/lam-viec/vu-viec/nguoi/{child.pk}/"
    assert client.post(address, {"reason": ""}).status_code == 422
    shown = client.post(address, {"reason": "Gọi cho gia đình"})
    assert "nguyễn văn An" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]

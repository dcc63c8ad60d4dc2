from datetime import date

import pytest
from django.urls import reverse

from tests.conftest import TODAY
from tests.directives.conftest import NOW, Office
from tests.factories import make_school, unit
from truongan.directives.actions import Task, acknowledge_receipt, add_late_joiners
from truongan.directives.models import Directive, Duty, Receipt
from truongan.directives.queries.boards import Seen, _common, tree_of
from truongan.organizations.models import Organization


@pytest.fixture
def directive(office: Office, cast) -> Directive:
    """To communes and lower secondary schools, of which the school of the cast acknowledged and did its part."""
    directive = office.issued(
        "committee:commune", "school:THCS", tasks=(Task("Lập kế hoạch", date(2026, 12, 1), kinds=("school:THCS",)),)
    )
    receipt = Receipt.objects.get(directive=directive, organization=cast.school)
    acknowledge_receipt(actor=cast.hieu_truong, receipt=receipt, now=NOW)
    Duty.objects.filter(organization=cast.school).update(status="done", done_on=TODAY, done_at=NOW)
    return directive


def opened(user, directive, path="", day=TODAY):
    seen = Seen.by(user.scope, directive)
    return tree_of(directive, seen, path or seen.root, day)


def numbers(node) -> tuple[int, ...]:
    return node.received, node.acknowledged, node.owed, node.done, node.overdue


def test_each_level_sums_everything_beneath_it(cast, directive):
    tree = opened(cast.can_bo_tinh, directive, day=date(2026, 12, 2))
    nenh = unit("07795", TODAY)

    assert numbers(tree.here) == (3, 1, 2, 1, 1)
    assert {node.name: numbers(node) for node in tree.below}[nenh.full_name] == (2, 1, 1, 1, 0)
    assert tree.directly is None
    assert tree.root == unit("24", TODAY).path


def test_a_unit_is_opened_to_those_that_stand_in_it(cast, directive):
    nenh = unit("07795", TODAY)
    tree = opened(cast.can_bo_tinh, directive, nenh.path)

    assert tree.below == []
    assert numbers(tree.directly) == numbers(tree.here) == (2, 1, 1, 1, 0)
    assert [node.name for node in tree.trail] == [nenh.parent.full_name]


def test_everyone_sees_the_sums_of_their_own_scope(cast, directive):
    assert numbers(opened(cast.truong_phong_xa, directive).here) == (2, 1, 1, 1, 0)
    assert numbers(opened(cast.so_gd, directive).here) == (2, 1, 2, 1, 0)  # schools only
    assert numbers(opened(cast.hieu_truong, directive).here) == (1, 1, 1, 1, 0)
    assert numbers(opened(cast.quantri, directive).here) == (3, 1, 2, 1, 0)


@pytest.mark.parametrize(
    ("paths", "common"),
    [
        ([], ""),
        (["24.2507/"], "24.2507/"),
        (["24.2507/07795.2507/", "24.2507/07795.2507/"], "24.2507/07795.2507/"),
        (["24.2507/07795.2507/", "24.2507/07796.2507/"], "24.2507/"),
        (["24.2507/", "24.2507/07795.2507/"], "24.2507/"),
        (["24.2507/", "27.2101/"], ""),
    ],
)
def test_the_tree_begins_at_the_lowest_unit_that_holds_every_area(paths, common):
    assert _common(paths) == common


def test_sums_agree_with_rows_counted_one_by_one(cast, directive):
    for index in range(7):
        place = unit("07795", TODAY) if index % 2 else unit(cast.other_school.placements.get().unit.code, TODAY)
        make_school(place=place)
    add_late_joiners(actor=cast.can_bo_tinh, directive=directive, now=NOW)
    tree = opened(cast.can_bo_tinh, directive, day=date(2026, 12, 2))

    assert tree.here.received == Receipt.objects.filter(directive=directive).count() == 10
    assert tree.here.late_joiners == sum(node.late_joiners for node in tree.below) == 7
    for node in tree.below:
        rows = Receipt.objects.filter(directive=directive, path__startswith=node.path)
        assert node.received == rows.count()
        assert node.overdue == Duty.objects.overdue_on(date(2026, 12, 2)).filter(path__startswith=node.path).count()


def test_cancelled_duties_are_nobodys(cast, directive):
    Duty.objects.filter(organization=cast.other_school).update(status="cancelled", cancelled_at=NOW)
    assert numbers(opened(cast.can_bo_tinh, directive).here) == (3, 1, 1, 1, 0)


class TestPage:
    def address(self, directive):
        return reverse("directives:tree", args=[directive.pk])

    def test_it_opens_units_by_links_and_answers_a_swap_with_the_part_alone(self, cast, directive, as_):
        browser, nenh = as_("can_bo_tinh"), unit("07795", TODAY)
        page = browser.get(self.address(directive))
        assert f"?nut={nenh.path}".replace("/", "%2F") in page.text
        part = browser.get(self.address(directive), {"nut": nenh.path}, headers={"HX-Request": "true"})

        assert "<html" not in part.text
        assert cast.school.name in part.text
        assert "Đã tiếp nhận" in part.text

    @pytest.mark.parametrize("path", ["../", "27.2507/", "24.2507/%/", "x" * 300, "24.2507"])
    def test_a_unit_that_is_none_or_not_ones_own_is_not_there(self, cast, directive, as_, path):
        assert as_("truong_phong_xa").get(self.address(directive), {"nut": path}).status_code == 404

    def test_a_place_without_recipients_says_so(self, cast, directive, as_):
        path = f"{unit('24', TODAY).path}99999.2507/"
        assert "Không có đơn vị nào ở đây" in as_("can_bo_tinh").get(self.address(directive), {"nut": path}).text

    def test_late_ones_can_come_first(self, cast, directive, as_):
        Duty.objects.filter(organization=cast.other_school).update(due_on=date(2026, 11, 1))
        tree = as_("can_bo_tinh").get(self.address(directive), {"sap": "qua-han"}).context["tree"]
        assert [node.overdue for node in tree.below] == [1, 0]

    def test_it_can_be_taken_away_by_everyone_as_far_as_they_see(self, cast, directive, as_):
        for who in ("can_bo_tinh", "hieu_truong"):
            answer = as_(who).get(self.address(directive), {"dang": "xlsx"})
            assert answer.content[:2] == b"PK"

    def test_a_draft_has_no_tree(self, office, as_):
        assert as_("can_bo_tinh").get(self.address(office.draft())).status_code == 404

    @pytest.mark.parametrize("rows", [1, 20])
    def test_a_page_costs_the_same_however_many_received(self, cast, office, as_, rows, django_assert_num_queries):
        nenh = unit("07795", TODAY)
        for _each in range(rows):
            make_school(place=nenh)
        directive = office.issued("school:THCS", tasks=(Task("Lập kế hoạch", date(2026, 12, 1)),))
        browser = as_("can_bo_tinh")
        ask = {"path": self.address(directive), "data": {"nut": nenh.path}, "headers": {"HX-Request": "true"}}
        browser.get(**ask)
        # session, user, person, appointments; directive with its files' owner; sums (2), names; rows, their duties
        with django_assert_num_queries(10):
            browser.get(**ask)
        assert Organization.objects.schools().count() == rows + 3

"""Writing rules: what would not work is refused in words."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.duty.things import NOW, TODAY, commune_of, make_rule, no_rules, staff
from truongan.audit.models import Entry
from truongan.duty.actions import Aim, CannotRoute, Conditions, Step, add_rule, change_rule, end_rule
from truongan.duty.matrix.shipped import take_in_defaults
from truongan.duty.models import MatrixRule
from truongan.duty.queries.routing import explain
from truongan.territory.models import AdministrativeUnit

HEAD, STATION = Aim("school_head"), Aim("station")


ONE = (Step(10, (HEAD,)),)


def add(cast, steps=ONE, *, actor=None, since=TODAY, **fields):
    fields.setdefault("name", "Của phường")
    if "organization" not in fields:
        fields.setdefault("unit", commune_of(cast.school))
    actor = actor or cast.truong_phong_xa
    return add_rule(actor=actor, steps=steps, since=since, now=NOW, **fields)


def test_a_rule_is_written_with_its_levels_and_recorded(cast):
    staff(cast)

    rule, reach = add(cast, (Step(10, (HEAD,)), Step(20, (STATION, HEAD))))

    assert [(step.number, step.timeout_minutes) for step in rule.levels.order_by("number")] == [(1, 10), (2, 20)]
    assert reach.schools == 2
    assert reach.reached == (1, 2)  # the neighbour has a head role but nobody in it
    assert "Mức 1 chưa có người ở 1/2 trường." in reach.warnings
    assert Entry.objects.filter(verb="duty.rule.added").count() == 1


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((), "chưa có mức nào"),
        ((Step(10, ()),), "chưa chọn ai"),
        ((Step(0, (HEAD,)),), "chờ 0 phút"),
        ((Step(99999, (HEAD,)),), "7 ngày"),
        ((Step(10, (HEAD,)), Step(10, (STATION,)), Step(10, (HEAD,))), "quay lại"),
        ((Step(10, (Aim("duty", "union", "commune"),)),), "Lỗ hổng"),
    ],
)
def test_what_would_not_work_is_refused(cast, steps, words):
    staff(cast)
    before = MatrixRule.objects.count()

    with pytest.raises(CannotRoute, match=words):
        add(cast, steps)

    assert MatrixRule.objects.count() == before


def test_a_circle_of_rules_is_named(cast):
    staff(cast)
    first, _reach = add(cast, name="Một")
    second, _reach = add(cast, name="Hai", continues_with=first)

    with pytest.raises(CannotRoute, match="Vòng lặp: Một → Hai → Một"):
        change_rule(
            actor=cast.truong_phong_xa, rule=first, name="Một", steps=[Step(10, (HEAD,))], continues_with=second,
            since=TODAY, now=NOW,
        )  # fmt: skip


def test_a_circle_through_an_older_version_is_found(cast):
    staff(cast)
    first = make_rule("Một", unit=commune_of(cast.school))
    second, _reach = add(cast, name="Hai", continues_with=first)

    with pytest.raises(CannotRoute, match="Vòng lặp"):
        change_rule(
            actor=cast.truong_phong_xa, rule=first, name="Một", steps=[Step(10, (HEAD,))], continues_with=second,
            since=TODAY, now=NOW,
        )  # fmt: skip


def test_a_changed_rule_keeps_what_held_before(cast):
    staff(cast)
    old = make_rule(unit=commune_of(cast.school))

    newer, _reach = change_rule(
        actor=cast.truong_phong_xa, rule=old, name="Mới", steps=[Step(5, (STATION,))], since=TODAY, now=NOW
    )

    old.refresh_from_db()
    assert (old.valid_to, newer.valid_from, newer.follows) == (TODAY, TODAY, old)
    assert old.levels.get().timeout_minutes == 10


def test_who_continues_with_a_rule_goes_on_with_its_newest_version_however_often_it_was_changed(cast):
    staff(cast)
    no_rules()
    wide = make_rule("Rộng", levels=(("post:committee:commune",),), unit=commune_of(cast.school))
    make_rule("Gần", organization=cast.school, continues_with=wide)
    for days in (0, 3, 6):
        wide, _reach = change_rule(
            actor=None, rule=wide, name=f"Rộng {days}", steps=[Step(5, (Aim("post", "committee", "commune"),))],
            since=TODAY + timedelta(days=days), now=NOW + timedelta(days=days),
        )  # fmt: skip
        found = explain(organization=cast.school, category="", severity="", at=NOW + timedelta(days=days))
        assert [each.rule.name for each in found.considered if each.is_chosen] == ["Gần", f"Rộng {days}"]
        assert [len(level.people) for level in found.levels] == [1, 1]
    with pytest.raises(CannotRoute, match="theo tiếp"):
        end_rule(actor=None, rule=wide, on=TODAY + timedelta(days=9), now=NOW + timedelta(days=6))


def test_two_who_change_the_same_rule_do_not_overwrite_each_other(cast):
    staff(cast)
    old = make_rule(unit=commune_of(cast.school))
    given = {"name": "Mới", "steps": [Step(5, (STATION,))], "since": TODAY, "now": NOW}
    change_rule(actor=cast.truong_phong_xa, rule=old, **given)

    with pytest.raises(CannotRoute, match="đã có bản mới"):
        change_rule(actor=cast.cong_an_xa, rule=old, **given)


def test_a_rule_that_has_not_begun_is_changed_itself(cast):
    staff(cast)
    rule, _reach = add(cast, since=TODAY + timedelta(days=10))

    changed, _reach = change_rule(
        actor=cast.truong_phong_xa, rule=rule, name="Khác", steps=[Step(5, (HEAD,))], since=TODAY + timedelta(days=5),
        now=NOW,
    )  # fmt: skip

    assert changed.pk == rule.pk
    assert changed.valid_from == TODAY + timedelta(days=5)


def test_the_past_is_not_rewritten(cast):
    staff(cast)
    with pytest.raises(CannotRoute, match="đã qua"):
        add(cast, since=TODAY - timedelta(days=1))


def test_a_dissolved_unit_takes_no_rule(cast):
    staff(cast)
    gone = AdministrativeUnit.objects.filter(valid_to__isnull=False, level="commune").earliest("pk")
    with pytest.raises(CannotRoute, match="không còn"):
        add(cast, actor=cast.quantri, unit=gone)


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        (Conditions(time_from=time(7)), "cả giờ bắt đầu và giờ kết thúc"),
        (Conditions(time_from=time(7), time_to=time(7)), "trùng nhau"),
    ],
)
def test_half_a_time_is_refused(cast, conditions, words):
    staff(cast)
    with pytest.raises(CannotRoute, match=words):
        add(cast, conditions=conditions)


def test_the_last_rule_of_the_country_cannot_end(cast):
    take_in_defaults()
    default = MatrixRule.objects.get(name="Mặc định toàn quốc")
    MatrixRule.objects.exclude(pk=default.pk).delete()

    with pytest.raises(CannotRoute, match="cuối cùng"):
        end_rule(actor=cast.quantri, rule=default, on=TODAY, now=NOW)


def test_a_rule_others_continue_with_cannot_end(cast):
    staff(cast)
    first, _reach = add(cast, name="Một")
    add(cast, name="Hai", continues_with=first)

    with pytest.raises(CannotRoute, match="theo tiếp"):
        end_rule(actor=cast.truong_phong_xa, rule=first, on=TODAY + timedelta(days=1), now=NOW)


@pytest.mark.parametrize("who", ["hieu_truong", "giao_vien", "so_gd", "y_te_xa", "hieu_truong_khac"])
def test_who_does_not_steer_the_place_decides_nothing(cast, who):
    staff(cast)
    with pytest.raises(PermissionDenied):
        add(cast, actor=getattr(cast, who))


def test_the_commune_does_not_decide_for_the_country(cast):
    staff(cast)
    with pytest.raises(PermissionDenied):
        add(cast, unit=None)


def test_the_shipped_matrix_is_taken_in_once(db):
    take_in_defaults()
    before = MatrixRule.objects.count()

    assert take_in_defaults() is False
    assert MatrixRule.objects.count() == before
    assert MatrixRule.objects.on(date(2021, 9, 14)).filter(unit=None, organization=None).exists()

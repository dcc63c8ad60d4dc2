"""What in the register needs a person: each kind of gap as a queryset, and how many rows of it one sees."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.movement.models import ConnectionGroup, GroupKind, GroupMembership, Need, Scheme, Team, TeamMembership

LEAST_MEMBERS = 3
Capacity = GroupMembership.Capacity


@dataclass(frozen=True)
class Gap:
    """One kind of gap. `choose` narrows rows (already within scope) to those that have it on a day."""

    code: str
    list_name: str  # url name of the list that shows the rows
    label: str | Promise
    advice: str | Promise
    choose: Callable[[Any, date], Any]


def needs_by_kind() -> dict[int | None, list[str]]:
    """Who must be in a group, by the id of its kind; under None, for groups of which nobody said the kind."""
    kinds = list(GroupKind.objects.all())
    usual = next((kind.needs for kind in kinds if kind.is_default), Need.values)
    return {None: list(usual), **{kind.pk: kind.needs for kind in kinds}}


SCHEME_GAPS = (
    Gap(
        "khong-so-qd", "movement:scheme_list", _("Chưa có số quyết định"),
        _("Ghi sự kiện “Quyết định thành lập” kèm số, ngày và bản chụp."),
        lambda rows, day: rows.in_stock_on(day).without_decision(),
    ),
    Gap(
        "khong-truong", "movement:scheme_list", _("Chưa có trưởng ban, tổ trưởng"),
        _("Mở tổ và chọn người đứng đầu."),
        lambda rows, day: rows.in_stock_on(day).without_head(day),
    ),
    Gap(
        "im-lang", "movement:scheme_list", _("Mô hình im lặng"),
        _("Ghi hoạt động gần nhất, hoặc tạm dừng, kết thúc điểm."),
        lambda rows, day: rows.silent_on(day, settings.ACTIVE_DAYS),
    ),
)  # fmt: skip
TEAM_GAPS = (
    Gap(
        "it-nguoi", "movement:team_list", _("Tổ dưới ba người"),
        _("Bổ sung thành viên, hoặc kết thúc tổ."),
        lambda rows, day: rows.in_stock_on(day).smaller_than(LEAST_MEMBERS, day),
    ),
    Gap(
        "khong-to-truong", "movement:team_list", _("Tổ chưa có tổ trưởng"),
        _("Chọn tổ trưởng trong danh sách thành viên."),
        lambda rows, day: rows.in_stock_on(day).without_head(day),
    ),
)  # fmt: skip
GROUP_GAPS = (
    Gap(
        "thieu-cong-an", "movement:group_list", _("Nhóm thiếu công an phụ trách"),
        _("Mời cán bộ công an phụ trách địa bàn vào nhóm rồi ghi vào sổ."),
        lambda rows, day: rows.in_stock_on(day).lacking(Capacity.AREA_POLICE, day),
    ),
    Gap(
        "thieu-y-te", "movement:group_list", _("Nhóm thiếu y tế"),
        _("Mời cán bộ trạm y tế hoặc y tế trường vào nhóm rồi ghi vào sổ."),
        lambda rows, day: rows.in_stock_on(day).lacking(Capacity.HEALTH, day),
    ),
    Gap(
        "chua-du", "movement:group_list", _("Nhóm chưa đủ thành phần"),
        _("Mở nhóm, thêm người còn thiếu mà trang gợi ý."),
        lambda rows, day: rows.incomplete_on(day, needs_by_kind()),
    ),
    Gap(
        "trong-cho", "movement:group_list", _("Nhóm có chỗ cần thay người"),
        _("Người trong nhóm đã thôi chức vụ, địa bàn. Mở nhóm, chọn người kế nhiệm."),
        lambda rows, day: rows.with_vacancies_on(day),
    ),
    Gap(
        "khong-truong-nhom", "movement:group_list", _("Nhóm không còn trưởng nhóm"),
        _("Giao nhóm cho người khác, hoặc mời người nhận."),
        lambda rows, day: rows.ownerless_on(day),
    ),
    Gap(
        "nhom-im-lang", "movement:group_list", _("Nhóm lâu chưa kiểm tra"),
        _("Mở nhóm, xem còn hoạt động không, ghi một lần kiểm tra kèm ảnh chụp."),
        lambda rows, day: rows.silent_on(day, settings.ACTIVE_DAYS),
    ),
)  # fmt: skip
GAPS = {gap.code: gap for gap in (*SCHEME_GAPS, *TEAM_GAPS, *GROUP_GAPS)}


@dataclass(frozen=True, slots=True)
class GapCount:
    gap: Gap
    count: int


def gap_counts(user, day: date) -> list[GapCount]:
    """Each kind of gap with the number of rows this person sees; one query per kind."""
    bases = (
        (Scheme.objects.visible_to(user), SCHEME_GAPS),
        (Team.objects.visible_to(user), TEAM_GAPS),
        (ConnectionGroup.objects.visible_to(user), GROUP_GAPS),
    )
    return [GapCount(gap, gap.choose(rows, day).count()) for rows, gaps in bases for gap in gaps]


@dataclass(frozen=True, slots=True)
class Double:
    """People of one name at one school, or one person twice in one scheme."""

    people: tuple[Person, ...]
    why: str | Promise


def same_names(user, day: date, limit: int = 200) -> list[Double]:
    """People of one school whose names fold alike and who sit in teams on `day`: perhaps one person entered twice."""
    seated = TeamMembership.objects.on(day).filter(person__isnull=False).values("person")
    people = Person.objects.visible_to(user).filter(pk__in=seated)
    keys = people.order_by().values_list("organization", "search_fold").annotate(n=Count("pk")).filter(n__gt=1)
    wanted = {(key[0], key[1]) for key in keys[:limit]}
    if not wanted:
        return []
    found = (
        Person.objects.filter(organization__in={key[0] for key in wanted}, search_fold__in={key[1] for key in wanted})
        .select_related("organization")
        .order_by("organization__sort_key", "sort_key", "pk")
    )
    groups: dict[tuple, list[Person]] = {}
    for person in found:
        groups.setdefault((person.organization_id, person.search_fold), []).append(person)
    return [Double(tuple(group), _("trùng họ tên trong một trường")) for key, group in groups.items() if key in wanted]


@dataclass(frozen=True, slots=True)
class Twice:
    """One person in several teams of one scheme."""

    person: Person
    teams: tuple[Team, ...]


def twice_in_a_scheme(user, day: date, limit: int = 200) -> list[Twice]:
    """People who sit in more than one team of one scheme on `day`: one person, several memberships."""
    teams = Team.objects.visible_to(user).in_stock_on(day)
    places = TeamMembership.objects.on(day).filter(team__in=teams.values("pk"), person__isnull=False)
    doubled = places.order_by().values_list("team__scheme", "person").annotate(n=Count("pk")).filter(n__gt=1)[:limit]
    found: dict[tuple, list[TeamMembership]] = {(scheme, person): [] for scheme, person, _n in doubled}
    if not found:
        return []
    rows = places.filter(
        person__in={person for _scheme, person in found}, team__scheme__in={scheme for scheme, _p in found}
    )
    for row in rows.select_related("person", "team__organization").order_by("person__sort_key", "person", "team"):
        if (key := (row.team.scheme_id, row.person_id)) in found:
            found[key].append(row)
    listed = [
        Twice(seats[0].person, tuple(seat.team for seat in seats))  # type: ignore[arg-type]  # named places only
        for seats in found.values()
        if seats
    ]
    return sorted(listed, key=lambda each: each.person.sort_key)

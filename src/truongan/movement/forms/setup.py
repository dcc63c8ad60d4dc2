"""Setting a scheme up on one page: scheme, decision, any number of teams with rosters, a group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.movement.actions import GroupPlan, SchemePlan, TeamPlan
from truongan.movement.forms.fields import DayField
from truongan.movement.forms.rosters import RosterSheet
from truongan.movement.models import ConnectionGroup, GroupMembership, SchemeType, TeamMembership
from truongan.organizations.models import Organization

MOST_TEAMS = 20


class SchemeForm(forms.Form):
    type = forms.ModelChoiceField(
        SchemeType.objects.filter(is_open=True).order_by("pk"),
        label=_("Loại mô hình"),
        empty_label=_("Chọn loại mô hình"),
    )
    name = forms.CharField(
        label=_("Tên riêng của điểm"),
        max_length=300,
        required=False,
        help_text=_("Để trống nếu trường chỉ có một điểm loại này."),
    )
    established_on = DayField(label=_("Thành lập từ ngày"))
    decision_number = forms.CharField(
        label=_("Số quyết định"), max_length=60, required=False, help_text=_("Chưa có thì để trống, ghi sau.")
    )
    decision_on = DayField(label=_("Ngày quyết định"), required=False)
    decided_by = forms.CharField(label=_("Cơ quan quyết định"), max_length=200, required=False)
    launched_on = DayField(label=_("Ngày ra mắt"), required=False)
    is_replica = forms.BooleanField(label=_("Nhân rộng từ một điểm gốc"), required=False)


class TeamNameForm(forms.Form):
    name = forms.CharField(label=_("Tên tổ"), max_length=200, required=False)
    formed_on = DayField(label=_("Ngày lập"), required=False, help_text=_("Để trống: cùng ngày thành lập."))


class GroupNameForm(forms.Form):
    name = forms.CharField(
        label=_("Tên nhóm"), max_length=200, required=False, help_text=_("Để trống nếu chưa có nhóm.")
    )
    platform = forms.ChoiceField(label=_("Nền tảng"), choices=ConnectionGroup.Platform)
    link = forms.URLField(label=_("Đường dẫn tham gia"), max_length=300, required=False, assume_scheme="https")
    formed_on = DayField(label=_("Ngày lập nhóm"), required=False, help_text=_("Để trống: cùng ngày thành lập."))


@dataclass(frozen=True)
class TeamSheet:
    number: int
    form: TeamNameForm
    roster: RosterSheet


class SetupSheet:
    """The whole page. `data` is what was posted, or a draft's fields with `growing` so that nothing is judged yet."""

    def __init__(
        self, *, organization: Organization, people: Iterable[Person], neighbours: Iterable[Person],
        data: Mapping[str, Any] | None = None, growing: str = "", is_draft: bool = False,
    ):  # fmt: skip
        self.organization, self.people, self.neighbours = organization, list(people), list(neighbours)
        self.data, self.growing = data, growing
        self.judges = data is not None and not growing and not is_draft

    @cached_property
    def form(self) -> SchemeForm:
        return self._bound(SchemeForm, "")

    @property
    def has_types(self) -> bool:
        """The first choice of a select is "choose one"."""
        return len(self.form.fields["type"].choices) > 1  # type: ignore[attr-defined]

    @cached_property
    def teams(self) -> list[TeamSheet]:
        return [self._team(number) for number in range(self.team_count)]

    @property
    def team_count(self) -> int:
        asked = str(self.data.get("so_to", "1")) if self.data is not None else "1"
        count = int(asked) if asked.isdecimal() and len(asked) < 5 else 1
        return max(1, min(count + (self.growing == "them-to"), MOST_TEAMS))

    @cached_property
    def group(self) -> GroupNameForm:
        return self._bound(GroupNameForm, "nhom")

    @cached_property
    def group_roster(self) -> RosterSheet:
        return self._roster("nhom-tv", GroupMembership.Capacity.choices, [*self.neighbours, *self.people])

    def is_valid(self) -> bool:
        parts: list[Any] = [self.form, self.group, self.group_roster]
        parts += [part for team in self.teams for part in (team.form, team.roster)]
        return all([part.is_valid() for part in parts])  # noqa: C419 - every part, so that all reasons show at once

    def plan(self) -> SchemePlan:
        found = self.form.cleaned_data
        start: date = found["established_on"]
        teams = [plan for sheet in self.teams if (plan := _team_plan(sheet, start))]
        return SchemePlan(organization=self.organization, teams=teams, group=self._group_plan(start), **found)

    def _group_plan(self, start: date) -> GroupPlan | None:
        found = self.group.cleaned_data
        if not found["name"]:
            return None
        return GroupPlan(
            name=found["name"], formed_on=found["formed_on"] or start, platform=found["platform"], link=found["link"],
            roster=self.group_roster.seats,
        )  # fmt: skip

    def _team(self, number: int) -> TeamSheet:
        prefix = f"to-{number}"
        form = self._bound(TeamNameForm, prefix)
        return TeamSheet(number, form, self._roster(f"{prefix}-tv", TeamMembership.Role.choices, self.people))

    def _bound(self, kind: type[forms.Form], prefix: str) -> Any:
        if self.judges:
            return kind(self.data, prefix=prefix or None, use_required_attribute=False)
        mark = f"{prefix}-" if prefix else ""
        names = kind.base_fields
        initial = {name: self.data[mark + name] for name in names if mark + name in self.data} if self.data else None
        return kind(initial=initial, prefix=prefix or None, use_required_attribute=False)

    def _roster(self, prefix: str, roles: list, people: list[Person]) -> RosterSheet:
        known = self.data is not None and f"{prefix}-TOTAL_FORMS" in self.data
        if self.judges:
            return RosterSheet(roles=roles, people=people, data=self.data, prefix=prefix)
        sheet = RosterSheet(
            roles=roles, people=people, data=self.data if known else None, prefix=prefix, growing=known
        )
        sheet.more = self.growing == f"them-dong:{prefix}" or not known
        return sheet


def _team_plan(sheet: TeamSheet, start: date) -> TeamPlan | None:
    found, roster = sheet.form.cleaned_data, sheet.roster.seats
    if not found["name"] and not roster:
        return None
    return TeamPlan(found["name"], found["formed_on"] or start, roster)

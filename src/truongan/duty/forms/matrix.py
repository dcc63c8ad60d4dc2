"""The editor of a rule: conditions, and up to five levels."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Appointment, Person
from truongan.channels.models import Urgency
from truongan.duty.actions.matrix import MOST_MINUTES, Aim, Conditions, Step
from truongan.duty.kinds import categories, severities
from truongan.duty.models import MatrixRule, RuleLevel, RuleTarget
from truongan.organizations.forms import NamedOrganizationField, offer_units, units_within
from truongan.organizations.models import Level, Organization, Sector
from truongan.territory.models import AdministrativeUnit
from truongan.web.widgets import OF_OUR_TIME, DayInput

LEVELS = 5
_PEOPLE = 300  # offered by name; who is not among them is reached through a post
Who = RuleTarget.Who
_AGENCIES = [
    (Who.DUTY, Sector.POLICE, Level.COMMUNE),
    (Who.POST, Sector.POLICE, Level.COMMUNE),
    (Who.POST, Sector.COMMITTEE, Level.COMMUNE),
    (Who.POST, Sector.GOVERNMENT, Level.COMMUNE),
    (Who.POST, Sector.EDUCATION, Level.COMMUNE),
    (Who.DUTY, Sector.HEALTH, Level.COMMUNE),
    (Who.DUTY, Sector.POLICE, Level.PROVINCE),
    (Who.POST, Sector.POLICE, Level.PROVINCE),
    (Who.DUTY, Sector.COMMITTEE, Level.PROVINCE),
    (Who.POST, Sector.COMMITTEE, Level.PROVINCE),
    (Who.POST, Sector.EDUCATION, Level.PROVINCE),
    (Who.POST, Sector.HEALTH, Level.PROVINCE),
]
WEEKDAYS = [(1, _("Thứ hai")), (2, _("Thứ ba")), (3, _("Thứ tư")), (4, _("Thứ năm")), (5, _("Thứ sáu")),
            (6, _("Thứ bảy")), (7, _("Chủ nhật"))]  # fmt: skip


def aim_choices() -> list[tuple[str, str]]:
    """`post:police:commune` → `Lãnh đạo Công an cấp xã`."""
    plain = [(str(who), str(who.label)) for who in (Who.SCHOOL_HEAD, Who.BEAT, Who.STATION, Who.SUPERIOR)]
    words = {Who.DUTY: _("Ca trực %(agency)s"), Who.POST: _("Lãnh đạo %(agency)s")}
    agencies = [
        (f"{who}:{sector}:{level}", str(words[who]) % {"agency": f"{sector.label} {str(level.label).lower()}"})
        for who, sector, level in _AGENCIES
    ]
    return plain + agencies


class RuleForm(forms.Form):
    name = forms.CharField(label=_("Tên quy tắc"), max_length=200)
    since = forms.DateField(label=_("Áp dụng từ ngày"), widget=DayInput, validators=OF_OUR_TIME)
    categories = forms.MultipleChoiceField(
        label=_("Chỉ với loại việc"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn: mọi loại."),
    )  # fmt: skip
    severities = forms.MultipleChoiceField(
        label=_("Chỉ với mức độ"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn: mọi mức độ."),
    )  # fmt: skip
    days = forms.ChoiceField(label=_("Ngày"), choices=MatrixRule.Days)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Thứ"), choices=WEEKDAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn: cả tuần."),
    )  # fmt: skip
    time_from = forms.TimeField(
        label=_("Từ giờ"), required=False, widget=forms.TimeInput(attrs={"placeholder": "18:00"}, format="%H:%M")
    )
    time_to = forms.TimeField(
        label=_("Đến giờ"), required=False, widget=forms.TimeInput(attrs={"placeholder": "07:00"}, format="%H:%M"),
        help_text=_("Qua nửa đêm cũng được."),
    )  # fmt: skip
    continues_with = forms.ModelChoiceField(
        MatrixRule.objects.none(), label=_("Hết các mức thì theo tiếp"), required=False,
        empty_label=_("Dừng ở mức cuối"),
    )  # fmt: skip
    note = forms.CharField(label=_("Căn cứ, ghi chú"), max_length=300, required=False)

    def __init__(self, *args: Any, user, day: date, rule: MatrixRule | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["categories"].choices = _known(categories(), rule.categories if rule else [])
        fields["severities"].choices = _known(severities(), rule.severities if rule else [])
        others = MatrixRule.objects.visible_to(user).not_ended_by(day).filter(followed_by=None)
        fields["continues_with"].queryset = (others.exclude(pk=rule.pk) if rule else others).order_by("name")
        people = [("", _("Không nêu tên ai")), *_people(user, day)]
        for number in range(1, LEVELS + 1):
            self._add_level(number, people)

    def _add_level(self, number: int, people: list) -> None:
        self.fields[f"aims_{number}"] = forms.MultipleChoiceField(
            label=_("Báo cùng lúc"), choices=aim_choices(), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields[f"person_{number}"] = forms.ChoiceField(label=_("Và một người"), choices=people, required=False)
        self.fields[f"minutes_{number}"] = forms.IntegerField(
            label=_("Chờ (phút) trước khi báo mức sau"), required=False, min_value=0, max_value=MOST_MINUTES
        )
        self.fields[f"urgency_{number}"] = forms.ChoiceField(
            label=_("Mức khẩn"), choices=Urgency, initial=Urgency.URGENT, required=False
        )

    def levels(self) -> list[dict[str, Any]]:
        """The fields of each level, for the page."""
        return [
            {"number": n, "is_open": n <= 2 or self._is_used(n), "fields": [self[f"{name}_{n}"] for name in _OF_LEVEL]}
            for n in range(1, LEVELS + 1)
        ]

    def _is_used(self, number: int) -> bool:
        return any(self[f"{name}_{number}"].value() for name in ("aims", "person", "minutes"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        used = [n for n in range(1, LEVELS + 1) if any(found.get(f"{name}_{n}") for name in ("aims", "person"))]
        for number in range(1, LEVELS + 1):
            if number in used and found.get(f"minutes_{number}") is None and f"minutes_{number}" not in self.errors:
                self.add_error(f"minutes_{number}", _("Ghi số phút chờ của mức này."))
            if number not in used and found.get(f"minutes_{number}"):
                self.add_error(f"aims_{number}", _("Mức này có thời gian chờ mà chưa chọn ai."))
        if used and used != list(range(1, len(used) + 1)):
            raise forms.ValidationError(_("Các mức phải liền nhau: đừng bỏ trống mức ở giữa."))
        return found

    def given(self) -> dict[str, Any]:
        """What the actions ask for."""
        found = self.cleaned_data
        return {
            "name": found["name"], "note": found["note"], "since": found["since"],
            "continues_with": found["continues_with"], "conditions": self._conditions(), "steps": self._steps(),
        }  # fmt: skip

    def _conditions(self) -> Conditions:
        found = self.cleaned_data
        return Conditions(
            tuple(found["categories"]), tuple(found["severities"]), found["days"], tuple(found["weekdays"]),
            found["time_from"], found["time_to"],
        )  # fmt: skip

    def _steps(self) -> list[Step]:
        found = self.cleaned_data
        steps = []
        for number in range(1, LEVELS + 1):
            aims = [_aim(code) for code in found.get(f"aims_{number}") or []]
            if person := found.get(f"person_{number}"):
                aims.append(Aim(Who.PERSON, person=Person.objects.get(pk=person)))
            if aims:
                steps.append(
                    Step(found[f"minutes_{number}"], tuple(aims), found[f"urgency_{number}"] or Urgency.URGENT)
                )
        return steps


class NewRuleForm(RuleForm):
    unit = forms.ModelChoiceField(AdministrativeUnit.objects.none(), label=_("Địa bàn"), required=False)
    organization = NamedOrganizationField(
        None, label=_("Chỉ một trường, đơn vị"), required=False, help_text=_("Mã hoặc tên; bỏ trống: cả địa bàn.")
    )

    def __init__(self, *args: Any, user, day: date, **kwargs: Any):
        super().__init__(*args, user=user, day=day, **kwargs)
        offer_units(self, "unit", units_within(user.scope, day))
        fields: Any = self.fields

        fields["organization"].organizations = Organization.objects.visible_to(user).filter(closed_on=None)
        if any(not area.path for area in user.scope.areas):
            fields["unit"].help_text = _("Bỏ trống: cả nước.")
        else:
            fields["unit"].help_text = _("Áp dụng cho đơn vị này và mọi trường bên trong.")

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("organization"):
            found["unit"] = None
        return found

    def given(self) -> dict[str, Any]:
        return {
            **super().given(), "unit": self.cleaned_data["unit"], "organization": self.cleaned_data["organization"],
        }  # fmt: skip


class EndRuleForm(forms.Form):
    on = forms.DateField(
        label=_("Không áp dụng từ ngày"),
        widget=DayInput,
        validators=OF_OUR_TIME,
        help_text=_("Từ ngày này quy tắc rộng hơn thay thế."),
    )


class TryForm(forms.Form):
    """The dry run: what, where, when."""

    truong = NamedOrganizationField(None, label=_("Trường, đơn vị"))
    loai = forms.ChoiceField(label=_("Loại việc"), required=False)
    muc = forms.ChoiceField(label=_("Mức độ"), required=False)
    ngay = forms.DateField(label=_("Ngày"), widget=DayInput, validators=OF_OUR_TIME)
    gio = forms.TimeField(label=_("Giờ"), widget=forms.TimeInput(format="%H:%M"))

    def __init__(self, *args: Any, organizations, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["truong"].organizations = organizations
        fields["loai"].choices = [("", _("Chưa rõ")), *categories()]
        fields["muc"].choices = [("", _("Chưa rõ")), *severities()]


def initial_of(rule: MatrixRule, steps: list[RuleLevel], since: date) -> dict[str, Any]:
    """The editor's fields as the rule stands; its steps loaded with `aims`."""
    initial: dict[str, Any] = {
        name: getattr(rule, name)
        for name in ("name", "note", "categories", "severities", "days", "weekdays", "time_from", "time_to")
    }
    initial |= {"since": since, "continues_with": rule.continues_with_id}
    for step in steps:
        aims = step.aims  # type: ignore[attr-defined]  # prefetched by `choosing`
        initial |= {
            f"minutes_{step.number}": step.timeout_minutes,
            f"urgency_{step.number}": step.urgency,
            f"aims_{step.number}": [_code(each) for each in aims if each.who != Who.PERSON],
            f"person_{step.number}": next((str(each.person_id) for each in aims if each.who == Who.PERSON), ""),
        }
    return initial


_OF_LEVEL = ("aims", "person", "minutes", "urgency")


def _aim(code: str) -> Aim:
    who, _colon, agency = code.partition(":")
    sector, _colon, level = agency.partition(":")
    return Aim(who, sector, level)


def _code(target: RuleTarget) -> str:
    return f"{target.who}:{target.sector}:{target.at_level}" if target.sector else str(target.who)


def _known(choices: list[tuple[str, str]], used: list[str]) -> list[tuple[str, str]]:
    """What contexts above offer, and codes a rule already names although nobody offers them any more."""
    named = {code for code, _name in choices}
    return [*choices, *((code, code) for code in used if code not in named)]


def _people(user, day: date) -> list[tuple[str, str]]:
    posts = Appointment.objects.visible_to(user).on(day).exclude(organization__sector=Sector.SCHOOL)
    rows = posts.select_related("person", "organization").order_by("person__sort_key", "pk")[:_PEOPLE]
    return [(str(each.person_id), f"{each.person.name}, {each.organization.called}") for each in rows]

"""Shapes of input: an activity, its photos, why it is void."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from truongan.activities.facts import PLAIN, ActivityFacts, Reached
from truongan.activities.models import Photo
from truongan.activities.queries.choices import Choices
from truongan.activities.states import Form, Group, Kind
from truongan.directives.models import Directive
from truongan.movement.forms.fields import DayField, FilesField
from truongan.plans.models import Measure
from truongan.plans.states import Topic

_ACCEPTED = "image/jpeg,image/png,image/webp"
_CHILDREN = (("", _("Chưa xem kỹ")), ("no", _("Không")), ("yes", _("Có")))
_SEVERAL = ("topics", "forms", "partners", "people", "schemes")
_YES_OR_NO = {"no": False, "yes": True}


def shows_children(value: str) -> bool | None:
    """What was answered about children in a photo; None: nobody has said."""
    return _YES_OR_NO.get(value)


class PhotosField(FilesField):
    """Several photos at once; what they are is judged by the action, from their content."""

    def __init__(self, **options: Any):
        options.setdefault("label", _("Ảnh"))
        options.setdefault("help_text", _("Chọn được nhiều ảnh. Ảnh được thu nhỏ, bỏ vị trí và thông tin máy chụp."))
        super().__init__(**options)
        self.widget.attrs["accept"] = _ACCEPTED

    def clean(self, files: Any, initial: Any = None) -> list:
        chosen = super().clean(files, initial)
        if self.required and not chosen:
            raise forms.ValidationError(_("Chọn ít nhất một ảnh."))
        return chosen


class _Several(forms.MultipleChoiceField):
    """Rows of a short list read beforehand, ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, rows: Sequence[Any], **options: Any):
        self.rows = {str(row.pk): row for row in rows}
        super().__init__(choices=[(key, self.named(row)) for key, row in self.rows.items()], required=False, **options)

    def named(self, row: Any) -> str:
        return str(row)

    def clean(self, value: Any) -> Any:
        return tuple(self.rows[each] for each in super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return [str(getattr(each, "pk", each)) for each in value or ()]


class SchemesField(_Several):
    def named(self, row: Any) -> str:
        name = f"{row.type.short_name}, {row.name}" if row.name else row.type.short_name
        return f"{name} ({row.organization.name})"


class _One(forms.ChoiceField):
    """One row of a short list read beforehand, or none."""

    def __init__(self, rows: Sequence[Any], **options: Any):
        self.rows = {str(row.pk): row for row in rows}
        names = [(key, _cut(_described(row))) for key, row in self.rows.items()]
        super().__init__(choices=[("", _("Không gắn")), *names], required=False, **options)

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return str(getattr(value, "pk", value or ""))


def _described(row: Any) -> str:
    """Told apart where two plans have the same measure and two issuers the same number."""
    if isinstance(row, Measure):
        return f"{row.plan.school_year}: {row}"
    return row.described if isinstance(row, Directive) else str(row)


def _cut(text: str, most: int = 90) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%H.%M", "%Hg%M", "%Hh", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "07:30", "inputmode": "text"}),
        error_messages={"invalid": _("Ghi giờ như 07:30.")},
    )


def _count(label: Any) -> forms.IntegerField:
    attrs = {"inputmode": "numeric", "min": 0, "class": "input"}
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=1_000_000, widget=forms.NumberInput(attrs=attrs)
    )


def _lines(label: Any, rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": rows}))


def _ticks(choices: Any, label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(choices=choices, label=label, required=False, widget=forms.CheckboxSelectMultiple)


class ActivityForm(forms.Form):
    """An activity as it is written down: what everybody fills in first, the rest below a fold."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Loại hoạt động"), choices=Kind)
    on = DayField(label=_("Ngày"))
    title = forms.CharField(
        label=_("Tên hoạt động"),
        max_length=300,
        required=False,
        help_text=_("Để trống thì lấy theo loại và nội dung."),
    )
    topics = _ticks(Topic, _("Nội dung"))
    starts_at = _hour(_("Bắt đầu lúc"))
    ends_at = _hour(_("Kết thúc lúc"))
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    chair = forms.CharField(label=_("Chủ trì"), max_length=120, required=False)
    secretary = forms.CharField(label=_("Thư ký"), max_length=120, required=False)
    other_partners = forms.CharField(
        label=_("Phối hợp khác"), max_length=300, required=False, help_text=_("Ví dụ: Đoàn Thanh niên phường")
    )
    content = _lines(_("Nội dung, diễn biến"))
    result = _lines(_("Kết quả"), 2)

    def __init__(self, *args: Any, choices: Choices, with_photos: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["forms"] = _ticks(Form, _("Hình thức"))  # here: in the class its name would hide the module's
        self._offer(choices)
        if with_photos:
            self.fields["photos"] = PhotosField()
            self.fields["shows_children"] = forms.ChoiceField(
                label=_("Trong ảnh có trẻ em nhận ra được?"), choices=_CHILDREN, required=False,
                help_text=_("Ảnh có trẻ em chưa ghi đồng ý, hoặc chưa xem kỹ, không bao giờ đăng công khai."),
            )  # fmt: skip
        for group, label in Group.choices:
            self.fields[f"n_{group}"] = _count(_("%(group)s, lượt") % {"group": label})
            self.fields[f"p_{group}"] = _count(_("%(group)s, số người") % {"group": label})

    def _offer(self, choices: Choices) -> None:
        self.fields["schemes"] = SchemesField(choices.schemes, label=_("Điểm mô hình"))
        self.fields["partners"] = _Several(choices.partners, label=_("Đơn vị phối hợp"))
        self.fields["people"] = _Several(choices.people, label=_("Người thực hiện, tham gia (người lớn)"))
        self.fields["directive"] = _One(choices.directives, label=_("Thực hiện văn bản"))
        self.fields["measure"] = _One(choices.measures, label=_("Thực hiện biện pháp của kế hoạch"))

    @property
    def audience_lines(self) -> list[dict[str, Any]]:
        """For the page: each group with its two boxes."""
        return [{"label": label, "boxes": (self[f"n_{group}"], self[f"p_{group}"])} for group, label in Group.choices]

    @property
    def is_unfolded(self) -> bool:
        """Whether anything below the fold is filled in or refused."""
        names = ("starts_at", "ends_at", "place", "chair", "secretary", "other_partners", "content", "result",
                 "partners", "people", "directive", "measure")  # fmt: skip
        return any(self[name].value() or self[name].errors for name in names)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        starts, ends = told.get("starts_at"), told.get("ends_at")
        if ends and (starts is None or ends <= starts) and "starts_at" not in self.errors:
            self.add_error("ends_at", _("Giờ kết thúc phải sau giờ bắt đầu."))
        for group, _label in Group.choices:
            turns, people = told.get(f"n_{group}"), told.get(f"p_{group}")
            if people and not turns:
                told[f"n_{group}"] = people  # each came at least once
            elif people and people > turns:
                self.add_error(f"p_{group}", _("Không thể nhiều hơn số lượt: mỗi người dự là ít nhất một lượt."))
        if told.get("kind") and not told.get("title"):
            told["title"] = _title(told)
        return told

    def facts(self) -> ActivityFacts:
        told = self.cleaned_data
        audience = (
            Reached(group, told[f"n_{group}"], told[f"p_{group}"]) for group in Group.values if told[f"n_{group}"]
        )
        plain = {name: told[name] for name in PLAIN}
        several: dict[str, Any] = {name: tuple(told[name]) for name in _SEVERAL}
        return ActivityFacts(**plain, **several, audience=tuple(audience))


def _title(told: dict[str, Any]) -> str:
    """`Tuyên truyền: An toàn trên mạng, Phòng, chống ma túy`"""
    topics = ", ".join(str(Topic(code).label) for code in told.get("topics") or ())
    return ": ".join(part for part in (str(Kind(told["kind"]).label), topics) if part)[:300]


def initial_of(facts: ActivityFacts) -> dict[str, Any]:
    """What a form for correcting shows at first."""
    shown: dict[str, Any] = {name: getattr(facts, name) for name in PLAIN}
    shown |= {name: list(getattr(facts, name)) for name in _SEVERAL}
    for each in facts.audience:
        shown |= {f"n_{each.group}": each.attendance_count, f"p_{each.group}": each.person_count}
    return shown


def first_values(day: date, choices: Choices, asked: Mapping[str, str]) -> dict[str, Any]:
    """Today, communication, the writer's own schemes, and what the address they came by says."""
    kind = asked.get("loai", "")
    return {
        "token": uuid4(),
        "kind": kind if kind in Kind.values else Kind.COMMUNICATION,
        "on": day,
        "topics": [asked["nd"]] if asked.get("nd") in Topic.values else [],
        "schemes": [each for each in choices.schemes if each.pk in choices.own_schemes],
        "measure": asked.get("bien_phap", ""),
        "directive": asked.get("van_ban", ""),
    }


def typed_before(fields: Mapping[str, list[str]], form: ActivityForm) -> dict[str, Any]:
    """Values of a draft as they were typed, sound or not."""
    typed = QueryDict(mutable=True)
    for name, values in fields.items():
        typed.setlist(name, values)
    return {
        name: field.widget.value_from_datadict(typed, {}, name)  # type: ignore[arg-type]  # no files in a draft
        for name, field in form.fields.items()
        if name in fields
    }


class VoidForm(forms.Form):
    reason = forms.CharField(label=_("Lý do hủy"), max_length=300, help_text=_("Ví dụ: ghi nhầm trường, ghi hai lần."))


class MorePhotosForm(forms.Form):
    photos = PhotosField(required=True)
    shows_children = forms.ChoiceField(label=_("Trong ảnh có trẻ em nhận ra được?"), choices=_CHILDREN, required=False)


class PhotoForm(forms.Form):
    """What is said of one photo."""

    caption = forms.CharField(label=_("Chú thích"), max_length=300, required=False)
    credit = forms.CharField(label=_("Người chụp, nguồn"), max_length=120, required=False)
    shows_children = forms.ChoiceField(label=_("Có trẻ em nhận ra được?"), choices=_CHILDREN, required=False)
    consent_note = forms.CharField(
        label=_("Đã có đồng ý của"), max_length=300, required=False,
        help_text=_("Bằng lời, không ghi tên học sinh. Ví dụ: cha mẹ và học sinh lớp 6A, phiếu lưu ở trường."),
    )  # fmt: skip
    consent_on = DayField(label=_("Đồng ý ngày"), required=False)
    position = forms.IntegerField(label=_("Thứ tự"), min_value=1, max_value=999, required=False)

    def __init__(self, answers: Any = None, *, photo: Photo):
        said = {True: "yes", False: "no", None: ""}[photo.shows_children]
        names = ("caption", "credit", "consent_note", "consent_on", "position")
        initial = {name: getattr(photo, name) for name in names} | {"shows_children": said}
        super().__init__(answers, prefix=f"anh{photo.pk}", initial=initial)
        self.photo = photo

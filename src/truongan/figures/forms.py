from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.figures.indicators import MOVEMENT, Subject
from truongan.figures.questions import Question
from truongan.figures.sources import breakdowns_of
from truongan.web.widgets import OF_OUR_TIME

FIRST_DAY = date(2021, 1, 1)  # the territory's records begin here; no figure can be placed before


class DayField(forms.DateField):
    """A day typed or picked; always shown in the browser's own date control."""

    default_validators = list(OF_OUR_TIME)

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"}))
        super().__init__(**kwargs)

    def clean(self, value):
        day = super().clean(value)
        if day and day < FIRST_DAY:
            raise forms.ValidationError(_("Sổ đăng ký bắt đầu từ 01/01/2021; chọn ngày từ đó trở đi."))
        return day


class QuestionForm(forms.Form):
    """What the figures page may be asked, all in the URL so that a link reproduces the page."""

    BREAKDOWNS = (
        ("unit", _("Theo đơn vị")),
        ("type", _("Theo loại mô hình")),
        ("level", _("Theo cấp học")),
        ("topic", _("Theo nội dung")),
        ("form", _("Theo hình thức")),
        ("audience", _("Theo thành phần dự")),
    )

    ngay = DayField(label=_("Tính đến ngày"), required=False)
    tu = DayField(label=_("Từ ngày (xem tăng, giảm trong kỳ)"), required=False)
    so_voi = DayField(label=_("So với ngày"), required=False)
    dia_gioi = DayField(label=_("Địa giới của ngày"), required=False)
    theo = forms.ChoiceField(label=_("Chia"), choices=BREAKDOWNS, required=False)

    def __init__(self, *args, subject: Subject = MOVEMENT, **kwargs):
        super().__init__(*args, **kwargs)
        divides = breakdowns_of(subject)
        self.fields["theo"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, declared above
            each for each in self.BREAKDOWNS if each[0] in divides
        ]

    def clean(self):
        super().clean()
        given = self.cleaned_data
        on, since = given.get("ngay"), given.get("tu")
        if on and since and since > on:
            self.add_error("tu", _("Ngày đầu kỳ phải trước hoặc bằng ngày tính."))
        return given

    def question(self, *, today: date, unit, viewer) -> Question:
        """The question asked; what was not understood is left at its default and said beside the field."""
        given = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Question(
            on=given.get("ngay") or today,
            unit=unit,
            geography=given.get("dia_gioi"),
            since=given.get("tu"),
            by=given.get("theo") or "unit",
            viewer=viewer,
        )

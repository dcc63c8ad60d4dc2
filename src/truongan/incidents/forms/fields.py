"""A moment as people type it: the browser's own picker, or 22/11/2026 07:30."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.kernel.dates import FIRST_DAY, LAST_DAY

_FORMATS = [
    "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y", "%d/%m/%Y %Hh%M",
]  # fmt: skip


class MomentField(forms.DateTimeField):
    """An instant in Viet Nam's time; empty may mean now."""

    def __init__(self, **options: Any):
        options.setdefault("error_messages", {"invalid": _("Ghi ngày giờ như 22/11/2026 07:30.")})
        super().__init__(
            input_formats=_FORMATS,
            widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "step": "60"}),
            **options,
        )

    def validate(self, value: Any) -> None:
        """A day of our time: one before the first the calendar knows can be kept and never be read again."""
        super().validate(value)
        if value and not FIRST_DAY <= value.date() <= LAST_DAY:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class PhoneClockField(forms.DateTimeField):
    """What the telephone's clock said, written by the page's script; nonsense is nobody's fault and left out."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any):
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> Any:
        try:
            found = super().clean(value)
        except forms.ValidationError:
            return None
        return found.replace(microsecond=0) if found else None


LONGEST_WAIT = timedelta(days=14)  # a draft older than this is no report of "just now"
FARTHEST_CLOCK = timedelta(days=366 * 60)  # one that begins anew in 1970 is a telephone's; what is farther is none


def lines(
    label: Any, rows: int = 4, *, required: bool = False, help_text: Any = "", most: int = 5000
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def count(label: Any, help_text: Any = "") -> forms.IntegerField:
    attrs = {"inputmode": "numeric", "min": 0, "class": "input"}
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=10_000, help_text=help_text,
        widget=forms.NumberInput(attrs=attrs),
    )  # fmt: skip

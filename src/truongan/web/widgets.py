"""Form controls of our own."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from truongan.kernel.dates import FIRST_DAY, LAST_DAY, parse_vn_date, vn_date

OF_OUR_TIME = (MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY))


class DayInput(forms.DateInput):
    """A day typed as ngày/tháng/năm.

    Not the browser's own date field: that one follows the language of the browser, and a paper's
    05/09/2021 typed into an English one becomes the ninth of May.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        typed = {"data-day": True, "inputmode": "numeric", "autocomplete": "off", "placeholder": _("ngày/tháng/năm")}
        super().__init__(attrs={**typed, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """14/09/2021, also for a value that came through the address as 2021-09-14; nonsense as it was typed."""
        if isinstance(value, date):
            return vn_date(value)
        try:
            return vn_date(parse_vn_date(value or "")) or value or None
        except ValueError:
            return str(value)

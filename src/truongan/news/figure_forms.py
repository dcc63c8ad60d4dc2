"""The window in which an editor picks a live figure."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from truongan.figures.forms import DayField
from truongan.figures.models import Seal
from truongan.figures.public import served_unit
from truongan.kernel.clock import today_vn
from truongan.kernel.dates import vn_date
from truongan.news.live_figures import LiveFigure, live_figures
from truongan.news.references import FigureReference, indicator_choices
from truongan.territory.geography import UnknownUnit
from truongan.territory.models import AdministrativeUnit

_BEFORE_MERGER = date(2025, 6, 30)  # the last day of districts (Law 72/2025/QH15)


def place_choices(today: date) -> Iterator[tuple[str, Any]]:
    """The whole area, communes of today, and the districts there were."""
    yield "", _("Toàn địa bàn")
    for label, day, level in ((_("Xã, phường"), today, "commune"), (_("Huyện cũ"), _BEFORE_MERGER, "district")):
        units = _units(day, level)
        if units:
            yield str(label), units


def _units(day: date, level: str) -> list[tuple[str, str]]:
    try:
        province = served_unit(day)
    except UnknownUnit:
        return []
    if province is None:
        return []  # the nation has thousands: type the code in a block of its own
    found = AdministrativeUnit.objects.on(day).within(province).filter(level=level).order_by("sort_key")
    return list(found.values_list("code", "full_name"))


class LiveFigureForm(forms.Form):
    indicator = forms.ChoiceField(label=_("Chỉ tiêu"), choices=indicator_choices)
    place = forms.ChoiceField(label=_("Ở đâu"), required=False)
    organization = forms.CharField(
        label=_("hoặc mã trường, cơ quan"), required=False, max_length=40,
        help_text=_("Chỉ các số không đếm người: số người của một trường không công bố."),
    )  # fmt: skip
    day = DayField(
        label=_("Tính đến ngày"), required=False, help_text=_("Để trống: luôn là số của ngày người đọc mở bài.")
    )
    seal = forms.ModelChoiceField(
        Seal.objects.none(), label=_("hoặc lấy số đã chốt"), required=False,
        help_text=_("Lấy đúng số trong báo cáo đã chốt, không đổi khi sổ được sửa."),
    )  # fmt: skip
    found: LiveFigure | None = None

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(place_choices(today_vn()))  # type: ignore[attr-defined]  # a ChoiceField
        seals = Seal.objects.select_related("unit").order_by("-on", "-pk")
        if settings.PROVINCE_CODE:
            seals = seals.filter(unit__code=settings.PROVINCE_CODE)
        self.fields["seal"].queryset = seals  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["seal"].label_from_instance = _name_of  # type: ignore[attr-defined]  # as above

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        code = (given.get("organization") or "").strip()
        try:
            reference = FigureReference.from_attributes(
                {
                    **given,
                    "place": f"org:{code}" if code else given["place"],
                    "seal": given["seal"].pk if given["seal"] else "",
                }
            )
        except ValueError as reason:
            raise forms.ValidationError(str(reason)) from reason
        self.found = live_figures([reference], today_vn())[reference]
        if not self.found.is_shown:
            raise forms.ValidationError(
                _("Không có số công khai cho lựa chọn này: %(why)s."), params={"why": self.found.problem}
            )
        return given


def _name_of(seal: Seal) -> str:
    return f"{seal.unit.full_name if seal.unit else _('Cả nước')}, {vn_date(seal.on)} (bản {seal.pk})"

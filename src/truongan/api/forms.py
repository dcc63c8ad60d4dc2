from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.api.states import Event, TokenScope
from truongan.organizations.forms import offer_organizations
from truongan.organizations.models import Organization

_LIVES = [(90, _("3 tháng")), (180, _("6 tháng")), (365, _("1 năm")), (0, _("Không hết hạn"))]


class _OfAnOrganization(forms.Form):
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Đơn vị"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        mine = Organization.objects.administered_by(user).filter(closed_on=None)
        own = mine.filter(pk__in=user.scope.own_ids)
        # Whoever administers an area makes tokens for their own organizations here; schools make theirs themselves.
        offered = (own if own.exists() else mine).order_by("sort_key")
        if len(few := list(offered[:2])) == 1:
            self.initial.setdefault("organization", few[0].pk)
        offer_organizations(self, "organization", offered)


class TokenForm(_OfAnOrganization):
    name = forms.CharField(
        label=_("Tên hệ thống"), max_length=100, help_text=_("Ví dụ: phần mềm quản lý trường học của Sở.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Được làm gì"), choices=TokenScope.choices, widget=forms.CheckboxSelectMultiple,
        help_text=_("Chỉ chọn việc hệ thống ấy cần."),
    )  # fmt: skip
    days = forms.TypedChoiceField(label=_("Dùng trong"), choices=_LIVES, coerce=int, initial=365)

    def expires_at(self, now: datetime) -> datetime | None:
        days = self.cleaned_data["days"]
        return now + timedelta(days=days) if days else None


class SubscriptionForm(_OfAnOrganization):
    url = forms.CharField(
        label=_("Địa chỉ nhận"), max_length=500, help_text=_("Bắt đầu bằng https://, trả lời 2xx trong 8 giây.")
    )
    events = forms.MultipleChoiceField(
        label=_("Báo khi nào"), choices=Event.choices, widget=forms.CheckboxSelectMultiple
    )

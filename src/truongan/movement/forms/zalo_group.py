from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.channels.actions.zalo_groups import NAME_LETTERS


class ZaloGroupForm(forms.Form):
    """What Zalo asks of a group the official account runs."""

    name = forms.CharField(
        label=_("Tên nhóm trong Zalo"),
        max_length=NAME_LETTERS,
        help_text=_("Từ 1 đến 30 ký tự."),
    )
    description = forms.CharField(label=_("Giới thiệu"), max_length=200, required=False)
    asset_id = forms.CharField(
        label=_("Mã gói nhóm"),
        max_length=80,
        help_text=_("Mã của gói nhóm (GMF) đã mua, xem trong trang quản lý của OA."),
    )


class LeaversForm(forms.Form):
    """Whom to take out of the group at Zalo; the choices are those who left the roster."""

    people = forms.MultipleChoiceField(label=_("Đã rời danh sách nhóm"), widget=forms.CheckboxSelectMultiple)

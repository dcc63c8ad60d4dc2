"""What the catalogue page shows: made-up rows that put every component under strain."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

LONG_NAME = "Trường Phổ thông dân tộc bán trú Tiểu học và Trung học cơ sở Nguyễn Thị Minh Khai"
TONES = ("", "ok", "late", "soon", "info", "off")


class ExampleForm(forms.Form):
    name = forms.CharField(label=_("Tên tổ"), help_text=_("Như ghi trong quyết định"))
    decided_on = forms.DateField(label=_("Ngày quyết định"), widget=forms.DateInput())
    kind = forms.ChoiceField(
        label=_("Loại mô hình"), choices=[("a", _("Trường học an toàn về ANTT")), ("b", _("Liên kết"))]
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    parties = forms.MultipleChoiceField(
        label=_("Bên tham gia"),
        required=False,
        choices=[("police", _("Công an phụ trách địa bàn")), ("health", _("Trạm y tế"))],
        widget=forms.CheckboxSelectMultiple(),
    )
    confirmed = forms.BooleanField(label=_("Tôi đã đối chiếu với quyết định"))


def examples(request: HttpRequest) -> dict[str, Any]:
    """Context of the catalogue page."""
    return {
        "tones": TONES,
        "long_name": LONG_NAME,
        "form": ExampleForm({"name": "Tổ trực cổng trường", "decided_on": "31/09/2026"}),
        "page": Paginator(range(1234), 50).get_page(request.GET.get("trang", 7)),
        "schools": [LONG_NAME, "Trường THCS Ánh Dương", "Trường Tiểu học Hoa Sen"],
        "day": date(2021, 9, 14),
        "at": datetime(2021, 9, 14, 10, 47, tzinfo=UTC),
        "events": [
            {"on": date(2026, 12, 5), "title": "Sơ kết học kỳ I", "text": "Dự kiến", "tone": "next"},
            {
                "on": date(2026, 9, 12),
                "title": "Kiện toàn",
                "text": "Thay 4 thành viên",
                "badge": "Kiện toàn",
                "badge_tone": "info",
            },
            {"on": date(2021, 9, 5), "title": "Ra mắt", "text": "Cùng lễ khai giảng", "tone": "key"},
        ],
        "papers": [
            {"title": "Quyết định thành lập", "text": "18/QĐ-UBND, 20/08/2021", "done": True, "href": "#"},
            {
                "title": "Quy chế phối hợp",
                "text": "Có bản điền sẵn",
                "done": False,
                "href": "#",
                "action": "Lấy bản thảo",
            },
        ],
        "changes": [
            {
                "at": datetime(2026, 9, 12, 7, 20, tzinfo=UTC),
                "actor": "Lê Thu Hà",
                "text": "đổi số thành viên tổ trực cổng",
                "before": "9",
                "after": "11",
            }
        ],
        "points": [
            ("09/2021", 322),
            ("12/2022", 337),
            ("12/2023", 346),
            ("12/2024", 351),
            ("12/2025", 355),
            ("11/2026", 361),
        ],
        "marks": [(4, "Sáp nhập 01/07/2025")],
    }

"""A poster of a group: hung up or handed out, its code brings members in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.documents.posters import SHEETS, Poster, poster_pdf
from truongan.kernel.clock import today_vn
from truongan.movement.models import ConnectionGroup


@require_safe
@login_required
def poster(request: HttpRequest, pk: int, paper: str) -> HttpResponse:
    """One page, A4 or A5; a group without a link that begins with https says so instead."""
    groups = ConnectionGroup.objects.visible_to(request.user).select_related("organization")
    group = get_object_or_404(groups, pk=pk)
    if paper not in SHEETS:
        raise Http404
    refusal = _refusal(group)
    if refusal:
        messages.error(request, refusal)
        return redirect(group)
    made = poster_pdf(_poster_of(group), paper=paper, day=today_vn())
    headers = {"Content-Disposition": f'inline; filename="ap-phich-nhom-{group.pk}-{paper}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _refusal(group: ConnectionGroup) -> str:
    if group.ended_on:
        return _("Nhóm đã kết thúc nên không in áp phích.")
    if not group.link:
        return _("Chưa in được áp phích: nhóm chưa ghi đường dẫn tham gia.")
    if not group.link.startswith("https://"):
        return _("Chưa in được áp phích: đường dẫn tham gia phải bắt đầu bằng https://. Sửa đường dẫn rồi in lại.")
    return ""


def _poster_of(group: ConnectionGroup) -> Poster:
    is_zalo = group.platform == ConnectionGroup.Platform.ZALO
    return Poster(
        organization=group.organization.name,
        title=group.name,
        purpose=group.purpose,
        call=_("Mở Zalo, quét mã để vào nhóm") if is_zalo else _("Quét mã để vào nhóm"),
        address=group.link,
        rules=(
            _("Chỉ đăng việc chung về an toàn của trường."),
            _("Không đăng ảnh, tên học sinh hay tin chưa kiểm chứng."),
            _("Việc khẩn cấp: gọi 113, 114, 115 trước, rồi mới nhắn vào nhóm."),
        ),
        mark=_("Dữ liệu minh họa") if getattr(settings, "DEMO", False) else "",
    )

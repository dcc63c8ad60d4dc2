"""The model types an installation knows."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.kernel.clock import now
from truongan.kernel.refusals import require
from truongan.movement import rules
from truongan.movement.actions import change_type, register_type
from truongan.movement.forms.types import ChangedTypeForm, TypeForm
from truongan.movement.models import Scheme, SchemeType
from truongan.movement.views.answering import answer, bound
from truongan.web.answering import form_page


@require_safe
@login_required
def type_list(request: HttpRequest) -> HttpResponse:
    mine = Scheme.objects.visible_to(request.user).values("pk")
    types = SchemeType.objects.annotate(
        scheme_count=Count(
            "schemes", filter=Q(schemes__in=mine, schemes__stock_to=None, schemes__stock_from__isnull=False)
        )
    )
    context = {"types": types.order_by("pk"), "may_keep": rules.may_keep_types(request.user)}
    return render(request, "movement/type_list.html", context)


@form_page
@login_required
def new(request: HttpRequest) -> HttpResponse:
    require(rules.may_keep_types(request.user))
    form = bound(request, TypeForm)
    return answer(
        request, form, lambda: register_type(actor=request.user, now=now(), **form.cleaned_data),
        to=reverse("movement:type_list"), done=_("Đã thêm loại mô hình."), heading=_("Thêm loại mô hình"),
        about=_("Các loại mô hình"),
    )  # fmt: skip


@form_page
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    require(rules.may_keep_types(request.user))
    shown = get_object_or_404(SchemeType, pk=pk)
    initial = {"name": shown.name, "short_name": shown.short_name, "is_open": shown.is_open}
    form = bound(request, ChangedTypeForm, initial=initial)
    return answer(
        request, form, lambda: change_type(actor=request.user, type=shown, now=now(), **form.cleaned_data),
        to=reverse("movement:type_list"), done=_("Đã sửa loại mô hình."), heading=_("Sửa loại mô hình"), about=shown,
        hint=_("Bỏ dấu “Còn lập điểm mới” thì loại này không còn trong danh sách chọn; các điểm đã có giữ nguyên."),
    )  # fmt: skip

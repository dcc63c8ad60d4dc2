"""The kinds of connection groups, kept by the installation's administrator."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.kernel.clock import now
from truongan.kernel.refusals import require
from truongan.movement import rules
from truongan.movement.actions.kinds import change_group_kind
from truongan.movement.forms.kinds import GroupKindForm
from truongan.movement.models import GroupKind
from truongan.movement.views.answering import answer, bound
from truongan.web.answering import form_page


@require_safe
@login_required
def kind_list(request: HttpRequest) -> HttpResponse:
    require(rules.may_keep_group_kinds(request.user))
    return render(request, "movement/kind_list.html", {"kinds": GroupKind.objects.order_by("-is_default", "name")})


@form_page
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    require(rules.may_keep_group_kinds(request.user))
    kind = get_object_or_404(GroupKind, pk=pk)
    form = bound(request, GroupKindForm, initial={"name": kind.name, "needs": kind.needs})
    return answer(
        request, form, lambda: change_group_kind(actor=request.user, kind=kind, now=now(), **form.cleaned_data),
        to=reverse("movement:kind_list"), done=_("Đã sửa loại nhóm."), heading=_("Sửa loại nhóm"), about=kind,
    )  # fmt: skip

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from truongan.accounts import rules
from truongan.accounts.actions import (
    CannotReveal,
    edit_person,
    register_person,
    reveal_phone,
)
from truongan.accounts.forms import NewPersonForm, PersonForm, RevealForm
from truongan.accounts.models import Person
from truongan.accounts.panels import panels_of_person
from truongan.accounts.queries import Wanted, history_for, mark_phones, people_for, with_posts
from truongan.accounts.views.forms_in_pages import answer
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization, Sector
from truongan.territory.models import AdministrativeUnit
from truongan.web.answering import form_page
from truongan.web.htmx import render_page
from truongan.web.paging import ordering, page_of
from truongan.web.scoping import view_scope

COLUMNS = {"ten": "sort_key", "don_vi": "organization__sort_key"}


@require_safe
@login_required
def person_list(request: HttpRequest) -> HttpResponse:
    scope, wanted = view_scope(request), Wanted.of(request.GET)
    day = scope.day or today_vn()
    unit = get_object_or_404(AdministrativeUnit.objects.on(day), code=scope.unit) if scope.unit else None
    rows = people_for(request.user, wanted, unit, day).order_by(*ordering(request, COLUMNS, "ten"))
    page = page_of(request, with_posts(rows, today_vn()))
    page.object_list = mark_phones(request.user, list(page.object_list))
    context = {
        "wanted": wanted,
        "page": page,
        "sectors": Sector.choices,
        "may_add": any(own.may_write for own in request.user.scope.own)
        or any(area.may_write for area in request.user.scope.areas),
    }
    return render_page(request, "accounts/person_list.html", "accounts/_person_table.html", context)


@require_safe
@login_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = known(request, pk)
    mark_phones(request.user, [found])
    account = getattr(found, "user", None)
    context = {
        "person": found,
        "appointments": found.appointments.select_related("organization").order_by("-valid_from"),
        "beats": found.beats.select_related("organization", "unit").order_by("-valid_from"),
        "history": history_for(request.user, found),
        "may_edit": rules.may_edit_person(request.user, found),
        "may_appoint": found.organization is not None and rules.may_appoint_in(request.user, found.organization),
        "is_police": found.organization is not None and found.organization.sector == Sector.POLICE,
        "user_of_person": account,
        "may_help": account not in (None, request.user) and rules.may_help_in(request.user, account, found.posts),  # type: ignore[attr-defined]
        "today": today_vn(),
        "panels": panels_of_person(request, found, view_scope(request).day or today_vn()),
    }
    return render(request, "accounts/person.html", context)


@form_page
@login_required
def person_create(request: HttpRequest) -> HttpResponse:
    organizations = Organization.objects.writable_by(request.user).filter(closed_on=None).order_by("sort_key")
    require(organizations.exists())
    form = NewPersonForm(
        request.POST or None, organizations=organizations, initial={"organization": request.GET.get("co_quan", "")}
    )
    return answer(
        request, form, lambda: register_person(actor=request.user, now=now(), **form.cleaned_data),
        heading=_("Thêm người"), done=_("Đã thêm vào sổ."),
    )  # fmt: skip


@form_page
@login_required
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = known(request, pk)
    require(rules.may_edit_person(request.user, found))
    mark_phones(request.user, [found])
    is_open = found.phone_is_open  # type: ignore[attr-defined]  # set by mark_phones
    form = PersonForm(request.POST or None, instance=known(request, pk), phone_is_open=is_open)
    return answer(
        request, form,
        lambda: edit_person(actor=request.user, person=found, changes=form.changes(), seen=form.seen(), now=now()),
        heading=_("Sửa thông tin"), done=_("Đã lưu."), person=found,
    )  # fmt: skip


@form_page
@login_required
@never_cache
def person_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason; then show the number in this one answer, which no cache keeps."""
    found = known(request, pk)
    form = RevealForm(request.POST or None)
    shown: dict[str, Any] = {"person": found, "form": form, "number": ""}
    if request.method == "POST" and form.is_valid():
        try:
            shown["number"] = reveal_phone(
                actor=request.user, person=found, reason=form.cleaned_data["reason"], now=now()
            )
        except CannotReveal as reason:
            form.add_error(None, str(reason))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "accounts/phone.html", shown, status=status)


def known(request: HttpRequest, pk: int) -> Person:
    rows = Person.objects.known_to(request.user).select_related("organization", "user")
    return get_object_or_404(with_posts(rows, today_vn()), pk=pk)

"""Posts and beats of a person."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from truongan.accounts import rules
from truongan.accounts.actions import (
    appoint,
    assign_beat,
    end_appointment,
    end_beat,
    hand_over,
)
from truongan.accounts.forms import AppointForm, BeatForm, EndForm, HandOverForm
from truongan.accounts.models import Appointment, Beat, Person
from truongan.accounts.views.forms_in_pages import answer
from truongan.accounts.views.people import known
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.web.answering import form_page


@form_page
@login_required
def appointment_add(request: HttpRequest, pk: int) -> HttpResponse:
    person = known(request, pk)
    organizations = administered(request)
    form = AppointForm(
        request.POST or None, organizations=organizations,
        initial={"organization": person.organization_id, "since": today_vn()},
    )  # fmt: skip
    return answer(
        request, form, lambda: appoint(actor=request.user, person=person, now=now(), **form.cleaned_data),
        heading=_("Giao chức vụ"), done=_("Đã giao chức vụ."), person=person,
    )  # fmt: skip


@form_page
@login_required
def appointment_end(request: HttpRequest, pk: int) -> HttpResponse:
    appointment = _appointment(request, pk)
    form = EndForm(request.POST or None, initial={"on": today_vn()})
    return answer(
        request, form,
        lambda: end_appointment(actor=request.user, appointment=appointment, now=now(), **form.cleaned_data),
        heading=_("Kết thúc chức vụ"), done=_("Đã kết thúc chức vụ."),
        person=appointment.person, tone="danger",
        hint=f"{appointment.title or appointment.get_role_display()}, {appointment.organization.name}",
    )  # fmt: skip


@form_page
@login_required
def appointment_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    appointment = _appointment(request, pk)
    colleagues = Person.objects.visible_to(request.user).filter(organization=appointment.organization_id)
    colleagues = colleagues.exclude(pk=appointment.person_id).order_by("sort_key")
    form = HandOverForm(request.POST or None, people=colleagues, initial={"on": today_vn()})
    return answer(
        request, form,
        lambda: hand_over(actor=request.user, appointment=appointment, now=now(), **form.cleaned_data),
        heading=_("Bàn giao chức vụ"), done=_("Đã bàn giao."), person=appointment.person,
        hint=_("Người nhận phải có trong danh sách người của %(name)s.") % {"name": appointment.organization.name},
    )  # fmt: skip


@form_page
@login_required
def beat_add(request: HttpRequest, pk: int) -> HttpResponse:
    person, scope = known(request, pk), request.user.scope
    require(rules.may_edit_person(request.user, person))
    schools = Organization.objects.writable_by(request.user).schools().filter(closed_on=None).order_by("sort_key")
    form = BeatForm(request.POST or None, schools=schools, scope=scope, day=today_vn(), initial={"since": today_vn()})
    return answer(
        request, form, lambda: assign_beat(actor=request.user, person=person, now=now(), **form.cleaned_data),
        heading=_("Phân công địa bàn"), done=_("Đã phân công."), person=person,
    )  # fmt: skip


@form_page
@login_required
def beat_end(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Beat.objects.visible_to(request.user).select_related("person__organization", "organization", "unit")
    beat = get_object_or_404(rows, pk=pk)
    require(rules.may_edit_person(request.user, beat.person))
    form = EndForm(request.POST or None, initial={"on": today_vn()})
    return answer(
        request, form, lambda: end_beat(actor=request.user, beat=beat, now=now(), **form.cleaned_data),
        heading=_("Kết thúc phân công"), done=_("Đã kết thúc phân công."),
        person=beat.person, tone="danger", hint=str(beat.organization or beat.unit),
    )  # fmt: skip


def _appointment(request: HttpRequest, pk: int) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).select_related("organization", "person")
    appointment = get_object_or_404(rows, pk=pk)
    require(rules.may_end(request.user, appointment))
    return appointment


def administered(request: HttpRequest):
    """Organizations in which this person gives posts; refuses who has none."""
    rows = Organization.objects.administered_by(request.user).filter(closed_on=None).order_by("sort_key")
    require(rows.exists())
    return rows

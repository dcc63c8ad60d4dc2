"""Beats, contacts and absences."""

from datetime import time

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.accounts import rules as people_rules
from truongan.accounts.models import Beat, Person
from truongan.accounts.queries import people_shown
from truongan.accounts.workplace import unit_in_view
from truongan.duty import rules
from truongan.duty.actions import cancel_absence, hand_over_beat, record_absence
from truongan.duty.forms.rosters import AbsenceForm, BeatHandOverForm
from truongan.duty.models import Absence
from truongan.duty.queries.contacts import (
    beats_within,
    contact_places,
    contacts_of,
    schools_without_officer,
    without_contact,
)
from truongan.duty.views.answering import answer
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.web.answering import form_page, press
from truongan.web.paging import page_of

_LEFT_OUT = 20  # schools without an officer named on the page; the coverage page has all


@require_safe
@login_required
def beat_list(request: HttpRequest) -> HttpResponse:
    """Which officer answers for what, and the schools nobody answers for."""
    day, path = today_vn(), _path(request)
    page = page_of(request, beats_within(request.user, path, day))
    beats = list(page.object_list)
    away = {each.person_id: each for each in Absence.objects.at(now()).filter(person__in=[b.person_id for b in beats])}
    missing = schools_without_officer(request.user, path, day).order_by("sort_key")
    context = {
        "page": page,
        "rows": [
            (each, away.get(each.person_id), people_rules.may_edit_person(request.user, each.person)) for each in beats
        ],
        "missing": list(missing[:_LEFT_OUT]),
        "missing_count": missing.count(),
    }
    return render(request, "duty/beats.html", context)


@form_page
@login_required
def beat_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    beats = Beat.objects.visible_to(request.user).select_related("person__organization", "organization", "unit")
    beat = get_object_or_404(beats, pk=pk, valid_to=None)
    require(people_rules.may_edit_person(request.user, beat.person))
    colleagues = Person.objects.filter(organization=beat.person.organization_id).exclude(pk=beat.person_id)
    form = BeatHandOverForm(
        request.POST or None, people=colleagues.order_by("sort_key"), initial={"since": today_vn()}
    )
    back = reverse("duty:beats")
    return answer(
        request, form, lambda: hand_over_beat(actor=request.user, beat=beat, now=now(), **form.cleaned_data),
        to=back, done=_("Đã bàn giao địa bàn; người nhận được thông báo."), heading=_("Bàn giao địa bàn"),
        note=f"{beat.person.name}: {beat.organization or beat.unit}",
        section=_("Địa bàn"), section_url="duty:beats", back=back,
    )  # fmt: skip


@require_safe
@login_required
def contact_list(request: HttpRequest) -> HttpResponse:
    """Whom to call at schools and commune health stations; where nobody is known stands out."""
    day = today_vn()
    kind = "tram" if request.GET.get("loai") == "tram" else "truong"
    places = contact_places(request.user, kind, _path(request), day).order_by("sort_key", "pk")
    gaps = without_contact(places, day)
    page = page_of(request, gaps if request.GET.get("thieu") else places)
    contacts = contacts_of(list(page.object_list), day)
    people = people_shown(request.user, [post.person_id for contact in contacts for post in contact.posts], day)
    for contact in contacts:
        for post in contact.posts:
            post.person = people[post.person_id]
    context = {"page": page, "contacts": contacts, "kind": kind, "gap_count": gaps.count()}
    return render(request, "duty/contacts.html", context)


@require_safe
@login_required
def absence_list(request: HttpRequest) -> HttpResponse:
    """Who cannot be reached now or soon, and who stands in."""
    rows = Absence.objects.visible_to(request.user).not_over(now()).select_related("person__organization", "deputy")
    page = page_of(request, rows.order_by("starts_at", "pk"))
    context = {
        "page": page,
        "rows": [(each, rules.may_excuse(request.user, each.person)) for each in page.object_list],
        "now": now(),
        "may_add": request.user.person_id is not None,  # type: ignore[union-attr]  # signed in
    }
    return render(request, "duty/absences.html", context)


@form_page
@login_required
def absence_add(request: HttpRequest) -> HttpResponse:
    user = request.user
    require(user.person_id is not None)  # type: ignore[union-attr]  # signed in
    own = user.scope.own_ids  # type: ignore[union-attr]
    people = Person.objects.filter(organization__in=own) | Person.objects.filter(pk=user.person_id)  # type: ignore[union-attr]
    day = today_vn()
    initial = {"person": user.person_id, "first": day, "last": day, "starts": time(7), "ends": time(17)}  # type: ignore[union-attr]
    form = AbsenceForm(request.POST or None, people=people.order_by("sort_key"), initial=initial)
    back = reverse("duty:absences")
    return answer(
        request, form, lambda: record_absence(actor=request.user, now=now(), **form.given()),
        to=back, done=_("Đã ghi vắng mặt; tin chuyển cho người thay."), heading=_("Ghi vắng mặt"),
        hint=_("Trong thời gian này, tin lẽ ra báo cho người vắng được báo cho người thay."),
        section=_("Vắng mặt"), section_url="duty:absences", back=back,
    )  # fmt: skip


@require_POST
@login_required
def absence_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    absences = Absence.objects.visible_to(request.user).select_related("person__organization")
    absence = get_object_or_404(absences, pk=pk)
    require(rules.may_excuse(request.user, absence.person))
    return press(
        request, lambda: cancel_absence(actor=request.user, absence=absence, now=now()),
        done=_("Đã bỏ ghi vắng mặt."), to=reverse("duty:absences"),
    )  # fmt: skip


def _path(request: HttpRequest) -> str:
    unit = unit_in_view(request, today_vn())
    return unit.path if unit else ""

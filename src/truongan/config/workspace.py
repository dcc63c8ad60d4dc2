"""The first page of the workspace and its one search box: they bring several contexts together."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from truongan.accounts.models import Person
from truongan.accounts.workplace import unit_in_view
from truongan.figures.counting import answer
from truongan.figures.questions import Question
from truongan.kernel.clock import today_vn
from truongan.movement.models import ConnectionGroup, Scheme, Team
from truongan.organizations.models import Organization
from truongan.web.scoping import view_scope

_FOUND = 10  # of each kind; the list pages show the rest
HEADLINES = ("schemes.count", "teams.count", "teams.memberships", "groups.count", "groups.memberships")


def home(request: HttpRequest) -> HttpResponse:
    """What needs this person first, then the figures in view."""
    day = view_scope(request).day or today_vn()
    question = Question(on=day, unit=unit_in_view(request, day), viewer=request.user)
    total = answer(question).total
    context = {"question": question, "headlines": [total[code] for code in HEADLINES], "total": total}
    return render(request, "workspace/home.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """Schools, schemes, teams, groups and people whose name has every word typed, with or without diacritics."""
    text = " ".join(request.GET.get("q", "").split())[:100]
    user = request.user
    found = []
    if text:
        found = [
            ("Trường học & đơn vị", "organizations:list",
             Organization.objects.visible_to(user).search(text).order_by("sort_key", "pk")),
            ("Mô hình", "movement:scheme_list",
             Scheme.objects.visible_to(user).search(text).select_related("organization", "type").order_by("organization__sort_key", "pk")),
            ("Tổ tự quản", "movement:team_list",
             Team.objects.visible_to(user).search(text).select_related("organization").order_by("organization__sort_key", "pk")),
            ("Nhóm kết nối", "movement:group_list",
             ConnectionGroup.objects.visible_to(user).search(text).select_related("organization").order_by("organization__sort_key", "pk")),
            ("Con người", "accounts:person_list",
             Person.objects.visible_to(user).search(text).select_related("organization").order_by("sort_key", "pk")),
        ]
    sections = [(label, name, rows) for label, name, queryset in found if (rows := list(queryset[:_FOUND]))]
    return render(request, "workspace/search.html", {"text": text, "sections": sections})

"""The page of one scheme, team or group, and the files behind them."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from truongan.audit.querysets import target_name
from truongan.documents.uploads import saved
from truongan.kernel.clock import today_vn
from truongan.movement import rules
from truongan.movement.models import ConnectionGroup, Evidence, Scheme, Team
from truongan.movement.panels import panels_of_scheme
from truongan.movement.queries import details
from truongan.movement.queries.standing import missing_in, vacancies_in
from truongan.movement.tables.groups import group_state
from truongan.movement.tables.schemes import scheme_state
from truongan.web.scoping import view_scope


@require_safe
@login_required
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(
        Scheme.objects.visible_to(request.user).select_related(
            "organization", "type", "pilot__organization", "source__upload"
        ),
        pk=pk,
    )
    day, may_edit = _day(request), rules.may_edit_scheme(request.user, shown)
    events, teams, papers = details.scheme_events(shown), details.team_lines(shown, day), details.latest_papers(shown)
    evidence = [each.on for each in events if each.proves_life and each.on <= day]
    label, tone = scheme_state(shown, max(evidence, default=None), day)
    context = {
        "scheme": shown,
        "day": day,
        "may_edit": may_edit,
        "label": label,
        "tone": tone,
        "moments": details.scheme_timeline(events),
        "last_on": max(evidence, default=None),
        "activities": details.activity_count(events, details.school_year_start(day), day),
        "teams": teams,
        "members": sum(line.members for line in teams),
        "persons": details.distinct_people(shown, day),
        "groups": _groups_of(shown, day),
        "papers": details.paper_checklist(shown, papers, may_edit=may_edit),
        "paper_count": len(papers),
        "history": details.history_of_scheme(shown),
        "place": details.place_words(shown.organization, day),
        "source": details.source_words(shown.source),
        "panels": panels_of_scheme(request, shown, day),
    }
    return render(request, "movement/scheme.html", context)


@require_safe
@login_required
def team(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(
        Team.objects.visible_to(request.user).select_related("organization", "scheme__type", "source__upload"), pk=pk
    )
    day = _day(request)
    places = details.roster(shown, day)
    context = {
        "team": shown,
        "day": day,
        "may_edit": rules.may_edit_team(request.user, shown),
        "places": places,
        "members": sum(place.count for place in places),
        "former": details.former_members(shown, day),
        **_phones(request, places),
        "history": details.history_of_targets([target_name(shown)]),
        "source": details.source_words(shown.source),
    }
    return render(request, "movement/team.html", context)


@require_safe
@login_required
def group(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(
        ConnectionGroup.objects.visible_to(request.user).select_related(
            "organization", "scheme__type", "owner", "offered_to", "kind", "source__upload"
        ),
        pk=pk,
    )
    day = _day(request)
    members, checks = details.group_members(shown, day), details.group_checks(shown)
    seen_on = max((check.on for check in checks if check.is_active and check.on <= day), default=None)
    label, tone = group_state(shown, seen_on, day)
    may_edit, is_past = rules.may_edit_group(request.user, shown), day < today_vn()
    context = {
        "missing": missing_in(shown, members, day) if not shown.ended_on else [],
        "vacancies": vacancies_in(shown, day) if not (shown.ended_on or is_past) else [],
        "may_add": may_edit and not shown.ended_on and not is_past,
        "group": shown,
        "day": day,
        "may_edit": may_edit,
        "label": label,
        "tone": tone,
        "members": members,
        "total": sum(place.count for place in members),
        "sides": details.sides_of(members),
        "checks": checks,
        "declared": next((check.declared_count for check in checks if check.on <= day and check.declared_count), None),
        "active_days": settings.ACTIVE_DAYS,
        **_phones(request, members),
        "history": details.history_of_targets([target_name(shown)]),
        "source": details.source_words(shown.source),
    }
    return render(request, "movement/group.html", context)


@require_safe
@login_required
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """A file of evidence, to those who see what it proves; always saved, never shown by the browser itself."""
    schemes = Scheme.objects.visible_to(request.user).values("pk")
    groups = ConnectionGroup.objects.visible_to(request.user).values("pk")
    seen = Q(event__scheme__in=schemes) | Q(paper__scheme__in=schemes) | Q(check_up__group__in=groups)
    kept = get_object_or_404(Evidence.objects.filter(seen), pk=pk)
    return saved(kept.file, name=kept.filename, content_type=kept.content_type)


def _day(request: HttpRequest):
    today = today_vn()
    return min(view_scope(request).day or today, today)


def _phones(request: HttpRequest, places) -> dict:
    """Whose phones are open here, and who may be asked for with a reason: only people this person sees."""
    scope = request.user.scope  # type: ignore[union-attr]  # signed in
    people = [place.person for place in places if place.person and place.person.organization]
    return {
        "open_phones": scope.own_ids,
        "asked_for": {person.pk for person in people if scope.sees(person.organization)},
    }


def _groups_of(shown: Scheme, day) -> list[dict]:
    groups = shown.groups.in_stock_on(day).order_by("formed_on", "pk")[:3]
    found = []
    for each in groups:
        members = details.group_members(each, day)
        sides = details.sides_of(members)
        found.append(
            {
                "group": each,
                "sides": sides,
                "there": sum(side.is_there for side in sides),
                "members": sum(place.count for place in members),
            }
        )
    return found

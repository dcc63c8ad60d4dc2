"""What the workspace shows of the person at work: title, unit in view, units to choose from."""

from collections.abc import Callable
from datetime import date

from django.db.models import Exists
from django.http import Http404, HttpRequest

from truongan.kernel.clock import today_vn
from truongan.organizations.scope import Scope
from truongan.territory.geography import UnknownUnit, unit_by_code
from truongan.territory.models import AdministrativeUnit
from truongan.web.scoping import Workplace, view_scope

_OFFERED = 400  # units in the switcher; a province has at most a few hundred communes
_INSTALLATION = frozenset({"channel_desk:board"})  # what only the installation's administrator opens
_waiting: dict[str, Callable[..., int]] = {}
_doors: dict[str, Callable[..., Exists]] = {}


def contribute_waiting(url_name: str, count: Callable[..., int]) -> None:
    """Show `count(user)` beside that entry of the menu on every signed-in page: keep it to one cheap query.

    Called in the contributing context's AppConfig.ready().
    """
    _waiting[url_name] = count


def contribute_door(url_name: str, opens: Callable[..., Exists]) -> None:
    """Hide that entry of the menu from all but administrators and those for whom `opens(user)` holds.

    The condition is asked within the query for the person's post: a door costs no query of its own. Called in the
    contributing context's AppConfig.ready().
    """
    _doors[url_name] = opens


def workplace(request: HttpRequest) -> Workplace:
    """The frame of every signed-in page, in three queries at most and one for each contributed count."""
    user = request.user
    day = view_scope(request).day or today_vn()
    post = _post(user)
    offered = units_offered(user.scope, day)
    code = view_scope(request).unit
    chosen = next((unit.full_name for unit in offered if unit.code == code), "") if code else ""
    return Workplace(
        person=user.display_name,
        title=post.title or str(post.get_role_display()) if post else "",
        unit_name=chosen or _own_name(user, post, offered),
        hidden=_hidden(user, post),
        units=tuple((unit.code, unit.full_name) for unit in offered),
        waiting={name: count(user) for name, count in _waiting.items()},
        watches=watched_topics(user),
    )


def watched_topics(user) -> tuple[str, ...]:
    """What changes when a notice comes for the person or for an organization of theirs."""
    own = tuple(f"org.{pk}" for pk in user.scope.own_ids)
    return (f"person.{user.person_id}", *own) if user.person_id else own


def _administers(scope: Scope) -> bool:
    return any(own.may_administer for own in scope.own) or any(area.may_administer for area in scope.areas)


def _hidden(user, post) -> frozenset[str]:
    """Entries of the menu this person has no use for."""
    if user.is_superuser:
        return frozenset()
    if _administers(user.scope):
        return _INSTALLATION
    return (
        frozenset({"documents:template_list", "accounts:invitation_list", "api:home", *_closed(post)}) | _INSTALLATION
    )


def _post(user):
    if not user.person_id:
        return None
    posts = user.person.appointments.on(today_vn()).select_related("organization").order_by("-is_head", "pk")
    return posts.annotate(**{_mark(name): opens(user) for name, opens in _doors.items()}).first()


def _closed(post) -> set[str]:
    return {name for name in _doors if not getattr(post, _mark(name), False)}


def _mark(url_name: str) -> str:
    return f"opens_{url_name.replace(':', '_')}"


def _own_name(user, post, offered: list[AdministrativeUnit]) -> str:
    if user.is_superuser:
        return "Cả nước"
    if post is None:
        return ""
    if post.organization.is_school:
        return post.organization.name
    own = next((unit for unit in offered if post.organization.place_path.startswith(unit.path)), None)
    if own or not offered:
        return own.full_name if own else post.organization.name
    # On a day before their unit was formed: what it was formed of.
    return ", ".join(unit.full_name for unit in offered if unit.level == offered[0].level)


def units_offered(scope: Scope, day: date) -> list[AdministrativeUnit]:
    """The units a person may look at on that day, top first: their own and those directly beneath.

    Their own are those of the newest geography; on an earlier day the units which became part of them.
    """
    tops = top_units(scope, day)
    if tops is None:
        return list(AdministrativeUnit.objects.on(day).provinces().in_vietnamese_order())
    beneath = AdministrativeUnit.objects.on(day).filter(parent__in=tops).in_vietnamese_order()[:_OFFERED]
    return [*tops, *beneath]


def top_units(scope: Scope, day: date) -> list[AdministrativeUnit] | None:
    """The highest units inside the scope on that day; None for the whole country."""
    paths = {area.path for area in scope.areas}
    if "" in paths:
        return None
    today = list(AdministrativeUnit.objects.filter(path__in=paths))
    here = [unit for unit in today if unit.is_valid_on(day)]
    gone = [unit for unit in today if not unit.is_valid_on(day)]
    if gone:
        # Level by level: that a district of old lies in today's province does not make it a province.
        came_from = AdministrativeUnit.objects.on(day).filter(
            successions__new__in=gone, level__in={unit.level for unit in gone}
        )
        here += came_from.distinct().in_vietnamese_order()
    return here


def unit_in_view(request: HttpRequest, day: date) -> AdministrativeUnit | None:
    """The unit named in the URL (404 outside the person's scope), else the person's own; None for the whole country.

    A school's people look at their school wherever they look, so for them any unit only narrows.
    """
    code = view_scope(request).unit
    scope = request.user.scope
    if not code:
        tops = top_units(scope, day)
        return tops[0] if tops and len(tops) == 1 else None
    try:
        unit = unit_by_code(code, day)
    except UnknownUnit as reason:
        raise Http404(str(reason)) from reason
    tops = top_units(scope, day)
    if tops and not any(unit.path.startswith(top.path) for top in tops):
        raise Http404
    return unit

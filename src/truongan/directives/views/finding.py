"""What every page of directives begins with: the directive this person may know of, and whom they speak for."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from truongan.directives import rules
from truongan.directives.models import Directive
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization


def visible_directive(request: HttpRequest, pk: int) -> Directive:
    """404 for what lies outside the person's scope."""
    rows = Directive.objects.visible_to(request.user).select_related("kept_by", "implements", "replaces")
    return get_object_or_404(rows, pk=pk)


def draft_of_own(request: HttpRequest, pk: int) -> Directive:
    """A directive whose drafts this person writes; others get 403, strangers 404."""
    directive = visible_directive(request, pk)
    require(rules.may_draft(request.user, directive.kept_by))
    return directive


def offices_of(request: HttpRequest):
    """The organizations this person may write documents for: their own."""
    user = request.user
    organizations = Organization.objects.visible_to(user).filter(closed_on=None).order_by("level", "sort_key", "pk")
    if user.is_superuser:  # type: ignore[union-attr]  # signed in
        return organizations.exclude(sector="school").exclude(place_path="")
    writable = [own.organization_id for own in user.scope.own if own.may_write]  # type: ignore[union-attr]
    return organizations.filter(pk__in=writable)

"""Photos of an activity: added, described, shown to those in scope, taken away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from truongan.activities import rules
from truongan.activities.actions import (
    CannotChangeActivities,
    Description,
    add_photos,
    describe_photos,
    remove_photo,
)
from truongan.activities.forms import MorePhotosForm, PhotoForm, shows_children
from truongan.activities.models import Activity, Photo
from truongan.activities.queries.details import photos_of
from truongan.activities.views.answering import changeable
from truongan.documents.uploads import shown
from truongan.kernel.clock import now
from truongan.kernel.refusals import require
from truongan.web.answering import form_page, sent_to


@form_page
@login_required
def album(request: HttpRequest, pk: int) -> HttpResponse:
    """Every photo with what is said of it, in one form."""
    activity = changeable(request, pk)
    answers = request.POST if request.method == "POST" else None
    forms = [PhotoForm(answers, photo=photo) for photo in photos_of(activity)]
    if request.method == "POST" and all(form.is_valid() for form in forms):
        try:
            describe_photos(
                actor=request.user, activity=activity, descriptions=[_said(form) for form in forms], now=now()
            )
        except CannotChangeActivities as reason:
            return _album(request, activity, forms, refusal=str(reason))
        messages.success(request, _("Đã lưu chú thích ảnh."))
        return sent_to(activity)
    return _album(request, activity, forms)


@require_POST
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    activity = changeable(request, pk)
    form = MorePhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        return _album(request, activity, [PhotoForm(photo=each) for each in photos_of(activity)], more=form)
    told = form.cleaned_data
    try:
        kept, refused = add_photos(
            actor=request.user, activity=activity, files=told["photos"],
            shows_children=shows_children(told["shows_children"]), now=now(),
        )  # fmt: skip
    except CannotChangeActivities as reason:
        form.add_error(None, str(reason))
        return _album(request, activity, [], more=form)
    if kept:
        words = ngettext("Đã thêm %(n)s ảnh.", "Đã thêm %(n)s ảnh.", len(kept)) % {"n": len(kept)}
        messages.success(request, words)
    elif not refused:
        messages.info(request, _("Những ảnh này đã có trong hoạt động."))
    for reason in refused:
        messages.warning(request, _("Ảnh không được giữ: %(reason)s") % {"reason": reason})
    return sent_to(reverse("activities:album", args=[activity.pk]))


@require_safe
@login_required
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """The photo, to those who see the activity."""
    kept = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    return _private(shown(kept.file, name=kept.filename, content_type=kept.content_type))


@require_safe
@login_required
def thumbnail(request: HttpRequest, pk: int) -> FileResponse:
    kept = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    return _private(shown(kept.thumbnail, name=kept.filename, content_type=kept.content_type))


@form_page
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    photos = Photo.objects.visible_to(request.user).select_related("activity__organization")
    kept = get_object_or_404(photos, pk=pk)
    require(rules.may_record_for(request.user, kept.activity.organization))
    if request.method == "POST":
        remove_photo(actor=request.user, photo=kept, now=now())
        messages.success(request, _("Đã gỡ ảnh."))
        return sent_to(reverse("activities:album", args=[kept.activity_id]))
    return render(request, "activities/photo_remove.html", {"photo": kept, "activity": kept.activity})


def _album(
    request: HttpRequest,
    activity: Activity,
    forms: list[PhotoForm],
    *,
    refusal: str = "",
    more: MorePhotosForm | None = None,
) -> HttpResponse:
    context = {"activity": activity, "forms": forms, "refusal": refusal, "more": more or MorePhotosForm()}
    return render(request, "activities/album.html", context, status=422 if request.method == "POST" else 200)


def _said(form: PhotoForm) -> Description:
    told = dict(form.cleaned_data)
    told["shows_children"] = shows_children(told["shows_children"])
    return Description(photo=form.photo, **told | {"position": told["position"] or 0})


def _private(answer: FileResponse) -> FileResponse:
    answer["Cache-Control"] = "private, max-age=3600"
    return answer

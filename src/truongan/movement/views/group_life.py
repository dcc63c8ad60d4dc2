"""What keeps a group alive: who is added or follows, who owns it, its list compared with the roster, its poster."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.accounts.models import Person
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.movement import rules
from truongan.movement.actions import (
    CannotRecord,
    add_group_member,
    answer_offer,
    assign_owner,
    fill_vacancy,
    offer_group,
    record_check,
)
from truongan.movement.forms.groups import ListForm, OwnerForm
from truongan.movement.models import ConnectionGroup, GroupMembership
from truongan.movement.queries.candidates import neighbours, own_people
from truongan.movement.queries.comparing import compare_on, entries_of
from truongan.movement.views.answering import answer, bound
from truongan.movement.views.groups import editable
from truongan.web.answering import form_page, press, sent_to


@require_POST
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap: the person proposed joins the group's roster today."""
    group = editable(request, pk)
    capacity = request.POST.get("tu_cach", "")
    person = _eligible(group, request.POST.get("nguoi", ""))
    if person is None or capacity not in GroupMembership.Capacity.values:
        messages.error(request, _("Chọn người cần thêm trong danh sách gợi ý."))
        return sent_to(group)
    return press(
        request, lambda: add_group_member(
            actor=request.user, group=group, person=person, capacity=capacity, on=today_vn(), now=now()
        ),
        to=group, done=_("Đã thêm %(name)s vào danh sách. Nhớ mời vào nhóm chat.") % {"name": person.name},
    )  # fmt: skip


@require_POST
@login_required
def fill(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """The successor takes the place of somebody who has left their post."""
    group = editable(request, pk)
    held = get_object_or_404(group.memberships.select_related("person"), pk=place)
    successor = _eligible(group, request.POST.get("nguoi", ""))
    return press(
        request, lambda: fill_vacancy(
            actor=request.user, group=group, place=held, successor=successor, on=today_vn(), now=now()
        ),
        to=group, done=_("Đã thay người. Nhớ mời người mới, đưa người cũ ra khỏi nhóm chat."),
    )  # fmt: skip


@form_page
@login_required
def owner(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the group over; whoever was asked answers here."""
    group = get_object_or_404(ConnectionGroup.objects.select_related("organization", "owner", "offered_to"), pk=pk)
    mine = request.user.person_id  # type: ignore[union-attr]  # signed in
    is_asked, is_owner = mine is not None and group.offered_to_id == mine, mine is not None and group.owner_id == mine
    if not (is_asked or is_owner or ConnectionGroup.objects.visible_to(request.user).filter(pk=pk).exists()):
        raise Http404
    require(is_asked or rules.may_hand_over_group(request.user, group))
    if is_asked and request.POST.get("tra_loi") in ("nhan", "khong"):
        answer_offer(actor=request.user, group=group, accepts=request.POST["tra_loi"] == "nhan", now=now())
        messages.success(request, _("Đã ghi câu trả lời."))
        return sent_to("channels:inbox")
    may_assign = rules.may_assign_group(request.user, group)
    people = [*own_people(group.organization), *neighbours(group.organization, today_vn())]
    form = bound(request, OwnerForm, people=people, may_assign=may_assign)

    def act():
        step = assign_owner if form.cleaned_data.get("how") == "assign" else offer_group
        return step(actor=request.user, group=group, person=form.cleaned_data["person"], now=now())

    return answer(
        request, form, act, template="movement/group_owner.html", to=group.get_absolute_url(), done=_("Đã ghi."),
        heading=_("Trưởng nhóm"), about=group, group=group, is_asked=is_asked,
        may_hand_over=rules.may_hand_over_group(request.user, group),
    )  # fmt: skip


@form_page
@login_required
def compare_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as the chat shows it against the roster: looked at first, recorded as a check when the person says so.

    Names from outside the roster are on this page only; they are not stored.
    """
    group = editable(request, pk)
    form = bound(request, ListForm, initial={"on": today_vn()})
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "group": group, "found": None}
        return render(request, "movement/group_compare.html", context, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    entries = entries_of(given["text"])
    answers = {entry.number: request.POST.get(f"dong-{entry.number}", "") for entry in entries}
    said = {line: chosen for line, chosen in answers.items() if chosen}
    found, nameless = compare_on(group, given["on"], entries, said)
    # The text of a file comes back in the box: the second sending needs no file.
    form.data = form.data.copy()
    form.data["text"] = given["text"]
    shown = {"group": group, "found": found, "text": given["text"], "nameless": nameless, "said": list(said.items())}
    if request.POST.get("viec") != "ghi":
        return render(request, "movement/group_compare.html", {"form": form, **shown})

    def act() -> None:
        if found.questions:
            raise CannotRecord(_("Trả lời các câu hỏi bên dưới rồi ghi."))
        if found.is_of_another and not request.POST.get("dung_nhom"):
            raise CannotRecord(_("Xác nhận đây đúng là danh sách của nhóm này."))
        record_check(
            actor=request.user, group=group, on=given["on"], is_active=True, files=given["files"],
            declared_count=given["declared_count"] or found.listed, last_message_on=given["last_message_on"],
            difference={**found.numbers(), "nameless": nameless}, note=_("Đối chiếu danh sách"), now=now(),
        )  # fmt: skip

    return answer(
        request, form, act, template="movement/group_compare.html", to=group, done=_("Đã ghi lần đối chiếu."), **shown
    )


@require_safe
@login_required
def code_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The code as large as a phone shows it, for others to scan."""
    group = _with_link(request, pk)
    return render(request, "movement/group_code.html", {"group": group})


def _with_link(request: HttpRequest, pk: int) -> ConnectionGroup:
    groups = ConnectionGroup.objects.visible_to(request.user).select_related("organization", "owner")
    group = get_object_or_404(groups, pk=pk)
    if not group.link.startswith("https://"):
        raise Http404
    return group


def _eligible(group: ConnectionGroup, asked: str) -> Person | None:
    """The person named, where they are of the school or answer for it from outside."""
    people = [*own_people(group.organization), *neighbours(group.organization, today_vn())]
    return next((person for person in people if str(person.pk) == asked), None)

"""Pages of those who confide. Everything told goes in the body of a form, never in an address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from truongan.kernel.clock import now, today_vn
from truongan.territory.models import AdministrativeUnit
from truongan.tips import places
from truongan.tips.actions import (
    AlreadySent,
    CannotConfide,
    add_from_tipster,
    note_wrong_receipt,
    read_by_tipster,
    send_tip,
)
from truongan.tips.forms import MoreForm, PlaceForm, ProvinceForm, ReceiptForm, TipForm
from truongan.tips.models import Tip
from truongan.tips.public import confidential
from truongan.tips.queries.numbers import SMALLEST_SHOWN, public_years
from truongan.tips.receipts import (
    NoSuchReceipt,
    TooMany,
    found_by,
    in_fours,
    new_ticket,
    opened_ticket,
    refuse_flood,
    refuse_under_pressure,
    worked_out,
)
from truongan.tips.rings import TipKeys, conversation, story_of
from truongan.tips.routing import NoCompetentUnit, receiving_unit
from truongan.tips.states import Kind


@confidential("GET", "HEAD")
def start(request: HttpRequest) -> HttpResponse:
    """What this protects and what not; the two ways on."""
    return render(request, "tips/start.html", {"form": ReceiptForm()})


@confidential("GET", "HEAD")
def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "tips/numbers.html", {"years": public_years(today_vn()), "smallest": SMALLEST_SHOWN})


@confidential("GET", "HEAD", "POST")
def place(request: HttpRequest) -> HttpResponse:
    """First what it is about and where: if nobody may receive it, that is said before a word is written."""
    today = today_vn()
    province = _province(request)
    if province is None:
        chosen = ProvinceForm(request.POST or None, provinces=places.provinces(today))
        return render(request, "tips/place.html", {"form": chosen, "asks_province": True}, status=_status(chosen))
    typed = request.POST if "topic" in request.POST else None
    form = PlaceForm(typed, communes=places.communes_of(province, today))
    if form.is_valid():
        try:
            return _writing(request, form.cleaned_data["topic"], form.chosen)
        except NoCompetentUnit as reason:
            form.add_error(None, str(reason))
    return render(request, "tips/place.html", {"form": form, "province": province}, status=_status(form))


def _province(request: HttpRequest) -> AdministrativeUnit | None:
    today = today_vn()
    served = places.province_served(today)
    asked = request.POST.get("province", "")
    if served or not _is_number(asked):
        return served
    return AdministrativeUnit.objects.on(today).provinces().filter(pk=int(asked)).first()


def _is_number(asked: str) -> bool:
    """Of a row: Python reads no endless digits, and an error would leave its hour in the log."""
    return asked.isdecimal() and len(asked) < 10


def _writing(request: HttpRequest, topic: str, unit: AdministrativeUnit) -> HttpResponse:
    today = today_vn()
    receiving = receiving_unit(topic, unit, (), today)
    form = TipForm(
        now=now(), initial={"topic": topic, "unit": unit.pk}, schools=places.schools_in(unit, today),
        others=places.agencies_over(unit, today),
    )  # fmt: skip
    return render(request, "tips/write.html", {"form": form, "unit": unit, "receiving": receiving.organization})


@confidential("GET", "HEAD", "POST")
def send(request: HttpRequest) -> HttpResponse:
    """The account itself. The receipt is in the answer to this form and nowhere else."""
    unit = _unit(request)
    if request.method != "POST" or unit is None:
        return redirect("tips:place")
    today = today_vn()
    form = TipForm(
        request.POST, request.FILES, now=now(), schools=places.schools_in(unit, today),
        others=places.agencies_over(unit, today),
    )  # fmt: skip
    if form.is_valid():
        try:
            return _sent(request, form, unit)
        except (CannotConfide, NoCompetentUnit, TooMany) as reason:
            form.add_error(None, str(reason))
    return render(request, "tips/write.html", {"form": form, "unit": unit}, status=422)


def _unit(request: HttpRequest) -> AdministrativeUnit | None:
    asked = request.POST.get("unit", "")
    found = AdministrativeUnit.objects.on(today_vn()).communes().filter(pk=int(asked) if _is_number(asked) else 0)
    return found.first()


def _sent(request: HttpRequest, form: TipForm, unit: AdministrativeUnit) -> HttpResponse:
    given = form.cleaned_data
    at = now()
    refuse_flood(at)
    sent = send_tip(
        topic=given["topic"], unit=unit, place=form.place_name, concerned=form.concerned_units, text=given["text"],
        files=given["pictures"], form_token=given["form_token"], now=at,
    )  # fmt: skip
    return render(request, "tips/receipt.html", {"receipt": in_fours(sent.receipt), "sent": sent})


@confidential("GET", "HEAD", "POST")
def follow(request: HttpRequest) -> HttpResponse:
    """The conversation, opened by the receipt."""
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        at = now()
        try:
            refuse_under_pressure(at)
            keys = worked_out(form.cleaned_data["receipt"])
            tip, opened = found_by(keys)
        except NoSuchReceipt as reason:
            note_wrong_receipt(now=at)
            form.add_error("receipt", str(reason))
        except TooMany as reason:
            form.add_error(None, str(reason))
        else:
            return _conversation(request, tip, opened, keys.private)
    return render(request, "tips/follow.html", {"form": form}, status=_status(form))


@confidential("GET", "HEAD", "POST")
def add(request: HttpRequest) -> HttpResponse:
    """One more message, from the page the receipt opened."""
    if request.method != "POST":
        return redirect("tips:follow")
    at = now()
    try:
        tip, keys, private = opened_ticket(request.POST.get("ticket", ""), request.POST.get("code", ""), at)
    except NoSuchReceipt as reason:
        form = ReceiptForm()
        return render(request, "tips/follow.html", {"form": form, "reason": str(reason)}, status=422)
    more = MoreForm(request.POST, request.FILES, now=at)
    if more.is_valid():
        given = more.cleaned_data
        try:
            refuse_flood(at)
            add_from_tipster(
                tip=tip, keys=keys, text=given["text"], files=given["pictures"], form_token=given["form_token"],
                now=at,
            )  # fmt: skip
        except AlreadySent as reason:
            return _conversation(request, tip, keys, private, done=str(reason))
        except (CannotConfide, TooMany) as reason:
            more.add_error(None, str(reason))
        else:
            return _conversation(request, tip, keys, private, done=_("Đã gửi thêm cho đơn vị."))
    return _conversation(request, tip, keys, private, more=more)


def _conversation(
    request: HttpRequest, tip: Tip, keys: TipKeys, private: bytes, *, more: MoreForm | None = None, done: str = ""
) -> HttpResponse:
    at = now()
    said = conversation(tip, keys, (Kind.FROM_TIPSTER, Kind.REPLY))
    read_by_tipster(tip=tip, now=at)
    ticket: dict[str, Any] = {"code": tip.code, "ticket": new_ticket(tip, private, at)}
    context = {
        "tip": tip, "story": story_of(tip, keys), "said": said, "done": done,
        "files": tip.files.count(), "form": more or MoreForm(now=at, initial=ticket),
    }  # fmt: skip
    return render(request, "tips/conversation.html", context, status=_status(more))


def _status(form) -> int:
    return 422 if form is not None and form.is_bound else 200

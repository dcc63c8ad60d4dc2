"""What an SMS gateway sends when somebody answers: believed with the shared secret, kept as it came."""

import hmac
import json
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from truongan.channels.actions.incoming import take_event
from truongan.channels.models import Channel
from truongan.kernel.clock import now

_LARGEST = 20_000  # bytes; a reply is a few hundred
# Gateways name the same things differently.
_FROM, _TEXT = ("from", "sender", "phone", "msisdn"), ("text", "message", "content", "body")
_ID = ("id", "message_id", "messageId", "sms_id")


@csrf_exempt  # another machine holds no cookie: its secret speaks for it
@require_POST
def sms(request: HttpRequest) -> HttpResponse:
    """JSON or form fields; the secret as `Authorization: Bearer …`, `X-Secret` or `?secret=`."""
    if not _is_known(request):
        return HttpResponse(status=403)
    if len(request.body) > _LARGEST:
        return HttpResponse(status=413)
    said = _said(request)
    if said is None or not said["from"]:
        return HttpResponse(status=400)
    raw = json.dumps({"from": said["from"], "text": said["text"]}, ensure_ascii=False).encode(errors="replace")
    # Without an id of the gateway's, the same words from the same number within a minute are one message.
    key = said["id"] or sha256(raw + f"{now():%Y%m%d%H%M}".encode()).hexdigest()
    take_event(source=Channel.SMS, key=key[:120], name="reply", raw=raw, now=now())
    return HttpResponse(status=200)


def _is_known(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    given = given or request.headers.get("X-Secret", "") or request.GET.get("secret", "")
    return bool(settings.SMS_SECRET) and hmac.compare_digest(given.encode(), settings.SMS_SECRET.encode())


def _said(request: HttpRequest) -> dict[str, str] | None:
    if "json" in (request.content_type or ""):
        try:
            fields = json.loads(request.body)
        except (ValueError, RecursionError):
            return None
        if not isinstance(fields, dict):
            return None
    else:
        fields = request.POST.dict()
    return {"from": _first(fields, _FROM), "text": _first(fields, _TEXT)[:500], "id": _first(fields, _ID)}


def _first(fields: dict, names: tuple[str, ...]) -> str:
    return next((str(fields[name]) for name in names if fields.get(name)), "")

"""What providers send: believed only when signed, kept as it came, answered at once."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from truongan.channels.actions.incoming import take_event
from truongan.channels.models import Channel
from truongan.channels.ways.zalo import webhooks
from truongan.kernel.clock import now

log = logging.getLogger(__name__)
LARGEST = 256_000  # bytes; an event is a few hundred


@csrf_exempt  # another machine holds no cookie: its signature speaks for it
@require_POST
def zalo(request: HttpRequest) -> HttpResponse:
    """200 as soon as the event is kept; Zalo tries again for hours where it is not."""
    body = request.body
    if len(body) > LARGEST:
        return HttpResponse(status=413)
    signature = request.headers.get("X-ZEvent-Signature", "")
    if not webhooks.is_signed(body, signature, app_id=settings.ZALO_APP_ID, secret=settings.ZALO_OA_SECRET):
        log.warning("a webhook without Zalo's signature was refused")
        return HttpResponse(status=403)
    name = webhooks.event_of(body).name
    take_event(source=Channel.ZALO, key=webhooks.key_of(body), name=name, raw=body, now=now())
    return HttpResponse(status=200)

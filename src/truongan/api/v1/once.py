"""A write sent twice does its work once: `Idempotency-Key`."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Header, Schema
from ninja.responses import Response

from truongan.api.actions.tokens import KEEP_ANSWERS
from truongan.api.models import KeptAnswer
from truongan.api.v1.problems import ApiError
from truongan.kernel.clock import now

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key", min_length=8, max_length=100, pattern=r"^[A-Za-z0-9._:\-]+$",
        description="Khóa do bạn đặt, ví dụ một UUID; gửi lại cùng khóa và cùng nội dung thì nhận lại đúng câu trả lời cũ",
    ),
]  # fmt: skip


def once(request: HttpRequest, key: str, act: Callable[[datetime], Schema]) -> HttpResponse:
    """Do it and answer 201, or answer again what was answered to the same key within a day.

    The key is taken in the transaction of the work itself: of two requests at once the second waits for the first,
    and when the work is refused nothing of the key stays, so that it may be tried again.
    """
    moment = now()
    token, asked = request.user.api_token, _hash(request)  # type: ignore[union-attr]  # Bearer set it
    with transaction.atomic():
        mine = KeptAnswer.objects.filter(token=token, key=key)
        mine.before(moment - KEEP_ANSWERS).delete()
        kept, is_new = KeptAnswer.objects.get_or_create(
            token=token, key=key, defaults={"request_hash": asked, "at": moment}
        )
        if not is_new:
            return _again(kept, asked)
        said: dict[str, Any] = act(moment).model_dump(mode="json")
        kept.status, kept.answer = 201, said
        kept.save(update_fields=["status", "answer"])
    return Response(said, status=201)


def _again(kept: KeptAnswer, asked: str) -> HttpResponse:
    if kept.request_hash != asked:
        raise ApiError("key_reused")
    return Response(kept.answer, status=kept.status or 201, headers={"Idempotent-Replayed": "true"})


def _hash(request: HttpRequest) -> str:
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()

"""The request a gateway wants, from a template, and what its answer means."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter

from truongan.channels.ways.contract import (
    Outcome,
    Outgoing,
    dead_for_person,
    handed,
    parked,
    retry,
    unsure,
)
from truongan.kernel.phones import parse_phone
from truongan.kernel.text import without_marks

_PATIENCE = (5, 20)  # seconds to connect, seconds for the answer
_PLACEHOLDER = re.compile(r"\{(to|text|key)\}")


class Gateway:
    def __init__(self, *, lines: int) -> None:
        self.session = requests.Session()
        self.session.trust_env = False  # it would read the environment and ~/.netrc again for every message
        self.session.proxies.update(requests.utils.get_environ_proxies(settings.SMS_URL))
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, HTTPAdapter(pool_connections=1, pool_maxsize=lines, max_retries=0))

    def send(self, outgoing: Outgoing) -> Outcome:
        """One message; never raises for what a line or a gateway can do."""
        to = number(outgoing.to)
        if to is None:
            return dead_for_person("number", outgoing.to)
        try:
            answer = self._ask(to, outgoing)
        except requests.ConnectTimeout as reason:
            return retry("line", _kind(reason))
        except requests.Timeout as reason:
            return _doubt("silent", _kind(reason))
        except requests.ConnectionError as reason:
            # Nothing listens there, or the line broke after the message had left: only the first is known to be in vain.
            return retry("line", _kind(reason)) if _never_left(reason) else _doubt("silent", _kind(reason))
        except requests.RequestException as reason:
            return parked("line", _kind(reason))  # an address or header that can never work
        outcome = verdict(answer)
        return replace(outcome, text=_without(outcome.text, to, outgoing))

    def _ask(self, to: str, outgoing: Outgoing) -> requests.Response:
        headers = headers_of(settings.SMS_HEADERS)
        values = {"to": to, "text": text_of(outgoing), "key": outgoing.key}
        if settings.SMS_KEY_HEADER:
            headers[settings.SMS_KEY_HEADER] = outgoing.key
        has_body = settings.SMS_METHOD != "GET"
        body = fill(settings.SMS_BODY, values, "json" in headers["Content-Type"]).encode() if has_body else None
        address = fill(settings.SMS_URL, values, is_json=False)
        return self.session.request(
            settings.SMS_METHOD, address, data=body, headers=headers, timeout=_PATIENCE, allow_redirects=False
        )


def _kind(reason: Exception) -> str:
    """Its name alone: its words hold the whole address, with the number, the link and the gateway's key in it."""
    return type(reason).__name__


def _without(said: str, to: str, outgoing: Outgoing) -> str:
    """The gateway's words without the number, the message and the link, which many repeat."""
    for each in sorted(
        {to, outgoing.to, text_of(outgoing), outgoing.short, outgoing.url} - {""}, key=len, reverse=True
    ):
        said = said.replace(each, "…")
    return said


def _doubt(code: str, text: str) -> Outcome:
    return retry(code, text) if settings.SMS_TAKES_KEYS else unsure(code, text)


def _never_left(reason: requests.ConnectionError) -> bool:
    return "NewConnectionError" in repr(reason)


def headers_of(text: str) -> dict[str, str]:
    """`Authorization: Bearer …; Content-Type: application/json`; JSON unless said otherwise."""
    pairs = (each.split(":", 1) for each in text.split(";") if ":" in each)
    named = {name.strip(): value.strip() for name, value in pairs}
    # By whatever letters it is written: what is escaped depends on it.
    kind = next((each for each in named if each.lower() == "content-type"), "")
    return {"Content-Type": named.pop(kind, "application/json"), **named}


def fill(template: str, values: dict[str, str], is_json: bool) -> str:
    """Put the values in, written so that no message can break out of its place."""
    escaped = {
        name: json.dumps(value, ensure_ascii=False)[1:-1] if is_json else quote(value, safe="")
        for name, value in values.items()
    }
    return _PLACEHOLDER.sub(lambda found: escaped[found[1]], template)


def number(text: str) -> str | None:
    """As the gateway wants it: 0912345678, or 84912345678 with TRUONGAN_SMS_NUMBERS=84."""
    national = parse_phone(text)
    return national and (settings.SMS_NUMBERS + national[1:] if settings.SMS_NUMBERS != "0" else national)


def text_of(outgoing: Outgoing) -> str:
    """One line, the answers to choose from by number, the link. Without diacritics 160 letters are one SMS, else 70."""
    answers = " ".join(f"{index}={label}" for index, (_code, label) in enumerate(outgoing.choices, 1))
    line = " ".join(part for part in (outgoing.short, answers and f"({answers})", outgoing.url) if part)
    return without_marks(line) if settings.SMS_PLAIN else line


def verdict(answer: requests.Response) -> Outcome:
    """What the gateway's answer means: docs/reference/channels.md has the same as a table."""
    code, said = answer.status_code, answer.text[:200]
    if code in (401, 402, 403) or 300 <= code < 400 or code == 405:
        return parked(str(code), f"HTTP {code}: {said}")
    if code == 429:
        wait = answer.headers.get("Retry-After", "")
        after = timedelta(seconds=int(wait)) if wait.isdigit() and len(wait) < 5 else None
        return retry("429", said, after=after, is_outage=False)
    if code >= 500 or code == 408:
        return retry("5xx", f"HTTP {code}: {said}")
    if code >= 400 or (settings.SMS_TAKEN and not re.search(settings.SMS_TAKEN, answer.text)):
        return dead_for_person("refused", f"HTTP {code}: {said}")
    return handed(reference(answer))


def reference(answer: requests.Response) -> str:
    """The gateway's own name for the message, from the first of the usual fields."""
    try:
        read = answer.json()
    except ValueError:
        return ""
    if not isinstance(read, dict):
        return ""
    return next((str(read[name]) for name in ("id", "message_id", "messageId", "sms_id") if read.get(name)), "")

"""The line to Zalo: one call, its envelope read, its failures told apart. Nothing here knows of rows."""

import threading
from typing import Any

import requests
from django.conf import settings

_SECONDS = (4, 12)  # to connect, to answer
_here = threading.local()  # a session is not made for several threads


class Refused(Exception):
    """Zalo answered, and said no. `code` is its own."""

    def __init__(self, code: int, text: str = "") -> None:
        super().__init__(f"{code} {text}")
        self.code, self.text = code, text[:200]


class Unreachable(Exception):
    """No answer of Zalo's. `may_have_arrived`: the line broke after the words had left."""

    def __init__(self, text: str, *, may_have_arrived: bool = False) -> None:
        super().__init__(text)
        self.may_have_arrived = may_have_arrived


def call(method: str, path: str, token: str, *, said: dict[str, Any] | None = None, base: str = "") -> dict[str, Any]:
    """The `data` of the answer. Raises Refused or Unreachable."""
    asks = method == "GET"
    envelope = _asked(
        method, (base or settings.ZALO_API_URL) + path, headers={"access_token": token},
        params=said if asks else None, json=None if asks else said,
    )  # fmt: skip
    data = envelope.get("data")
    return data if isinstance(data, dict) else {}


def post_form(url: str, form: dict[str, str], headers: dict[str, str]) -> dict[str, Any]:
    """The whole answer to a form, as the address for tokens gives it. Raises Refused or Unreachable."""
    return _asked("POST", url, headers=headers, data=form)


def _asked(method: str, url: str, **what: Any) -> dict[str, Any]:
    try:
        answer = _session().request(method, url, timeout=_SECONDS, allow_redirects=False, **what)
    except requests.ConnectTimeout as reason:
        raise Unreachable("Không nối được tới Zalo trong thời gian chờ.") from reason
    except requests.Timeout as reason:
        raise Unreachable("Zalo không trả lời kịp.", may_have_arrived=True) from reason
    except requests.ConnectionError as reason:
        raise Unreachable("Không nối được tới Zalo.", may_have_arrived=not _never_left(reason)) from reason
    except requests.RequestException as reason:
        raise Unreachable("Không gọi được Zalo.") from reason
    if answer.status_code == 429:
        raise Refused(-32, "HTTP 429")
    if answer.status_code >= 500:
        raise Unreachable(f"Zalo báo lỗi máy chủ ({answer.status_code}).")
    return _envelope(answer)


def _envelope(answer: requests.Response) -> dict[str, Any]:
    """Errors come with HTTP 200; `error` is a number, at the address for tokens sometimes a text."""
    try:
        said = answer.json()
        code = int(said.get("error") or 0)
    except (ValueError, AttributeError, TypeError):
        raise Unreachable("Zalo trả lời bằng nội dung không đọc được.", may_have_arrived=True) from None
    if code:
        raise Refused(code, str(said.get("message") or said.get("error_name") or ""))
    return dict(said)


def _never_left(reason: requests.ConnectionError) -> bool:
    """Whether the connection was refused or not found: urllib3 wraps these as "new connection" errors."""
    return "NewConnectionError" in repr(reason) or "NameResolutionError" in repr(reason)


def _session() -> requests.Session:
    if not hasattr(_here, "session"):
        _here.session = requests.Session()
        adapter = requests.adapters.HTTPAdapter(pool_connections=4, pool_maxsize=4)
        _here.session.mount("https://", adapter)
        _here.session.mount("http://", adapter)
    session: requests.Session = _here.session
    return session

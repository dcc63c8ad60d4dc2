"""The line to other systems: one POST to a checked address. Nothing here knows of rows.

An address somebody typed must not reach into our own network (SSRF): the host is resolved once, private addresses are
refused, and the connection goes to the very address that was checked, so that a name cannot change its mind between.
"""

import ipaddress
import socket
import threading
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

import certifi
import urllib3
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection

_TIMES = urllib3.Timeout(connect=4, read=8)
LONGEST = 12.0  # seconds of one try: `read` begins anew with every byte, and one a second would never end
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")


class Outcome(NamedTuple):
    """`status`: what the other side answered, or None with the reason in `error`."""

    status: int | None
    error: str = ""

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Refused(Exception):
    """The address may not be called. The message may be shown."""


def post(url: str, body: bytes, headers: dict[str, str]) -> Outcome:
    """One try. Redirects are not followed: the next address would be checked by nobody."""
    try:
        pool = _pool(url)
    except Refused as reason:
        return Outcome(None, str(reason))
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        answer = pool.urlopen(
            "POST", path, body=body, headers={**headers, "Host": parts.netloc}, redirect=False, retries=False,
            preload_content=False,
        )  # fmt: skip
        answer.close()
        return Outcome(answer.status)
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as reason:
        return Outcome(None, _words(reason))
    finally:
        pool.close()


def check(url: str) -> None:
    """Raises Refused for what is never called: no https, a name and password in it, an address of our own network."""
    try:
        parts = urlsplit(url)
    except ValueError:  # half an IPv6 address
        raise Refused("Địa chỉ không đọc được. Chép lại nguyên địa chỉ.") from None
    local = settings.API_LOCAL_WEBHOOKS and parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise Refused("Địa chỉ phải bắt đầu bằng https://.")
    if not parts.hostname or parts.username or parts.password:
        raise Refused("Địa chỉ không được chứa tên đăng nhập hay mật khẩu.")


def _pool(url: str) -> urllib3.HTTPConnectionPool:
    check(url)
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        address = _address(host, parts.port or (443 if parts.scheme == "https" else 80))
    except (OSError, UnicodeError, ValueError):
        raise Refused("Không tìm thấy máy chủ của địa chỉ này.") from None
    if parts.scheme == "http":
        pool = urllib3.HTTPConnectionPool(address, parts.port or 80, timeout=_TIMES)
        pool.ConnectionCls = _Line
        return pool
    secure = urllib3.HTTPSConnectionPool(
        address, parts.port or 443, timeout=_TIMES, cert_reqs="CERT_REQUIRED", ca_certs=certifi.where(),
        server_hostname=host, assert_hostname=host,
    )  # fmt: skip
    secure.ConnectionCls = _SecureLine
    return secure


def _address(host: str, port: int) -> str:
    """The first address of the host; refused if any of them is not on the public internet."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for each in found:
        if not _may_be_called(ipaddress.ip_address(each.split("%")[0])):
            raise Refused("Địa chỉ này nằm trong mạng nội bộ, không được gọi tới.")
    return found[0]


def _may_be_called(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = _inner(address)
    if inner is not None:
        return _may_be_called(inner)
    if settings.API_LOCAL_WEBHOOKS and address.is_loopback:
        return True
    return address.is_global and not address.is_multicast


def _inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address within an IPv6 one: gateways and tunnels lead there."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


class _Hasty:
    """A connection that is hung up after LONGEST, however slowly the other side goes on talking."""

    _timer: threading.Timer | None = None

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]  # of the connection it is mixed into
        self._timer = threading.Timer(LONGEST, _hang_up, [self.sock])  # type: ignore[attr-defined]
        self._timer.daemon = True
        self._timer.start()

    def close(self) -> None:
        if self._timer:
            self._timer.cancel()
        super().close()  # type: ignore[misc]


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


class _Line(_Hasty, HTTPConnection):
    pass


class _SecureLine(_Hasty, HTTPSConnection):
    pass


def _words(reason: Exception) -> str:
    if isinstance(reason, urllib3.exceptions.TimeoutError):
        return "Máy nhận không trả lời kịp."
    if isinstance(reason, urllib3.exceptions.SSLError):
        return "Chứng chỉ của máy nhận không hợp lệ."
    return f"Không gọi được máy nhận ({type(reason).__name__})."

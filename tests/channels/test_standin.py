"""The stand-in counts as a gateway would: what never wholly arrived is no message."""

import socket
from urllib.parse import urlsplit

from tests.channels.standin import StandIn

BODY = b'{"to":"0912345678","text":"Xin an"}'
HEAD = b"POST /sms HTTP/1.1\r\nHost: gateway\r\nContent-Length: %d\r\n\r\n" % len(BODY)


def test_half_a_request_is_none():
    with StandIn() as there:
        parts = urlsplit(there.url)
        with socket.create_connection((parts.hostname, parts.port)) as line:
            line.sendall(HEAD + BODY[:10])
            line.shutdown(socket.SHUT_WR)
            answered = line.recv(1024)

        assert (answered, there.sms.sent) == (b"", [])


def test_a_message_to_nobody_is_refused():
    with StandIn() as there:
        assert there.sms.answer({"text": "Xin an"})[0] == 400
        assert there.sms.sent == []

"""E-mail and SMS against what stands on the other side of the wire."""

import smtplib
from email import message_from_bytes
from pathlib import Path

import pytest
import requests
from django.core import mail

from tests.channels.standin import StandIn
from tests.factories import NOW
from truongan.channels.ways import email, way_of, ways
from truongan.channels.ways.contract import Outgoing
from truongan.channels.ways.sms import Way, gateway
from truongan.channels.ways.sms.gateway import fill, headers_of, number, text_of


def outgoing(to: str, **given) -> Outgoing:
    given.setdefault("key", "ta-7")
    return Outgoing(
        delivery_id=7, to=to, subject="Bạn có việc", short="Bạn có việc cần xem", text="Mở để xem.", url="https://x.vn/v",
        urgency="urgent", is_drill=False, attempts=0, **given,
    )  # fmt: skip


def kinds(outcomes) -> list[tuple[str, str]]:
    return [(each.kind, each.code) for each in outcomes]


class TestSms:
    @pytest.fixture
    def there(self, settings):
        with StandIn() as there:
            settings.SMS_URL, settings.SMS_TAKES_KEYS, settings.SMS_RATE = f"{there.url}/sms", False, 0
            yield there

    def send(self, *each: Outgoing):
        return Way().send_many(list(each), now=NOW)

    def test_what_is_taken_has_the_gateways_name(self, there: StandIn):
        outcome = self.send(outgoing("0912345678"))[0]

        assert (outcome.kind, outcome.ref) == ("handed", "sms-1")
        assert there.sms.sent[0]["to"] == "0912345678"
        assert there.sms.sent[0]["text"] == "Ban co viec can xem https://x.vn/v"

    def test_many_go_side_by_side_each_once(self, there: StandIn):
        outcomes = self.send(*(outgoing(f"09{n:08d}", key=f"ta-{n}") for n in range(40)))

        assert {each.kind for each in outcomes} == {"handed"}
        assert set(there.sms.counts().values()) == {1}

    @pytest.mark.parametrize(
        ("status", "kind", "code"),
        [(401, "parked", "401"), (402, "parked", "402"), (302, "parked", "302"), (429, "retry", "429"),
         (503, "retry", "5xx"), (400, "dead", "refused"), (404, "dead", "refused")],
    )  # fmt: skip
    def test_what_the_answer_means(self, there: StandIn, status: int, kind: str, code: str):
        there.sms.status = status

        assert kinds(self.send(outgoing("0912345678"))) == [(kind, code)]

    def test_being_too_fast_is_no_outage_being_down_is(self, there: StandIn):
        there.sms.status = 429
        assert self.send(outgoing("0912345678"))[0].is_outage is False
        there.sms.status = 503
        assert self.send(outgoing("0912345678"))[0].is_outage is True

    def test_a_gateway_that_refuses_with_200_is_told_by_its_words(self, there: StandIn, settings):
        settings.SMS_TAKEN = '"status": ?"queued"'

        assert kinds(self.send(outgoing("0912345678"))) == [("dead", "refused")]

    @pytest.mark.parametrize("to", ["", "abc", "12345"])
    def test_what_is_no_number_asks_nobody(self, there: StandIn, to: str):
        assert kinds(self.send(outgoing(to))) == [("dead", "number")]
        assert there.sms.sent == []

    def test_nobody_listening_is_an_outage(self, settings):
        settings.SMS_URL = "http://127.0.0.1:9/sms"

        assert kinds(self.send(outgoing("0912345678"))) == [("retry", "line")]

    @pytest.mark.parametrize(("takes_keys", "kind"), [(False, "unsure"), (True, "retry")])
    def test_a_gateway_that_falls_silent_leaves_doubt(self, settings, monkeypatch, takes_keys: bool, kind: str):
        def silent(*given, **named):
            raise requests.ReadTimeout("read timed out")

        settings.SMS_URL, settings.SMS_TAKES_KEYS = "http://127.0.0.1:9/sms", takes_keys
        monkeypatch.setattr(requests.Session, "request", silent)

        assert kinds(self.send(outgoing("0912345678"))) == [(kind, "silent")]

    @pytest.mark.parametrize("reason", [requests.ConnectTimeout, requests.ReadTimeout, requests.ConnectionError,
                                        requests.exceptions.InvalidURL])  # fmt: skip
    def test_a_failure_tells_neither_number_nor_link_nor_key(self, settings, monkeypatch, reason):
        """What failed is shown to administrators and kept: the words of the line hold the whole address."""

        def broken(session, method, url, **given):
            raise reason(f"Max retries exceeded with url: {url}")

        settings.SMS_URL, settings.SMS_METHOD = "https://sms.vn/s?key=CHIA-KHOA&to={to}&m={text}", "GET"
        monkeypatch.setattr(requests.Session, "request", broken)
        said = self.send(outgoing("0912345678"))[0].text

        assert said == reason.__name__

    def test_a_refusal_that_repeats_number_and_message_is_kept_without_them(self, settings, monkeypatch):
        def refused(session, method, url, **given):
            answer = requests.Response()
            answer.status_code, answer._content = 400, b"bad: 0912345678 'Ban co viec can xem https://x.vn/v' (code 7)"
            return answer

        settings.SMS_URL = "https://sms.vn/s"
        monkeypatch.setattr(requests.Session, "request", refused)

        assert self.send(outgoing("0912345678"))[0].text == "HTTP 400: bad: … '…' (code 7)"

    def test_the_key_stands_in_a_header_where_the_gateway_wants_it(self, settings, monkeypatch):
        seen = {}

        def taken(session, method, url, **given):
            seen.update(given["headers"], method=method, url=url)
            answer = requests.Response()
            answer.status_code, answer._content = 200, b"{}"
            return answer

        monkeypatch.setattr(requests.Session, "request", taken)
        settings.SMS_URL, settings.SMS_METHOD = "http://127.0.0.1:9/s?to={to}&m={text}", "GET"
        settings.SMS_KEY_HEADER, settings.SMS_HEADERS = "Idempotency-Key", "Authorization: Bearer k"
        self.send(outgoing("0912345678"))

        assert (seen["Idempotency-Key"], seen["Authorization"], seen["method"]) == ("ta-7", "Bearer k", "GET")
        assert seen["url"].endswith("?to=0912345678&m=Ban%20co%20viec%20can%20xem%20https%3A%2F%2Fx.vn%2Fv")

    def test_no_word_breaks_out_of_the_template(self):
        values = {"to": "09", "text": 'a"b\\c {key}\n', "key": "k"}

        assert fill('{"t":"{text}"}', values, is_json=True) == '{"t":"a\\"b\\\\c {key}\\n"}'
        assert fill("t={text}&x=1", values, is_json=False) == "t=a%22b%5Cc%20%7Bkey%7D%0A&x=1"

    def test_headers_and_numbers_are_written_as_settings_say(self, settings):
        assert headers_of("A: b: c; Content-Type: text/plain") == {"A": "b: c", "Content-Type": "text/plain"}
        assert headers_of("content-type: application/x-www-form-urlencoded") == {
            "Content-Type": "application/x-www-form-urlencoded"
        }
        settings.SMS_NUMBERS = "84"
        assert number("+84 912 345 678") == "84912345678"

    def test_answers_are_offered_by_number(self, settings):
        settings.SMS_PLAIN = False
        each = outgoing("09", choices=(("here", "Có mặt"), ("busy", "Bận")))

        assert text_of(each) == "Bạn có việc cần xem (1=Có mặt 2=Bận) https://x.vn/v"

    def test_without_an_address_the_channel_says_what_is_missing(self, settings):
        settings.SMS_URL = ""

        assert "TRUONGAN_SMS_URL" in Way().missing()[0]

    def test_a_slow_gateway_is_not_asked_beyond_the_lease(self, there: StandIn, monkeypatch):
        monkeypatch.setattr("truongan.channels.ways.sms._PATIENCE", 0)

        assert kinds(self.send(outgoing("0912345678"))) == [("retry", "line")]
        assert there.sms.sent == []

    def test_the_gateway_opens_few_lines(self):
        assert gateway.Gateway(lines=3).session.trust_env is False


class TestEmail:
    def test_the_letter_says_what_and_where(self):
        outcome = email.Way().send_many([outgoing("a@example.vn")], now=NOW)[0]
        letter = mail.outbox[0]

        assert (outcome.kind, letter.to, letter.subject) == ("handed", ["a@example.vn"], "Bạn có việc")
        assert "https://x.vn/v" in letter.body
        assert letter.extra_headers["Message-ID"].startswith("<ta-7@")

    @pytest.mark.parametrize(
        ("reason", "kind", "code"),
        [
            (smtplib.SMTPRecipientsRefused({"a@example.vn": (550, b"no such user")}), "dead", "address"),
            (smtplib.SMTPRecipientsRefused({"a@example.vn": (451, b"greylisted")}), "retry", "busy"),
            (smtplib.SMTPSenderRefused(550, b"no", "x@y"), "parked", "sender"),
            (smtplib.SMTPDataError(554, b"spam"), "dead", "address"),
            (smtplib.SMTPServerDisconnected("cut"), "unsure", "cut"),
            (TimeoutError("timed out"), "unsure", "cut"),
        ],
    )
    def test_what_the_server_says_means(self, monkeypatch, reason: Exception, kind: str, code: str):
        def refuse(line, letters):
            raise reason

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)

        assert kinds(email.Way().send_many([outgoing("a@example.vn")], now=NOW)) == [(kind, code)]

    @pytest.mark.parametrize(
        ("reason", "kind", "code"),
        [
            (smtplib.SMTPAuthenticationError(535, b"bad password"), "parked", "login"),
            (OSError("refused"), "retry", "line"),
        ],
    )
    def test_a_server_that_does_not_let_us_in(self, monkeypatch, reason: Exception, kind: str, code: str):
        def refuse(line):
            raise reason

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", refuse, raising=False)

        assert kinds(email.Way().send_many([outgoing("a@example.vn")] * 2, now=NOW)) == [(kind, code)] * 2

    def test_without_a_server_each_letter_is_a_file_by_its_key_once(self, settings, tmp_path: Path):
        settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = (
            "truongan.web.mail_folder.EmailBackend",
            str(tmp_path / "mail"),
        )
        way = email.Way()
        for _again in range(2):
            way.send_many([outgoing("a@example.vn")], now=NOW)

        [file] = (tmp_path / "mail").iterdir()
        assert file.name == "ta-7.eml"
        assert message_from_bytes(file.read_bytes())["To"] == "a@example.vn"
        assert way.deduplicates
        assert str(tmp_path) in way.remarks()[0]


def test_every_channel_is_found_by_its_name():
    assert {way.name for way in ways()} >= {"inbox", "email", "sms", "manual"}


def test_a_channel_taken_away_is_not_there():
    assert way_of("pigeon") is None

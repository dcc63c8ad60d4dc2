"""Events told to other systems: signed, retried, never into our own network."""

import ipaddress
import json
import socket
import threading
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.urls import reverse

from tests.api.things import make_subscription
from tests.incidents.samples import reported
from truongan.api import wire
from truongan.api.actions import CannotKeepApi, deliver_due, delivering, end_subscription, read_events, resend
from truongan.api.actions.delivering import MOST_TRIES
from truongan.api.models import Delivery, Subscription
from truongan.api.signing import secret_of, signature
from truongan.kernel import clock
from truongan.organizations.models import Organization

pytestmark = pytest.mark.django_db


class Receiver:
    """Another system on this machine: keeps what it is sent, answers what it is told to."""

    def __init__(self):
        self.got, self.status = [], 204
        outer = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self):
                outer.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *_said):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}/tin"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


@pytest.fixture
def receiver(settings):
    settings.API_LOCAL_WEBHOOKS = True
    found = Receiver()
    yield found
    found.server.shutdown()
    found.server.server_close()


def told(cast, receiver, **fields) -> Subscription:
    """Subscribed, then something happened."""
    read_events(now=clock.now())  # what was before is nobody's event
    subscription, _secret = make_subscription(cast, url=receiver.url, now=clock.now() - timedelta(minutes=1), **fields)
    reported(cast, at=clock.now(), occurred_at=clock.now() - timedelta(minutes=5))
    read_events(now=clock.now())
    return subscription


def test_an_event_is_told_with_numbers_and_addresses_only_and_its_signature_holds(cast, receiver):
    subscription = told(cast, receiver)
    assert deliver_due(now=clock.now()) == 1

    [(headers, body)] = receiver.got
    said = json.loads(body)
    assert (said["event"], said["organization"]) == ("incident.reported", cast.school.code)
    assert set(said) == {"id", "event", "at", "organization", "object"}
    assert said["object"]["url"].endswith(f"/api/v1/incidents/{said['object']['id']}")
    assert headers["X-TruongAn-Signature"] == signature(secret_of(subscription), headers["X-TruongAn-Timestamp"], body)
    assert Delivery.objects.get().state == "sent"


def test_read_twice_it_is_told_once(cast, receiver):
    told(cast, receiver)
    read_events(now=clock.now())
    deliver_due(now=clock.now())
    deliver_due(now=clock.now() + timedelta(hours=1))
    assert len(receiver.got) == 1


def test_who_may_not_see_the_case_is_not_told(cast, receiver):
    told(cast, receiver, who="hieu_truong_khac")
    assert not Delivery.objects.exists()


def test_an_organization_that_was_closed_is_not_told_any_more(cast, receiver):
    read_events(now=clock.now())
    make_subscription(cast, url=receiver.url, now=clock.now() - timedelta(minutes=1))
    reported(cast, at=clock.now(), occurred_at=clock.now() - timedelta(minutes=5))
    Organization.objects.filter(pk=cast.school.pk).update(closed_on=clock.today_vn())
    read_events(now=clock.now())
    assert not Delivery.objects.exists()


def test_the_health_station_is_not_told_of_a_fight(cast, receiver):
    told(cast, receiver, who="quantri", organization=cast.health_station)
    assert not Delivery.objects.exists()


def test_an_event_nobody_asked_for_is_not_told(cast, receiver):
    told(cast, receiver, events=["alert.sent"])
    assert not Delivery.objects.exists()


def test_a_failure_is_tried_again_later_and_at_last_given_up_and_put_back_by_hand(cast, receiver):
    receiver.status = 500
    told(cast, receiver)
    moment, waits = clock.now(), []
    for _each in range(MOST_TRIES):
        assert deliver_due(now=moment) == 1
        delivery = Delivery.objects.get()
        waits.append((delivery.next_at - moment).total_seconds())
        moment = max(moment, delivery.next_at)
        assert deliver_due(now=moment - timedelta(seconds=1)) == 0 or delivery.state == "dead"

    assert (delivery.state, delivery.attempts, delivery.answered) == ("dead", MOST_TRIES, 500)
    assert 30 <= waits[0] <= 38
    assert waits[5] > waits[1]

    receiver.status = 200
    resend(actor=cast.hieu_truong, delivery=delivery, now=moment)
    deliver_due(now=moment)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("sent", 1)


def test_after_the_end_nothing_is_sent(cast, receiver):
    subscription = told(cast, receiver)
    end_subscription(actor=cast.hieu_truong, subscription=subscription, now=clock.now())
    assert deliver_due(now=clock.now()) == 0
    with pytest.raises(CannotKeepApi, match="đã dừng"):
        resend(actor=cast.hieu_truong, delivery=Delivery.objects.get(), now=clock.now())


@pytest.mark.parametrize(
    "url",
    [
        "http://nhan.example/",
        "ftp://nhan.example/",
        "https://ai:mk@nhan.example/",
        "https:///x",
        "x",
        "https://[2001:db8/",
    ],
)
def test_an_address_that_is_never_called_is_refused(cast, url):
    with pytest.raises(CannotKeepApi):
        make_subscription(cast, url=url)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "100.64.0.1",
     "[64:ff9b::a00:1]", "[2002:a00:1::1]", "[::10.0.0.1]", "[::]", "[fe80::1]", "[fd00::1]"],
)  # fmt: skip
def test_our_own_network_is_never_called(host):
    outcome = wire.post(f"https://{host}/", b"{}", {})
    assert outcome.status is None
    assert "nội bộ" in outcome.error


@pytest.mark.parametrize("host", ["8.8.8.8", "64:ff9b::808:808", "2606:4700::1111"])
def test_the_public_internet_is_called(host):
    assert wire._may_be_called(ipaddress.ip_address(host))


def test_a_redirect_is_not_followed(cast, receiver):
    """The next address would be checked by nobody."""
    receiver.status = 302
    told(cast, receiver)
    deliver_due(now=clock.now())

    assert len(receiver.got) == 1
    assert (Delivery.objects.get().state, Delivery.objects.get().answered) == ("waiting", 302)


def test_a_receiver_that_drips_its_answer_is_hung_up_on(settings, monkeypatch):
    """Each byte begins the time of reading anew: without an end to the whole, a worker would be held for ever."""
    settings.API_LOCAL_WEBHOOKS = True
    monkeypatch.setattr(wire, "LONGEST", 0.3)
    listening, over, outcomes = socket.create_server(("127.0.0.1", 0)), threading.Event(), []
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/"

    def drip() -> None:
        line, _who = listening.accept()
        with line, suppress(OSError):
            line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not over.wait(0.05):
                line.sendall(b"1")

    threads = [
        threading.Thread(target=drip),
        threading.Thread(target=lambda: outcomes.append(wire.post(url, b"{}", {}))),
    ]
    for each in threads:
        each.start()
    threads[1].join(10)
    came_back = list(outcomes)
    over.set()
    for each in threads:
        each.join()
    listening.close()

    assert len(came_back) == 1


def test_an_address_that_does_not_answer_is_asked_once_and_keeps_nobody_waiting(cast, receiver):
    subscription = told(cast, receiver)
    deaf, _secret = make_subscription(cast, url="http://127.0.0.1:9/", now=clock.now())
    moment = clock.now()
    for number in range(3):
        Delivery.objects.create(
            subscription=deaf, entry_id=number, event="group.checked", payload={"id": f"{number}-1"},
            created_at=moment, next_at=moment - timedelta(hours=1),
        )  # fmt: skip

    deliver_due(now=moment)

    assert sorted(Delivery.objects.filter(subscription=deaf).values_list("attempts", flat=True)) == [0, 0, 1]
    assert all(each.next_at > moment for each in Delivery.objects.filter(subscription=deaf))
    assert Delivery.objects.get(subscription=subscription).state == "sent"


def test_who_takes_too_long_leaves_the_rest_to_the_next_round(cast, receiver, monkeypatch):
    told(cast, receiver)
    monkeypatch.setattr(delivering, "PATIENCE", -1)
    deliver_due(now=clock.now())
    assert receiver.got == []
    monkeypatch.setattr(delivering, "PATIENCE", 60)
    deliver_due(now=clock.now() + delivering.LEASE)
    assert len(receiver.got) == 1


class TestDeliveriesPage:
    def test_it_tells_what_was_sent_and_what_came_back_and_never_the_secret(self, cast, receiver, as_):
        receiver.status = 500
        subscription = told(cast, receiver)
        deliver_due(now=clock.now())
        page = as_("hieu_truong").get(reverse("api:deliveries", args=[subscription.pk])).content.decode()

        assert "500" in page
        assert receiver.url in page
        assert secret_of(subscription) not in page
        assert subscription.salt not in page

    @pytest.mark.parametrize("who", ["hieu_truong_khac", "giao_vien", "y_te_xa"])
    def test_for_others_it_is_not_there(self, cast, receiver, as_, who):
        subscription = told(cast, receiver)
        delivery = Delivery.objects.get()
        assert as_(who).get(reverse("api:deliveries", args=[subscription.pk])).status_code == 404
        assert as_(who).post(reverse("api:delivery_resend", args=[delivery.pk])).status_code == 404

    def test_a_dead_one_is_put_back_by_its_button(self, cast, receiver, as_):
        subscription = told(cast, receiver)
        Delivery.objects.update(state="dead", attempts=MOST_TRIES, done_at=clock.now())
        answer = as_("hieu_truong").post(reverse("api:delivery_resend", args=[Delivery.objects.get().pk]))

        assert answer["Location"] == reverse("api:deliveries", args=[subscription.pk])
        assert (Delivery.objects.get().state, Delivery.objects.get().attempts) == ("waiting", 0)


def test_an_address_is_told_once_and_needs_an_event(cast):
    make_subscription(cast)
    with pytest.raises(CannotKeepApi, match="đang được báo"):
        make_subscription(cast)
    with pytest.raises(CannotKeepApi, match="sự kiện"):
        make_subscription(cast, url="https://khac.example/", events=[])

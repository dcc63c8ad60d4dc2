"""The live stream: what a page may watch, how changes travel, and that missing one loses nothing."""

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.urls import reverse

from tests.conftest import Cast
from truongan.accounts.actions.access import suspend_account
from truongan.accounts.actions.appointments import end_appointment
from truongan.channels.actions import notify
from truongan.kernel.clock import now, today_vn
from truongan.web.live import announce, live_pass
from truongan.web.live.application import Stream
from truongan.web.live.hub import Hub
from truongan.web.live.passes import CannotWatch, ticket_for, topics_of
from truongan.web.live.topics import CHANNEL, leaving


@dataclass(frozen=True)
class Viewer:
    pk: int


class TestPasses:
    def test_a_ticket_opens_the_topics_of_all_passes_of_the_page(self):
        viewer = Viewer(7)
        passes = [live_pass(viewer, "person.7", "org.3"), live_pass(viewer, "org.3", "incidents.incident.12")]

        assert topics_of(ticket_for(viewer, passes)) == ["incidents.incident.12", "org.3", "person.7"]

    def test_a_pass_of_somebody_else_opens_nothing(self):
        with pytest.raises(CannotWatch):
            ticket_for(Viewer(8), [live_pass(Viewer(7), "person.7")])

    def test_a_pass_is_no_ticket_and_a_changed_ticket_is_none(self):
        with pytest.raises(CannotWatch):
            topics_of(live_pass(Viewer(7), "person.7"))
        ticket = ticket_for(Viewer(7), [live_pass(Viewer(7), "person.7")])
        with pytest.raises(CannotWatch):
            topics_of(ticket[:-1] + ("A" if ticket[-1] != "A" else "B"))

    def test_a_ticket_ends_after_a_minute(self, monkeypatch):
        ticket = ticket_for(Viewer(7), [live_pass(Viewer(7), "person.7")])
        monkeypatch.setattr("truongan.web.live.passes._TICKET_LIVES", -1)
        with pytest.raises(CannotWatch):
            topics_of(ticket)


class TestTicketAddress:
    def test_it_names_the_stream_and_opens_the_topics(self, cast: Cast, as_, settings):
        settings.LIVE_URL = ":8001"
        passed = live_pass(cast.hieu_truong, "person.1")

        answer = as_("hieu_truong").get(reverse("web:live_ticket"), {"the": passed}).json()

        assert answer["url"] == ":8001"
        assert topics_of(answer["ticket"]) == ["person.1"]

    def test_a_pass_of_another_person_is_refused(self, cast: Cast, as_):
        passed = live_pass(cast.hieu_truong, "person.1")
        assert as_("giao_vien").get(reverse("web:live_ticket"), {"the": passed}).status_code == 403


class TestHub:
    def test_a_topic_reaches_those_who_watch_it_once_however_often_it_changed(self):
        hub = Hub()
        one, other = hub.enter(["a", "b"]), hub.enter(["c"])

        hub.publish("a b a")
        hub.publish("a")

        assert (one.take(), other.take()) == (["a", "b"], [])
        assert one.take() == []

    def test_who_left_is_forgotten(self):
        hub = Hub()
        hub.leave(hub.enter(["a"]))
        hub.publish("a")
        assert (hub.watchers, dict(hub._watching)) == (0, {})


def in_a_loop(work):
    """Run it in a thread of its own: the browser's driver keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


class Wire:
    """One request to the stream: what it says is kept, and it hangs up when told to."""

    def __init__(self, ticket: str, origin: bytes = b"", method: str = "GET"):
        headers = [(b"origin", origin)] if origin else []
        query = f"ve={ticket}".encode()
        self.scope = {"type": "http", "method": method, "path": "/", "query_string": query, "headers": headers}
        self.said: list[dict] = []
        self.gone = asyncio.Event()

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.said.append(message)

    @property
    def text(self) -> bytes:
        return b"".join(each.get("body", b"") for each in self.said)


class TestStream:
    def test_it_says_ready_and_then_the_topics_that_change_and_nothing_of_others(self):
        async def run():
            hub = Hub()
            wire = Wire(ticket_for(Viewer(7), [live_pass(Viewer(7), "a")]))
            serving = asyncio.ensure_future(Stream(hub)(wire.scope, wire.receive, wire.send))
            await asyncio.sleep(0.01)
            hub.publish("a b")
            await asyncio.sleep(0.01)
            wire.gone.set()
            await asyncio.wait_for(serving, 1)
            return wire, hub

        wire, hub = in_a_loop(run())

        assert wire.said[0]["status"] == 200
        assert wire.text == b"event: ready\ndata: \n\ndata: a\n\n"
        assert hub.watchers == 0

    def test_without_a_ticket_it_is_refused(self):
        wire = Wire("nonsense")
        in_a_loop(Stream(Hub())(wire.scope, wire.receive, wire.send))
        assert wire.said[0]["status"] == 403

    def test_pages_of_other_hosts_may_not_read_it(self):
        async def headers(origin: bytes):
            wire = Wire("nonsense", origin)
            await Stream(Hub())(wire.scope, wire.receive, wire.send)
            return dict(wire.said[0]["headers"])

        assert in_a_loop(headers(b"http://localhost:8000"))[b"access-control-allow-origin"] == b"http://localhost:8000"
        assert b"access-control-allow-origin" not in in_a_loop(headers(b"https://elsewhere.example"))

    def test_too_many_are_sent_to_ask_by_themselves(self, monkeypatch):
        monkeypatch.setattr("truongan.web.live.application.MOST", 0)
        wire = Wire("nonsense")
        in_a_loop(Stream(Hub())(wire.scope, wire.receive, wire.send))
        assert wire.said[0]["status"] == 503

    def test_who_signs_out_or_loses_a_post_hears_nothing_more_and_others_go_on(self):
        async def run():
            hub = Hub()
            wires = [Wire(ticket_for(Viewer(pk), [live_pass(Viewer(pk), "a")])) for pk in (7, 8)]
            serving = [asyncio.ensure_future(Stream(hub)(each.scope, each.receive, each.send)) for each in wires]
            await asyncio.sleep(0.01)
            hub.publish(leaving(7))
            await asyncio.wait_for(serving[0], 1)
            hub.publish("a")
            await asyncio.sleep(0.01)
            wires[1].gone.set()
            await asyncio.wait_for(serving[1], 1)
            return wires, hub

        wires, hub = in_a_loop(run())

        assert [each.text for each in wires] == [b"event: ready\ndata: \n\n", b"event: ready\ndata: \n\ndata: a\n\n"]
        assert (hub.watchers, dict(hub._watching)) == (0, {})

    def test_one_account_does_not_take_every_place(self, monkeypatch):
        monkeypatch.setattr("truongan.web.live.application.MOST_OF_ONE", 1)

        async def run():
            hub = Hub()
            wires = [Wire(ticket_for(Viewer(pk), [live_pass(Viewer(pk), "a")])) for pk in (7, 7, 8)]
            serving = [asyncio.ensure_future(Stream(hub)(each.scope, each.receive, each.send)) for each in wires]
            await asyncio.sleep(0.01)
            for each in wires:
                each.gone.set()
            await asyncio.wait_for(asyncio.gather(*serving), 1)
            return [each.said[0]["status"] for each in wires]

        assert in_a_loop(run()) == [200, 503, 200]

    def test_a_deaf_stream_says_so(self):
        wire = Wire("")
        wire.scope["path"] = "/healthz"
        in_a_loop(Stream(Hub())(wire.scope, wire.receive, wire.send))
        assert wire.said[0]["status"] == 503


@pytest.fixture
def heard(transactional_db):
    """A connection that listens as the stream does; calling it gives the topics heard since."""
    parameters = connections.create_connection("default").get_connection_params()
    parameters.pop("cursor_factory", None)
    with psycopg.connect(**parameters, autocommit=True) as line:
        line.execute(f"LISTEN {CHANNEL}")

        def topics() -> list[str]:
            line.execute("SELECT 1")
            return [topic for notice in line.notifies(timeout=0) for topic in notice.payload.split()]

        yield topics


@pytest.mark.django_db(transaction=True)
class TestAnnouncing:
    def test_it_is_heard_at_commit_and_never_after_a_rollback(self, heard):
        with transaction.atomic():
            announce("a", "b", "a")
            assert heard() == []
        assert heard() == ["a", "b"]
        with transaction.atomic():
            announce("c")
            transaction.set_rollback(True)
        assert heard() == []

    def test_signing_out_being_shut_out_and_losing_a_post_end_the_streams(self, heard, cast: Cast, as_):
        teacher, client = leaving(cast.giao_vien.pk), as_("giao_vien")
        heard()
        client.post(reverse("account_logout"))
        assert heard() == [teacher]
        suspend_account(actor=cast.hieu_truong, user=cast.giao_vien, reason="Nghỉ việc", now=now())
        assert heard() == [teacher]
        post = cast.giao_vien.person.appointments.first()
        end_appointment(actor=cast.hieu_truong, appointment=post, on=today_vn(), now=now())
        assert heard() == [teacher]

    def test_thousands_of_topics_pass_in_several_notifications(self, heard):
        topics = [f"person.{number}" for number in range(5000)]
        with transaction.atomic():
            announce(*topics)
        assert sorted(heard()) == sorted(topics)

    def test_every_new_notice_is_announced_to_those_it_is_for_however_it_was_written(self, heard, cast: Cast):
        heard()
        notify(person=cast.hieu_truong.person, subject="Có việc", key="test.1", now=now())
        assert heard() == [f"person.{cast.hieu_truong.person_id}"]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO channels_notice (organization_id, subject, text, link, urgency, key, created_at)"
                " SELECT %s, 'x', '', '', 'normal', 'k' || n, now() FROM generate_series(1, 1200) AS n",
                [cast.school.pk],
            )
        assert heard() == [f"org.{cast.school.pk}"]


# The loop sleeps while everybody hangs up: each of them writes into the loop's pipe, which then takes no more.
_STOPPED_IN_A_CROWD = """
import asyncio, os, signal, threading, time
import django
django.setup()
from truongan.web.live import hub, serving

async def listen(self):
    loop = asyncio.get_running_loop()
    crowd = threading.Thread(target=lambda: [loop.call_soon_threadsafe(int) for _ in range(5000)])
    await asyncio.sleep(0.3)  # the server has taken its signals
    crowd.start()
    crowd.join()
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(60)

hub.Hub.listen = listen
serving.run("127.0.0.1", 0)
"""


def test_it_stops_when_told_while_thousands_hang_up():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "truongan.config.settings"}
    subprocess.run([sys.executable, "-c", _STOPPED_IN_A_CROWD], env=environment, check=True, timeout=30)

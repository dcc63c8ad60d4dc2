"""The demonstration's tips: invented, saying so, and opened by the published passphrase."""

import pytest

from truongan.demo.accounts import appoint_cast, create_cast
from truongan.demo.agencies import create_agencies
from truongan.demo.chain.stage import Stage, at, cast_on, place
from truongan.demo.chain.tips_2026 import DAY, PASSPHRASE, confide
from truongan.territory.actions import load_territory
from truongan.tips.actions import unlock
from truongan.tips.models import Tip
from truongan.tips.queries.desk import unit_desk
from truongan.tips.queries.rings import ring_in
from truongan.tips.rings import story_of


@pytest.mark.django_db
def test_three_invented_tips_wait_for_the_police_of_the_ward():
    load_territory(only_provinces={"24", "27"})
    create_agencies(now=at(DAY))
    create_cast(now=at(DAY))
    appoint_cast()
    confide(Stage("2026-to-giac"))

    handler = cast_on("cong-an-xa", DAY)
    cookie = unlock(actor=handler, passphrase=PASSPHRASE, session_key="", now=at(DAY))
    ring = ring_in(handler, cookie, session_key="", now=at(DAY))
    assert ring
    tips = Tip.objects.visible_to(handler, DAY).order_by("pk")
    assert [each.state for each in tips] == ["unsubstantiated", "in_progress", "new"]
    assert all(story_of(each, ring.keys_of(each)).text.startswith("(Minh họa") for each in tips)
    desk = unit_desk(place("commune-police"), DAY)
    assert desk.is_ready
    assert desk.is_recoverable

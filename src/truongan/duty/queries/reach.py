"""Through which channels people can be reached."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from truongan.accounts.models import Person, User
from truongan.channels.models import Address, Channel, ChannelState, Preference
from truongan.channels.ways import usable
from truongan.duty.network import Part, members_of

USUAL_ORDER = (Channel.INBOX, Channel.PUSH, Channel.ZALO, Channel.SMS, Channel.EMAIL)


def reach_of_part(part: Part, day: date, at: datetime) -> dict[str, int]:
    """How many a part of the network means (`count`), and how many of them no channel reaches (`mute`)."""
    ways = ways_to({each.person_id for each in members_of(part, day)}, at)
    return {"count": len(ways), "mute": sum(1 for each in ways.values() if not each)}


def ways_to(person_ids: Collection[int], at: datetime) -> dict[int, tuple[str, ...]]:
    """Person → channels in the order they would be tried; empty for whom only a colleague can reach.

    Only channels this installation has set up and no administrator must open again. The inbox is for who can sign
    in; the register's telephone, proved by nobody, takes an urgent SMS as the last resort. Five queries.
    """
    stopped = ChannelState.objects.exclude(needs_admin="").values_list("channel", flat=True)
    ready = {str(each) for each in usable()} - set(stopped)
    signs_in = set(User.objects.filter(person__in=person_ids, is_active=True).values_list("person", flat=True))
    proved: dict[int, set[str]] = defaultdict(set)
    for person, channel in Address.objects.in_use().filter(person__in=person_ids).values_list("person", "channel"):
        if channel in ready:
            proved[person or 0].add(channel)
    orders = dict(Preference.objects.filter(person__in=person_ids).values_list("person", "order"))
    numbers = Person.objects.filter(pk__in=person_ids).exclude(phone="")
    listed = set(numbers.values_list("pk", flat=True)) if Channel.SMS in ready else set()
    return {
        each: _in_order(proved[each], orders.get(each, []), in_inbox=each in signs_in, in_register=each in listed)
        for each in person_ids
    }


def _in_order(proved: set[str], wanted: list[str], *, in_inbox: bool, in_register: bool) -> tuple[str, ...]:
    rank = [*wanted, *(each for each in USUAL_ORDER if each not in wanted)]
    there = proved | ({Channel.INBOX.value} if in_inbox else set())
    ways = [str(each) for each in rank if each in there]
    if Channel.INBOX in ways:  # the inbox is written at once, whatever comes first outside
        ways = [str(Channel.INBOX), *(each for each in ways if each != Channel.INBOX)]
    if in_register and Channel.SMS not in ways:
        ways.append(str(Channel.SMS))
    return tuple(ways)

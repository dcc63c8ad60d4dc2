from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from truongan.movement.states import ENTERING, EVIDENCE, LEAVING, EventKind, Status, fold_events


@dataclass(frozen=True)
class Happening:
    kind: str
    on: date


START = date(2021, 8, 1)
happenings = st.lists(
    st.builds(
        Happening,
        st.sampled_from(EventKind.values),
        st.integers(0, 40).map(lambda n: START + timedelta(days=n)),
    ),
    max_size=12,
)


@given(happenings, st.randoms())
def test_the_order_of_entry_does_not_matter(events, chance):
    shuffled = list(events)
    chance.shuffle(shuffled)

    assert fold_events(shuffled) == fold_events(events)


@given(happenings)
def test_a_stock_begins_before_it_ends(events):
    life = fold_events(events)

    if life.stock_from and life.stock_to:
        assert life.stock_from <= life.stock_to


@given(happenings)
def test_a_scheme_is_over_exactly_when_something_ended_it(events):
    life = fold_events(events)

    assert (life.stock_to is not None) == any(event.kind in LEAVING for event in events)
    assert (life.status in {Status.REMOVED, Status.DISSOLVED}) == (life.stock_to is not None)


@given(happenings)
def test_what_follows_the_end_changes_nothing(events):
    life = fold_events(events)
    if life.stock_to is None:
        return

    later = [Happening(kind, life.stock_to + timedelta(days=1)) for kind in EventKind.values]
    assert fold_events([*events, *later]) == life


@given(happenings)
def test_entry_and_evidence_are_days_of_such_events(events):
    life = fold_events(events)

    if life.stock_from:
        assert any(event.on == life.stock_from and event.kind in ENTERING for event in events)
    if life.last_evidence_on:
        assert any(event.on == life.last_evidence_on and event.kind in EVIDENCE for event in events)


def test_a_late_paper_does_not_take_a_scheme_back():
    events = [Happening("launched", START), Happening("surveyed", START + timedelta(days=3))]

    assert fold_events(events).status == Status.OPERATING


def test_a_suspended_scheme_resumes():
    days = [START + timedelta(days=n) for n in range(3)]
    events = [Happening("launched", days[0]), Happening("suspended", days[1])]
    assert fold_events(events).status == Status.SUSPENDED

    assert fold_events([*events, Happening("resumed", days[2])]).status == Status.OPERATING

from datetime import timedelta

from tests.channels.sending import CHOICES, later, reached_by, recipient_of, say, work
from tests.conftest import Cast
from tests.factories import make_person
from truongan.channels.actions import answer, note_seen
from truongan.channels.queries import board


class TestBoard:
    def ask(self, cast: Cast):
        """Four people of one school, one of another; nobody can reach the last of the first."""
        people = [make_person(organization=cast.school) for _n in range(4)] + [
            make_person(organization=cast.other_school)
        ]
        for person in people[:3] + people[4:]:
            reached_by(person, "push")
        message = say(*people, choices=CHOICES, urgency="urgent")
        work()
        for person, choice, minutes in ((people[0], "here", 1), (people[1], "busy", 3), (people[4], "here", 11)):
            answer(recipient=recipient_of(message, person), choice=choice, via="push", now=later(minutes=minutes))
        note_seen(recipient=recipient_of(message, people[2]), now=later(minutes=4))
        return message

    def test_units_are_counted_apart(self, cast: Cast, channels):
        found = board(self.ask(cast))
        rows = {row.organization_id: row for row in found.rows}
        ours = rows[cast.school.pk]

        assert (ours.told, ours.handed, ours.seen, ours.answered, ours.silent, ours.unreachable) == (4, 3, 3, 2, 2, 1)
        assert dict(ours.answers) == {"here": 1, "busy": 1}
        assert rows[cast.other_school.pk].answers["here"] == 1

    def test_the_total_is_the_sum(self, cast: Cast, channels):
        total = board(self.ask(cast)).total

        assert (total.told, total.answered, dict(total.answers)) == (5, 3, {"here": 2, "busy": 1})

    def test_channels_and_times_are_told(self, cast: Cast, channels):
        found = board(self.ask(cast))

        assert found.channels == {"manual": {"handed": 1}, "push": {"handed": 4}}
        assert found.answered_via == {"push": 3}
        assert found.quantiles[0.5] == timedelta(minutes=3)
        assert found.quantiles[0.99] == timedelta(minutes=11)

    def test_one_area_alone(self, cast: Cast, channels):
        found = board(self.ask(cast), within=cast.school.place_path)

        assert [row.organization_id for row in found.rows] == [cast.school.pk]
        assert found.channels["push"] == {"handed": 3}

    def test_before_anybody_answers_there_are_no_times(self, cast: Cast, channels):
        found = board(say(make_person(organization=cast.school)))

        assert found.quantiles[0.5] is None
        assert found.total.silent == 1

    def test_an_answer_before_the_question_took_no_time(self, cast: Cast, channels):
        """The clock of another server runs behind."""
        person = make_person(organization=cast.school)
        message = say(person, choices=CHOICES)
        answer(recipient=recipient_of(message, person), choice="here", via="sms", now=later(seconds=-30))

        assert board(message).quantiles[0.5] == timedelta(0)

    def test_it_takes_the_same_number_of_statements_for_many(self, cast: Cast, channels, django_assert_num_queries):
        message = self.ask(cast)
        with django_assert_num_queries(5):
            board(message)

"""A million comments change nothing: each list reads an index from where it begins, and stops."""

import pytest
from django.db import connection

from tests.comments.making import NOW, make_comment, make_thread
from tests.conftest import Cast
from truongan.comments.models import Comment, Thread
from truongan.comments.queries import queue as queries
from truongan.comments.queries.shown import PER_PAGE, shown_comments

_MANY = 20_000


@pytest.fixture
def crowded(cast: Cast) -> Thread:
    """Twenty thousand published comments on one page, a few that wait."""
    thread = make_thread(cast.school)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO comments_comment (thread_id, name, email, text, original, state, reason, note, flags,
                 flag_kinds, is_slow, search_fold, posted_at, decided_at, published_at)
               SELECT %s, 'Phụ huynh', '', 'Ý kiến ' || g, '', 'published', '', '', '[]', '{}', false, 'y kien ' || g,
                 t.at, t.at, t.at
               FROM generate_series(1, %s) g, LATERAL (SELECT %s::timestamptz - g * interval '1 minute' AS at) t""",
            [thread.pk, _MANY, NOW],
        )
        cursor.execute("ANALYZE comments_comment, comments_thread, organizations_organization, wagtailcore_page")
    for _each in range(5):
        make_comment(thread)
    return thread


def plan_of(rows) -> str:
    return rows.explain(analyze=True)


def test_the_last_part_of_a_long_list_costs_what_the_first_costs(crowded: Thread):
    rows = Comment.objects.published().filter(thread=crowded).beginning().newest_first()
    far = rows[_MANY - 100]

    for part in (rows, rows.after(far.published_at, far.pk)):
        plan = plan_of(part[: PER_PAGE + 1])
        assert "comment_shown_on_page" in plan
        assert "Sort" not in plan
    assert "published_at <=" in plan  # begins at the place itself


def test_what_waits_is_found_without_reading_what_does_not(crowded: Thread, cast: Cast):
    rows = queries.queue_of(cast.can_bo_tinh, queries.Asked(), NOW)

    assert "comment_waiting" in plan_of(rows[:30])


def test_words_are_found_by_their_index(crowded: Thread):
    assert "comment_by_words" in plan_of(Comment.objects.search("kiến 19999"))


def test_every_comment_is_counted_and_twenty_are_read(crowded: Thread):
    shown = shown_comments(crowded.page.specific)

    assert (shown.count, len(shown.rows)) == (_MANY, PER_PAGE)

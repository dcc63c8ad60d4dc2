"""Comments of the school of the cast: what the access matrix and the journeys need in their addresses."""

from tests.comments.making import make_comment, make_thread
from truongan.kernel import clock

_DESK = ("comment", "approve", "reject", "restore", "edit", "answer", "keep")


def comment_arguments(cast) -> dict[str, list]:
    """Arguments of each route that needs some, by its name."""
    thread = make_thread(cast.school, title="Giữ lối ra vào thông thoáng")
    shown = make_comment(thread, state="published")
    return {
        "comments:thread": [thread.page_id],
        "comments:write": [thread.page_id],
        "comments:report": [shown.pk],
        "comments:close": [thread.pk],
        "comments:reopen": [thread.pk],
        **{f"comments:{name}": [shown.pk] for name in _DESK},
    }


def comment_keys(cast) -> dict[str, list]:
    """A page with comments in several states, of the school."""
    thread = make_thread(cast.school, title="Giữ lối ra vào thông thoáng")
    now = clock.now()
    shown = make_comment(thread, state="published", posted_at=now)
    make_comment(
        thread, state="published", parent=shown, organization=cast.school, name=cast.school.name, posted_at=now
    )
    flags = [{"kind": "dien-thoai", "term": "0912345678", "start": 11, "end": 21, "in_name": False}]
    held = make_comment(thread, "Gọi tôi số 0912345678 nhé.", flags=flags, flag_kinds=["dien-thoai"], posted_at=now)
    return {"comments_page": [thread.page_id], "comment_shown": [shown.pk], "comment_held": [held.pk]}

"""Pages with comments, made past the actions."""

from datetime import UTC, datetime
from itertools import count

from truongan.comments import codes
from truongan.comments.models import Comment, Thread
from truongan.news.actions import ensure_places
from truongan.news.models import Article, Section

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # Friday, 09:00 in Viet Nam
_numbers = count(1)


def make_article(author_unit=None, *, title: str = "Cổng trường giờ tan học", live: bool = True, **fields) -> Article:
    section = Section.objects.child_of(ensure_places()).first()
    article = Article(title=title, lead="Một tuần trực cổng.", author_unit=author_unit, live=live, **fields)
    return section.add_child(instance=article)


def make_thread(author_unit=None, **fields) -> Thread:
    article = make_article(author_unit, **fields)
    return Thread.objects.create(page_id=article.pk, organization=author_unit)


def make_comment(
    thread: Thread, text: str = "Tôi rất đồng ý với bài viết này.", *, code: str = "", **fields
) -> Comment:
    number = next(_numbers)
    fields.setdefault("name", "Phụ huynh lớp 6")
    fields.setdefault("posted_at", NOW)
    if fields.get("state") in ("published", "removed"):
        fields.setdefault("published_at", fields["posted_at"])
    if fields.get("state") in ("published", "removed", "rejected", "withdrawn"):
        fields.setdefault("decided_at", fields["posted_at"])
    comment = Comment(
        thread=thread, text=text, code_hash=codes.hash_of(code or f"ma-{number}"), form_key=f"{number:064d}", **fields
    )
    comment.derive_keys()
    comment.save()
    return comment

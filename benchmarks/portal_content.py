"""The article that is measured, with comments; and as many of both as a province writes in many years."""

import re
from datetime import UTC, datetime, timedelta

from django.db import connection

from truongan.comments.models import Comment, Thread
from truongan.news.actions.publishing import draft_article, publish_article
from truongan.news.models import Article, Section

TITLE, TWIN = "Bài đo tốc độ", "Bài đo tốc độ, số viết tay"
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PARAGRAPH = (
    "<p>Sáng nay các tổ tự quản của trường họp với công an phường, xem lại lịch trực cổng trường giờ tan học, "
    "việc đội mũ bảo hiểm và những nhóm trò chuyện của lớp. Toàn tỉnh có "
    '<embed embedtype="figure" indicator="teams.count" place="" day="today"/> tổ với '
    '<embed embedtype="figure" indicator="teams.memberships" place="" day="2021-09-14"/> lượt thành viên; mỗi tổ tự '
    "chọn một việc để làm cho xong trong tháng và báo lại vào chiều thứ sáu.</p>"
)
# Columns that are not simply copied from the measured article and its first comment.
_PAGE = {
    "id": "%(first)s + n",
    "path": "%(section)s || substr(a, n / 46656 %% 36 + 1, 1) || substr(a, n / 1296 %% 36 + 1, 1) "
    "|| substr(a, n / 36 %% 36 + 1, 1) || substr(a, n %% 36 + 1, 1)",
    "title": "'Bài thứ ' || n",
    "draft_title": "'Bài thứ ' || n",
    "slug": "'bai-thu-' || n",
    "url_path": "regexp_replace(t.url_path, '[^/]+/$', '') || 'bai-thu-' || n || '/'",
    "translation_key": "gen_random_uuid()",
    "latest_revision_id": "NULL",
    "live_revision_id": "NULL",
}


def measured_article(title: str = TITLE, comments: int = 60) -> Article:
    """Twelve paragraphs with live figures (in the twin numbers typed by hand), and sixty comments; made once."""
    article = Article.objects.filter(title=title).first()
    if article is None:
        paragraph = _PARAGRAPH if title == TITLE else re.sub("<embed[^>]+>", "1.234", _PARAGRAPH)
        article = draft_article(
            actor=None, section=Section.objects.earliest("pk"), title=title, lead="Một bài như mọi bài, để đo.",
            body=[("text", paragraph * 4)] * 3, now=NOW,
        )  # fmt: skip
        article = publish_article(actor=None, article=article, now=NOW)
    thread, _made = Thread.objects.get_or_create(page=article.page_ptr)
    missing = comments - thread.comments.count()
    made = [_comment(thread, number) for number in range(missing)]
    Comment.objects.bulk_create(made)
    return article


def _comment(thread: Thread, number: int) -> Comment:
    at = NOW + timedelta(minutes=number)
    text = f"Con tôi kể ở lớp đã có tổ tự quản, phụ huynh chúng tôi thấy yên tâm hơn nhiều. Ý kiến thứ {number}."
    made = Comment(thread=thread, name="Một phụ huynh", text=text, state="published", posted_at=at, published_at=at)
    made.derive_keys()
    return made


def held_comment(article: Article, number: int) -> Comment:
    made = _comment(article.comment_thread, 10_000 + number)
    made.state, made.published_at = Comment.State.HELD, None
    made.save()
    return made


def fill(article: Article, articles: int, comments: int) -> None:
    """Up to this many articles beside it, and comments spread over them, by SQL."""
    with connection.cursor() as cursor:
        have = Article.objects.count()
        if have < articles:
            _copy_articles(cursor, article, have, articles)
        cursor.execute("SELECT count(*) FROM comments_comment")
        missing = comments - cursor.fetchone()[0]
        if missing > 0:
            _copy_comments(cursor, article, missing)
        # As autovacuum does within minutes: statistics, and rows known to be seen by everybody.
        cursor.execute("VACUUM (ANALYZE)")


def _copy_articles(cursor, article: Article, have: int, wanted: int) -> None:
    cursor.execute("SELECT max(id) + 1 FROM wagtailcore_page")
    # Far behind what editors add: they number their children from the last one on.
    given = {"first": cursor.fetchone()[0], "section": article.path[:-4], "pk": article.pk, "from": have + 40_000}
    given |= {"to": wanted + 40_000, "alphabet": _ALPHABET}
    series = "generate_series(%(from)s, %(to)s) n"
    _copy(cursor, "wagtailcore_page", _PAGE, f"wagtailcore_page t, {series}, (SELECT %(alphabet)s::text a) a", given)
    body = {"page_ptr_id": "%(first)s + n", "published_at": "t.published_at - n * interval '1 hour'"}
    _copy(cursor, "news_article", body, f"news_article t, {series}", given, "page_ptr_id")
    entry = {"article_id": "%(first)s + n"}
    _copy(cursor, "news_searchentry", entry, f"news_searchentry t, {series}", given, "article_id")
    cursor.execute("SELECT setval('wagtailcore_page_id_seq', (SELECT max(id) FROM wagtailcore_page))")
    cursor.execute("UPDATE wagtailcore_page SET numchild = numchild + %s WHERE path = %s", [wanted, given["section"]])
    cursor.execute(
        "INSERT INTO comments_thread (page_id, is_open) SELECT page_ptr_id, true FROM news_article "
        "ON CONFLICT (page_id) DO NOTHING"
    )


def _copy_comments(cursor, article: Article, missing: int) -> None:
    source = (
        "(SELECT * FROM comments_comment WHERE thread_id = %(thread)s ORDER BY id LIMIT 1) t, "
        "(SELECT array_agg(id) ids FROM comments_thread) threads, generate_series(1, %(missing)s) n"
    )
    changed = {
        "id": "nextval('comments_comment_id_seq')",
        "thread_id": "ids[1 + n %% array_length(ids, 1)]",
        "published_at": "t.published_at - n * interval '1 minute'",
        "posted_at": "t.posted_at - n * interval '1 minute'",
    }
    _copy(cursor, "comments_comment", changed, source, {"thread": article.comment_thread.pk, "missing": missing}, "")


def _copy(cursor, table: str, changed: dict[str, str], source: str, given: dict, key: str = "id") -> None:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'", [table]
    )
    columns = [name for [name] in cursor.fetchall()]
    values = ", ".join(changed.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    where = f" WHERE t.{key} = %(pk)s" if key else ""
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {source}{where}", given)

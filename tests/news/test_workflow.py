"""An article's way from its author over the editors to the publishers, and who hears of it."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, Workflow, WorkflowState

from tests.factories import make_user
from tests.news.samples import VIETNAM
from truongan.audit.models import Entry
from truongan.channels.models import Notice
from truongan.news.actions import draft_article, ensure_places, refresh_groups
from truongan.news.approvals import approvals_waiting, people_of
from truongan.news.jobs import publish_scheduled
from truongan.news.models import Article
from truongan.news.rules import EDITORS, PUBLISHERS

DAY, NOW = date(2026, 11, 22), datetime(2026, 11, 22, 9, 0, tzinfo=VIETNAM)
RELATIONS = {"relations-TOTAL_FORMS": "0", "relations-INITIAL_FORMS": "0", "relations-MIN_NUM_FORMS": "0",
    "relations-MAX_NUM_FORMS": "6", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": ""}  # fmt: skip


@pytest.fixture
def author(cast):
    return _with_groups(make_user("so-gd-viet", cast.education_department, "editor"))


@pytest.fixture
def editor(cast):
    return _with_groups(make_user("ca-tinh-bien-tap", cast.province_police, "editor"))


@pytest.fixture
def publisher(cast):
    return _with_groups(cast.can_bo_tinh)


@pytest.fixture
def article(author, section) -> Article:
    return draft_article(actor=author, section=section, title="Cổng trường an toàn", lead="Câu đầu bài.", now=NOW)


def _with_groups(user):
    refresh_groups(user=user, day=DAY)
    return user


def at_desk(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def submit(user, article, **fields):
    """Press “Gửi duyệt” on the page's form."""
    given = {"title": article.title, "slug": article.slug, "lead": article.lead, "body-count": "0", **RELATIONS}
    answer = at_desk(user).post(
        reverse("wagtailadmin_pages:edit", args=[article.pk]), given | {"action-submit": "1"} | fields
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return WorkflowState.objects.get(object_id=str(article.pk), status="in_progress")


def decide(user, article, action: str, comment: str = ""):
    step = WorkflowState.objects.get(object_id=str(article.pk), status="in_progress").current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, action, step.pk])
    return at_desk(user).post(address, {"comment": comment})


def inbox(user) -> list[str]:
    return list(Notice.objects.filter(person=user.person).order_by("pk").values_list("subject", flat=True))


def test_there_is_one_way_in_two_steps_and_it_is_made_once(cast):
    ensure_places()
    way = Workflow.objects.get()
    assert [(task.name, list(task.specific.groups.values_list("name", flat=True))) for task in way.tasks] == [
        ("Biên tập", [EDITORS]),
        ("Xuất bản", [PUBLISHERS]),
    ]


def test_a_way_switched_off_by_the_administrator_stays_off(cast, section):
    Workflow.objects.get().deactivate()
    ensure_places()
    assert section.get_workflow() is None


def test_the_post_says_who_is_asked_also_who_was_never_at_the_desk(cast, author, editor):
    assert people_of(frozenset({EDITORS}), DAY) >= {editor.person_id, cast.can_bo_tinh.person_id}
    assert people_of(frozenset({PUBLISHERS}), DAY).isdisjoint({editor.person_id, author.person_id})
    editor.is_active = False
    editor.save(update_fields=["is_active"])
    assert editor.person_id not in people_of(frozenset({EDITORS}), DAY)


def test_from_author_over_editor_to_publisher(cast, article, author, editor, publisher):
    submit(author, article)
    assert inbox(editor) == ["Bài chờ bạn ở bước “Biên tập”: Cổng trường an toàn"]
    assert inbox(author) == []
    assert [approvals_waiting(each) for each in (author, editor, publisher)] == [0, 1, 1]

    assert decide(editor, article, "approve").status_code in (200, 302)
    assert inbox(author) == ["Bài đã qua bước “Biên tập”: Cổng trường an toàn"]
    assert inbox(publisher)[-1] == "Bài chờ bạn ở bước “Xuất bản”: Cổng trường an toàn"
    assert len(inbox(editor)) == 1  # an editor does not publish
    assert [approvals_waiting(each) for each in (author, editor, publisher)] == [0, 0, 1]
    assert not Article.objects.get(pk=article.pk).live

    decide(publisher, article, "approve", "Bài tốt.")
    assert Article.objects.get(pk=article.pk).live
    assert inbox(author)[-1] == "Bài đã đăng: Cổng trường an toàn"
    assert len(inbox(author)) == 2
    assert approvals_waiting(publisher) == 0
    told = Notice.objects.filter(person=author.person).latest("pk")
    assert (told.link, told.text) == ("/tin-tuc/phong-trao/cong-truong-an-toan/", "Bài tốt.")
    assert mail.outbox == []


def test_an_article_is_returned_with_a_comment_and_sent_again(cast, article, author, editor):
    submit(author, article)
    decide(editor, article, "reject", "Thiếu ngày ban hành văn bản.")
    told = Notice.objects.get(person=author.person)
    assert told.subject == "Bài được trả lại để sửa: Cổng trường an toàn"
    assert told.text == "Thiếu ngày ban hành văn bản."
    assert told.link == f"/bien-tap/pages/{article.pk}/edit/"
    assert approvals_waiting(editor) == 0

    given = {"title": article.title, "slug": article.slug, "lead": "Có ngày.", "body-count": "0", **RELATIONS}
    at_desk(author).post(told.link, given | {"action-submit": "1"})
    assert approvals_waiting(editor) == 1
    assert len(inbox(editor)) == 2
    verbs = Entry.objects.filter(verb__startswith="news.page.").order_by("pk").values_list("verb", flat=True)
    said = [verb.removeprefix("news.page.") for verb in verbs]
    assert [each for each in said if each in {"submitted", "returned"}] == ["submitted", "returned", "submitted"]


def test_neither_author_nor_editor_publishes_by_hand(cast, article, author, editor):
    submit(author, article)
    answer = decide(author, article, "approve")
    assert answer.status_code in (302, 403)
    decide(editor, article, "approve")
    decide(editor, article, "approve")  # the publishers' step
    assert not Article.objects.get(pk=article.pk).live
    given = {"title": "x", "slug": article.slug, "lead": "y", "body-count": "0", **RELATIONS, "action-publish": "1"}
    at_desk(editor).post(reverse("wagtailadmin_pages:edit", args=[article.pk]), given)
    assert not Article.objects.get(pk=article.pk).live


def test_telling_twice_tells_nobody_twice(cast, article, author, editor):
    from truongan.news.actions.notices import tell_of_submission

    step = submit(author, article).current_task_state
    before = Notice.objects.count()
    tell_of_submission(step=step, sender=author)
    assert Notice.objects.count() == before == 3  # the editor, can-bo-tinh and the installation's administrator


def test_an_approved_article_goes_up_at_its_hour(cast, article, author, editor, publisher):
    hour = timezone.now() + timedelta(hours=2)
    article.go_live_at = hour
    article.save_revision(user=author)
    submit(author, article, go_live_at=timezone.localtime(hour).strftime("%Y-%m-%d %H:%M"))
    decide(editor, article, "approve")
    decide(publisher, article, "approve")
    assert not Article.objects.get(pk=article.pk).live
    assert inbox(author)[-1].startswith("Bài đã duyệt, sẽ đăng lúc ")

    revision = Article.objects.get(pk=article.pk).scheduled_revision
    past = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save(update_fields=["approved_go_live_at", "content"])
    publish_scheduled(0)
    assert Article.objects.get(pk=article.pk).live
    assert inbox(author)[-1] == "Bài đã đăng: Cổng trường an toàn"


def test_who_publishes_the_own_article_is_not_told_of_it(cast, section, publisher):
    own = draft_article(actor=publisher, section=section, title="Bài của tôi", lead="Câu đầu.", now=NOW)
    given = {"title": own.title, "slug": own.slug, "lead": own.lead, "body-count": "0", **RELATIONS}
    at_desk(publisher).post(
        reverse("wagtailadmin_pages:edit", args=[own.pk]), given | {"action-publish": "action-publish"}
    )
    assert Article.objects.get(pk=own.pk).live
    assert inbox(publisher) == []


@pytest.mark.parametrize("who", ["so_yt", "giao_vien"])
def test_readers_and_teachers_take_no_part(cast, article, author, as_, who):
    step = submit(author, article).current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", step.pk])
    assert as_(who).post(address, {"comment": ""}).status_code == 403
    assert as_(who).get(reverse("wagtailadmin_pages:edit", args=[article.pk])).status_code == 403
    assert TaskState.objects.get(pk=step.pk).status == TaskState.STATUS_IN_PROGRESS


def test_the_menu_says_how_many_articles_wait(cast, article, author, editor):
    submit(author, article)
    entry = at_desk(editor).get("/lam-viec/").content.decode().split('href="/bien-tap/"')[1]
    assert '<data value="1">' in entry[: entry.index("</a>")]

"""Background work of the news. Each job calls one action, told the time."""

from django.core.management import call_command
from procrastinate.contrib.django import app

from truongan.kernel import clock
from truongan.news.actions import MAKE_RENDITIONS, refresh_groups_of_everybody
from truongan.news.models import Article
from truongan.news.pictures import make_renditions
from truongan.news.queries import photos_of


@app.periodic(cron="* * * * *")
@app.task(name="news.publish_scheduled", queue="news", pass_context=False)
def publish_scheduled(timestamp: int) -> None:
    """Articles whose hour has come go up, those whose time is over come down: Wagtail's own command says which."""
    call_command("publish_scheduled")


@app.task(name=MAKE_RENDITIONS, queue="news")
def make_renditions_of(article_id: int) -> None:
    """Ahead of the first reader: an AVIF takes longer to make than a page may take to show."""
    article = Article.objects.select_related("cover").filter(pk=article_id).first()
    if article is None:
        return
    for photo in {*photos_of(article.body), article.cover} - {None}:
        make_renditions(photo)


@app.periodic(cron="41 17 * * *")  # after midnight in Viet Nam: posts begin and end with the day
@app.task(name="news.refresh_groups", queue="news", pass_context=False)
def refresh_groups(timestamp: int) -> None:
    refresh_groups_of_everybody(day=clock.today_vn())

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "truongan.comments"
    verbose_name = "Bình luận"

    def ready(self) -> None:
        # Models must be loaded first, hence here.
        from wagtail.signals import page_published

        from truongan.accounts.workplace import contribute_waiting
        from truongan.comments.queries.waiting_count import comments_waiting
        from truongan.comments.receivers import article_published
        from truongan.comments.views.reading import below_article
        from truongan.news.panels import contribute_below

        contribute_below(below_article)
        contribute_waiting("comments:queue", comments_waiting)
        page_published.connect(article_published, dispatch_uid="comments.article_published")

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NewsConfig(AppConfig):
    name = "truongan.news"
    verbose_name = "Tin tức"

    def ready(self) -> None:
        from truongan.news import receivers  # models are ready only now

        post_migrate.connect(receivers.prepare_places, sender=self, dispatch_uid="news.prepare_places")

from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "truongan.news"
    verbose_name = "Tin tức"

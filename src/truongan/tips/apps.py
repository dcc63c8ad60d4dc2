from django.apps import AppConfig


class TipsConfig(AppConfig):
    name = "truongan.tips"
    verbose_name = "Tố giác"

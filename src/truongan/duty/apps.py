from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "truongan.duty"
    verbose_name = "Trực và định tuyến"

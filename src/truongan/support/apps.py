from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "truongan.support"
    verbose_name = "Hỗ trợ"

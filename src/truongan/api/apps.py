from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "truongan.api"
    verbose_name = "Giao diện lập trình"

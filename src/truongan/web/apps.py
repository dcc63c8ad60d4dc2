from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "truongan.web"
    label = "web"

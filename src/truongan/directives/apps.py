from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "truongan.directives"

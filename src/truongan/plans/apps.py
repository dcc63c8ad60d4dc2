from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "truongan.plans"

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "truongan.incidents"
    verbose_name = "Vụ việc"

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "truongan.alerts"
    verbose_name = "Cảnh báo khu vực"

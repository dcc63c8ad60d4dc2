from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "truongan.alerts"
    verbose_name = "Cảnh báo khu vực"

    def ready(self) -> None:
        # Models must be loaded first, hence here.
        from truongan.alerts.actions import KIND, describe, take_answer
        from truongan.channels.answers import Answers, contribute_answers

        contribute_answers(KIND, Answers(take=take_answer, describe=describe))

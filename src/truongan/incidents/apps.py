from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "truongan.incidents"
    verbose_name = "Vụ việc"

    def ready(self) -> None:
        # Models must be loaded first, hence here.
        from truongan.channels.answers import contribute_answers
        from truongan.incidents.actions import KIND
        from truongan.incidents.answering import ALARM

        contribute_answers(KIND, ALARM)

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "truongan.incidents"
    verbose_name = "Vụ việc"

    def ready(self) -> None:
        # Models must be loaded first, hence here.
        from truongan.channels.answers import contribute_answers
        from truongan.duty.kinds import contribute_kinds
        from truongan.incidents import kinds
        from truongan.incidents.actions import KIND
        from truongan.incidents.answering import ALARM

        contribute_answers(KIND, ALARM)
        contribute_kinds(categories=kinds.categories, severities=kinds.severities)

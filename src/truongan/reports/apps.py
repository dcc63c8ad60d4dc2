from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "truongan.reports"

    def ready(self):
        from truongan.figures.panels import contribute_way_on  # models are ready only now
        from truongan.reports.panels import report_on_these

        contribute_way_on(report_on_these)

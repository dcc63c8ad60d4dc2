from truongan.reports.forms.result import NewReportForm, ReportForm

__all__ = ["NewReportForm", "ReportForm"]

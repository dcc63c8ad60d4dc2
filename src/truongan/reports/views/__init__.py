from truongan.reports.views.result import detail, discard, download, edit, new, preview_page, report_list, seal

__all__ = ["detail", "discard", "download", "edit", "new", "preview_page", "report_list", "seal"]

from truongan.reports.views.result import detail, discard, download, edit, new, preview_page, report_list, seal
from truongan.reports.views.thread import thread, thread_part, thread_report

__all__ = [
    "detail",
    "discard",
    "download",
    "edit",
    "new",
    "preview_page",
    "report_list",
    "seal",
    "thread",
    "thread_part",
    "thread_report",
]

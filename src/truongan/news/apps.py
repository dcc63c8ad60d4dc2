from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save


class NewsConfig(AppConfig):
    name = "truongan.news"
    verbose_name = "Tin tức"

    def ready(self) -> None:
        from wagtail.documents import get_document_model
        from wagtail.models import PageLogEntry
        from wagtail.signals import (
            page_published,
            page_unpublished,
            post_page_move,
            task_approved,
            task_rejected,
            task_submitted,
        )
        from wagtail.users.models import UserProfile

        from truongan.accounts.workplace import contribute_door, contribute_waiting
        from truongan.news import (  # models are ready only now
            approvals,
            comparisons,
            contexts,
            desk,
            models,
            receivers,
            thread_parts,
            views,
        )
        from truongan.reports.panels import contribute_way_on_report, contribute_way_on_thread
        from truongan.reports.thread.nodes import contribute_node
        from truongan.reports.thread.timeline import contribute_kind

        comparisons.register()
        contribute_node(thread_parts.NODE)
        contribute_kind(thread_parts.KIND)
        contribute_way_on_thread(thread_parts.begin_from_thread)
        contribute_way_on_report(thread_parts.begin_from_report)

        contexts.gather(models.NewsIndex, views.index_context)
        contexts.gather(models.Section, views.section_context)
        contexts.gather(models.Article, views.article_context)
        contribute_door("wagtailadmin_home", desk.opens)
        contribute_waiting("wagtailadmin_home", approvals.approvals_waiting)
        task_submitted.connect(receivers.after_submission, dispatch_uid="news.submitted")
        task_approved.connect(receivers.after_approval, dispatch_uid="news.approved")
        task_rejected.connect(receivers.after_return, dispatch_uid="news.returned")
        pre_save.connect(receivers.without_mail, sender=UserProfile, dispatch_uid="news.without_mail")
        page_published.connect(receivers.after_publishing, dispatch_uid="news.published")
        page_unpublished.connect(receivers.after_unpublishing, dispatch_uid="news.unpublished")
        post_page_move.connect(receivers.after_moving, dispatch_uid="news.moved")
        for gone in (models.Article, models.Section, models.Photo, get_document_model()):
            post_delete.connect(receivers.after_removing, sender=gone, dispatch_uid=f"news.removed.{gone.__name__}")
        post_save.connect(receivers.after_removing, sender=models.Photo, dispatch_uid="news.photo_saved")
        post_save.connect(receivers.note_in_record, sender=PageLogEntry, dispatch_uid="news.record")
        post_migrate.connect(receivers.prepare_places, sender=self, dispatch_uid="news.prepare_places")

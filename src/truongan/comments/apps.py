from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "truongan.comments"
    verbose_name = "Bình luận"

from truongan.comments.models.comment import Comment, Complaint
from truongan.comments.models.thread import Thread

__all__ = ["Comment", "Complaint", "Thread"]

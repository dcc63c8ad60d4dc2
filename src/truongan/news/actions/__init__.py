from truongan.news.actions.places import ensure_places

__all__ = ["ensure_places"]

"""What follows when pages of the news change, and when an installation is set up."""

from truongan.news.actions import ensure_places


def prepare_places(**kwargs) -> None:
    """After every migration: the tree and the groups exist, also in a database that was emptied."""
    ensure_places()

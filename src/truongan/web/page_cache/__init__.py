"""Public pages answered without entering Django, dropped in every worker when what they show changes."""

from truongan.web.page_cache.announcing import announce_changes
from truongan.web.page_cache.pages import cached_page, depends_on
from truongan.web.page_cache.topics import changed

__all__ = ["announce_changes", "cached_page", "changed", "depends_on"]

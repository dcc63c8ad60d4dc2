from tests.news.conftest import section, written

__all__ = ["section", "written"]  # fixtures

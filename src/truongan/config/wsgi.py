import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truongan.config.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - Django is set up now

from truongan.web.page_cache.front import PageCache  # noqa: E402 - as above

if settings.PAGE_CACHE_BYTES and not settings.DEBUG:  # a template changed while developing is seen at once
    application = PageCache(application, settings.PAGE_CACHE_BYTES)  # type: ignore[assignment]  # both are WSGI

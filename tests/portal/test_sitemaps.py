"""Lists for search engines: published answers stand in them while they are shown."""

from tests.support.things import support_keys
from truongan.support.models import PublishedAnswer


def test_published_answers_stand_in_the_sitemap_while_they_are_shown(cast, client):
    [pk] = support_keys(cast)["support_published"]
    assert "/sitemap-hoi-dap.xml" in client.get("/sitemap.xml").content.decode()
    assert f"/ho-tro/hoi-dap/{pk}/</loc><lastmod>2026-11-22" in client.get("/sitemap-hoi-dap.xml").content.decode()

    PublishedAnswer.objects.update(is_shown=False)
    assert f"/hoi-dap/{pk}/" not in client.get("/sitemap-hoi-dap.xml").content.decode()

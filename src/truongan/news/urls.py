from django.urls import URLPattern, path, re_path

from truongan.news import archive_views, feeds, search_views, views

app_name = "news"
urlpatterns = [
    path("anh/<str:name>", views.picture, name="picture"),
    path("tim/", search_views.search, name="search"),
    path("luu-tru/", archive_views.archive_index, name="archive"),
    re_path(r"^luu-tru/(?P<year>[12]\d{3})/$", archive_views.archive_year, name="archive_year"),
    re_path(
        r"^luu-tru/(?P<year>[12]\d{3})/(?P<month>0[1-9]|1[0-2])/$", archive_views.archive_month, name="archive_month"
    ),
    path("chu-de/", archive_views.topic_list, name="topic_list"),
    path("chu-de/<slug:slug>/", archive_views.topic, name="topic"),
    path("atom.xml", feeds.feed, name="feed"),
    path("<slug:slug>/atom.xml", feeds.feed, name="section_feed"),
]
# Wagtail makes the addresses of its pages and files from these names, which stand in no namespace.
page_urlpatterns: list[URLPattern] = [
    path("tep/<int:pk>/<str:name>", views.file, name="wagtaildocs_serve"),
    re_path(r"^((?:[\w\-]+/)*)$", views.page, name="wagtail_serve"),
]

from django.urls import path

from truongan.portal import documents, school_views, sitemaps, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("so-lieu/", views.figures, name="figures"),
    path("so-lieu.json", views.figures_json, name="figures_json"),
    path("so-lieu.csv", views.figures_csv, name="figures_csv"),
    path("so-lieu/ban-do.geojson", views.figures_map, name="figures_map"),
    path("truong/", school_views.school_list, name="school_list"),
    path("truong/<int:pk>/", school_views.school, name="school"),
    path("van-ban/", documents.document_list, name="document_list"),
    path("van-ban/<int:pk>/", documents.document, name="document"),
    path("van-ban/<int:pk>.pdf", documents.document_pdf, name="document_pdf"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_part, name="sitemap_part"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("phuong-phap/", views.method, name="method"),
]

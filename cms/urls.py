"""The whole public URL map. Swedish path words live here and nowhere else."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import open_data, views
from cms.health import health
from cms.media.views import rendition
from cms.public import ADMIN_VIEWS, DOCUMENT_VIEWS, PAGE_VIEWS, opened

urlpatterns = [
    path("admin/", include(opened(wagtailadmin_urls.urlpatterns, ADMIN_VIEWS))),
    path("dokument/", include(opened(wagtaildocs_urls.urlpatterns, DOCUMENT_VIEWS))),
    path("media/images/<str:name>", rendition, name="rendition"),
    path("halsa/", health, name="health"),
    path("api/v1/", include("cms.api")),
    path("sitemap.xml", open_data.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", open_data.sitemap_section, name="sitemap_section"),
    path("robots.txt", open_data.robots, name="robots"),
    path("foreningar/", views.association_list, name="association_list"),
    path("foreningar/ladda-ner.<str:format>", open_data.download, name="association_download"),
    path("foreningar/<slug:slug>/", views.association_detail, name="association_detail"),
    path("foreningar/<slug:slug>/foresla-andring/", views.suggest_change, name="suggest_change"),
    path(
        "foreningar/<slug:slug>/foresla-andring/tack/",
        views.suggest_change_sent,
        name="suggest_change_sent",
    ),
    path("", include(opened(wagtail_urls.urlpatterns, PAGE_VIEWS))),
]

handler404 = "cms.views.not_found"
handler500 = "cms.views.server_error"

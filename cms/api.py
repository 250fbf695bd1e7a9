"""Everything under `/api/v1/`: each domain's data, the schema and a page that people can read."""

from django.urls import include, path, re_path

from associations.api.base import NotFoundView
from cms.api_docs import ApiDocsView, SchemaView

app_name = "api"
urlpatterns = [
    path("associations/", include("associations.api.urls")),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", ApiDocsView.as_view(), name="docs"),
    re_path(r"", NotFoundView.as_view(), name="not-found"),
]

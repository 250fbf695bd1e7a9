"""Addresses under `/api/v1/associations/`."""

from django.urls import path

from associations.api.views import AssociationViewSet

urlpatterns = [
    path("", AssociationViewSet.as_view({"get": "list"}), name="association-list"),
    path("ended/", AssociationViewSet.as_view({"get": "ended"}), name="association-ended"),
    path(
        "<uuid:public_id>/",
        AssociationViewSet.as_view({"get": "retrieve"}),
        name="association-detail",
    ),
    path(
        "by-slug/<slug:slug>/",
        AssociationViewSet.as_view({"get": "by_slug"}),
        name="association-by-slug",
    ),
]

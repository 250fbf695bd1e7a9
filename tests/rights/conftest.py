"""The coordinator, and files of the test's own."""

import pytest
from django.core.files.storage import FileSystemStorage

from associations.models import ImportUpload, RegisterFile
from tests import cast


@pytest.fixture
def olga():
    return cast.olga()


@pytest.fixture
def folder(tmp_path, monkeypatch, settings):
    """Everything that is stored as a file."""
    settings.MEDIA_ROOT = tmp_path / "media"
    private = FileSystemStorage(location=tmp_path / "private", base_url=None)
    for model in (RegisterFile, ImportUpload):
        monkeypatch.setattr(model._meta.get_field("file"), "storage", private)
    return tmp_path

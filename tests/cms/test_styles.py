"""The stylesheet that pages load is made of its parts, and all of them can be collected."""

from django.core.management import call_command

from cms.styles import BUNDLE, bundle


def test_the_stylesheet_is_put_together_from_its_parts():
    assert BUNDLE.read_text() == bundle(), "run manage.py bundle_css"


def test_every_file_that_a_stylesheet_names_is_there(settings, tmp_path):
    """`collectstatic` with hashed names, as in production, follows every url()."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert list(tmp_path.glob("cms/site.*.css"))

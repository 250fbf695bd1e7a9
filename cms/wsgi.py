"""WSGI entry point for gunicorn; refuses to start when it would not be safe to."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.base")
application = get_wsgi_application()

from cms.checks import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()

"""Development and demo on one machine: no secrets to set, plain http, mail as files."""

import os

os.environ.setdefault(
    "SAMKLANG_SECRET_KEY", "development-only-key-that-production-refuses-to-start-with"
)
os.environ.setdefault("SAMKLANG_BASE_URL", "http://127.0.0.1:8000")

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATA_DIR

PRODUCTION = DEBUG = False
# `make demo` prints logins that are to open the admin at once.
STAFF_PASSWORDS = WAGTAILUSERS_PASSWORD_ENABLED = True
STAFF_NEED_SECOND_FACTOR = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
# Files straight from the source folders: no collectstatic between an edit and a look.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}

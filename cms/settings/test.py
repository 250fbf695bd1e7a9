"""The test suite: development settings, fast passwords, mail in memory, files that go."""

import atexit
import os
import shutil
import tempfile

if "SAMKLANG_DATA_DIR" not in os.environ:
    # In the environment, so that the processes a test starts share it.
    os.environ["SAMKLANG_DATA_DIR"] = tempfile.mkdtemp(prefix="samklang-test-")
    atexit.register(shutil.rmtree, os.environ["SAMKLANG_DATA_DIR"], ignore_errors=True)

from cms.settings.dev import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STAFF_NEED_SECOND_FACTOR = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A connection that outlives its request would stand in the way of the next test's fresh database.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405

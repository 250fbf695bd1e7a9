"""How the site is served: `gunicorn` alone, in the project's folder, is the whole command."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.base")

from django.conf import settings

wsgi_app = "cms.wsgi"
bind = settings.WEB_SERVER["bind"]
worker_class = "gthread"
workers = settings.WEB_SERVER["workers"]
threads = settings.WEB_SERVER["threads"]
# Loaded once and shared: two workers take little more memory than one, and a refusal is said once.
preload_app = True
# A leak in any package ends with its process; the jitter keeps them from ending together.
max_requests = 5_000
max_requests_jitter = 1_000
timeout = 60
graceful_timeout = 20
keepalive = 5
# Nobody steers it from outside.
control_socket_disable = True
# Where every engine has memory, so that a heartbeat never waits for a slow disk.
memory = "/dev/shm"  # noqa: S108 – gunicorn makes a file of its own there
worker_tmp_dir = memory if os.path.isdir(memory) else None
accesslog = None


def pre_fork(server, worker):
    """What is loaded stays shared: the worker's collector does not go through it."""
    gc.freeze()


def post_fork(server, worker):
    """Connections are never shared between processes."""
    from django.db import connections

    connections.close_all()

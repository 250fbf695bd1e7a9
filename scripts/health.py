"""Does the web server of this machine answer `/halsa/`? For a container's health check."""

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit


def main() -> int:
    port = os.environ.get("SAMKLANG_BIND", "127.0.0.1:8000").rpartition(":")[2]
    # By its public name, which is the only one the site answers to.
    host = urlsplit(os.environ.get("SAMKLANG_BASE_URL", "")).netloc or "127.0.0.1"
    request = urllib.request.Request(f"http://127.0.0.1:{port}/halsa/", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return int(response.status != 200)
    except (urllib.error.URLError, OSError) as fault:
        print(fault)
        return 1


if __name__ == "__main__":
    sys.exit(main())

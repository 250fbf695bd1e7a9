"""The API's schema as it was last agreed on. `python -m tests.api_schema` writes it anew."""

import json
import os
from pathlib import Path
from typing import Any

SNAPSHOT = Path(__file__).with_name("api_v1.json")
HOW = "Is the change meant? Then: .venv/bin/python -m tests.api_schema"


def as_text(schema: dict[str, Any]) -> str:
    """In the same order whatever the version of the generator."""
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    import django
    from django.test import Client

    from scripts import compile_messages

    compile_messages.main()
    django.setup()
    SNAPSHOT.write_text(as_text(Client().get("/api/v1/schema/").json()))


if __name__ == "__main__":
    main()

"""What runs inside a site's own process: `python -m bench.steps NAME RESULT.json ARGUMENTS`."""

import json
import sys
from pathlib import Path

import django

django.setup()

from bench import cases, fill, inprocess  # noqa: E402 - Django has to be set up first

STEPS = {
    "vocabulary": lambda: fill.vocabulary(),
    "raw_load": lambda size, with_words: {"seconds": fill.raw_load(size, with_words=with_words)},
    "rebuild": lambda: {"seconds": fill.rebuild()},
    "import": lambda size, folder: fill.import_file(size, Path(folder)),
    "settle": lambda: fill.settle(),
    "cases": lambda: {"cases": cases.cases(), "labels": cases.LABELS},
    "inprocess": lambda asked, seconds: inprocess.measure(asked, seconds),
}


def main() -> None:
    name, result, arguments = sys.argv[1:]
    found = STEPS[name](**json.loads(arguments))
    Path(result).write_text(json.dumps(found if found is not None else {}))


if __name__ == "__main__":
    main()

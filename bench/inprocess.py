"""placeholder"""


def paths():
    return {}


def measure(cases):
    return {}

"""Fill in a page as a browser would: all that its form holds goes along, changed or not."""

from django.urls import reverse

from tests.pages import page


def own(name: str, association, *args) -> str:
    return reverse(name, args=[association.slug, *args])


def filled(html) -> dict:
    """What the page's form would send, were its button pressed now."""
    form = html.select_one("main form[method=post]:not([action])")
    data: dict[str, list[str]] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        for value in _values(field):
            data.setdefault(field["name"], []).append(value)
    return data


def _values(field) -> list[str]:
    if field.name == "textarea":
        return [field.text.removeprefix("\n")]
    if field.name == "select":
        return [o["value"] for o in field.select("option[selected]")]
    if field.get("type") in ("checkbox", "radio"):
        return [field["value"]] if field.has_attr("checked") else []
    return [] if field.get("type") == "file" else [field.get("value", "")]


def opened(client, url: str) -> dict:
    """Open a page and return what its form would send."""
    response = client.get(url)
    assert response.status_code == 200
    return filled(page(response))


def save(client, url: str, **changes):
    """Open, change what is named, and send."""
    return client.post(url, opened(client, url) | changes)

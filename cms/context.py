"""What every template may use."""

from django.utils.functional import SimpleLazyObject

from cms.chrome import chrome_for


def site(request):
    """`site`: the frame of the page. Read only by templates that show it."""
    return {"site": SimpleLazyObject(lambda: chrome_for(request))}

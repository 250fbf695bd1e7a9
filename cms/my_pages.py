"""The pages of a person ("Mina sidor"): what there is to do, composed of what every domain says.

The lines come from functions of (user, association) in the domains; who may do what is asked there.
"""

from collections.abc import Callable, Iterable
from itertools import groupby

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from associations import access, colleague_tasks, confirmation_tasks, own_tasks
from associations.asked import asked_by
from associations.models import Association
from associations.pages import post, presentation
from associations.pages.base import own_page
from associations.tasks import Task, TaskState
from cms.roles import ADMIN

Source = Callable[[AbstractBaseUser, Association], Iterable[Task]]

# In the order of the page.
SOURCES: tuple[Source, ...] = (
    confirmation_tasks.tasks,
    own_tasks.tasks,
    presentation.tasks,
    own_tasks.private_tasks,
    post.tasks,
    colleague_tasks.tasks,
)


@never_cache
@require_safe
def my_pages(request: HttpRequest) -> HttpResponse:
    """The associations this person acts for, and what is asked of others.

    Straight on for those with one association and nothing else.
    """
    associations = list(access.represented_by(request.user).order_by("name"))
    asked = asked_by(request.user)
    if len(associations) == 1 and not asked:
        return redirect("my_association", slug=associations[0].slug)
    context = {
        "associations": associations,
        "asked": asked,
        "is_staff": request.user.has_perm(ADMIN),
    }
    return render(request, "cms/my_pages.html", context)


@require_safe
@own_page()
def my_association(request: HttpRequest, association: Association) -> HttpResponse:
    """The task list of one association."""
    tasks = [task for source in SOURCES for task in source(request.user, association)]
    context = {
        "association": association,
        "to_do": sum(task.state == TaskState.TO_DO for task in tasks),
        "groups": [
            (heading, list(lines)) for heading, lines in groupby(tasks, lambda task: task.heading)
        ],
        "others": access.represented_by(request.user).exclude(pk=association.pk).exists(),
    }
    return render(request, "cms/my_association.html", context)

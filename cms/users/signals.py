"""Receivers: how a session began is noted in it, and what changes a person ends the others."""

from allauth.account.signals import user_logged_in as whole_sign_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import m2m_changed

from associations import signals
from cms.users import mails, sessions
from cms.users.models import User
from cms.users.services import end_sessions


def signed_in(sender, request, user, **kwargs) -> None:
    if hasattr(request, "session"):
        sessions.note_sign_in(request)


def signed_in_by_sso(sender, request, user, sociallogin=None, **kwargs) -> None:
    if sociallogin is not None:
        sessions.note_sso(request)


def factor_used(sender, request, user, **kwargs) -> None:
    sessions.note_second_factor(request, user)


def factor_added(sender, request, user, authenticator, **kwargs) -> None:
    # Whoever adds one has just shown it.
    sessions.note_second_factor(request, user)
    factor_changed(sender, request, user, authenticator)


def factor_changed(sender, request, user, authenticator, **kwargs) -> None:
    # Recovery codes come and go with the factor they stand in for.
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        factors_changed(sender, request, user)


def factors_changed(sender, request, user, **kwargs) -> None:
    sessions.end_others(request, user)
    mails.tell_of_changed_factors(user)


def rights_changed(sender, instance, action, reverse, pk_set, **kwargs) -> None:
    """Groups or permissions given to a person or taken, from either side."""
    if reverse and action in ("post_add", "post_remove", "pre_clear"):
        people = instance.user_set.all() if pk_set is None else User.objects.filter(pk__in=pk_set)
        for person in people:
            end_sessions(person)
    elif not reverse and action.startswith("post_"):
        end_sessions(instance)


def membership_changed(sender, membership, by, **kwargs) -> None:
    """A role that somebody else took or changed; who gives one up goes on with what is left."""
    if by is None or by.pk != membership.user_id:
        end_sessions(membership.user)


def connect() -> None:
    user_logged_in.connect(signed_in, dispatch_uid="note_sign_in")
    whole_sign_in.connect(signed_in_by_sso, dispatch_uid="note_sso")
    authenticator_used.connect(factor_used, dispatch_uid="note_factor")
    authenticator_added.connect(factor_added, dispatch_uid="factor_added")
    authenticator_removed.connect(factor_changed, dispatch_uid="factor_removed")
    authenticator_reset.connect(factors_changed, dispatch_uid="codes_changed")
    signals.membership_changed.connect(membership_changed, dispatch_uid="membership_changed")
    for through in (User.groups.through, User.user_permissions.through):
        m2m_changed.connect(rights_changed, sender=through, dispatch_uid=f"rights_{through}")

"""When who a person is or may do changes, the sessions that knew the old end."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client

from associations.membership_services import change_role, end_membership, leave
from associations.models import Membership
from tests import cast
from tests.builders import make_association
from tests.sign_in.steps import app_shows, ask, factors_of, give_app, is_in, write

pytestmark = pytest.mark.django_db


def _in(person) -> Client:
    client = Client()
    write(client, ask(client, person.email))
    return client


@pytest.fixture
def rut():
    return cast.rut_alone()


def _address(person):
    person.email = "rut.ny@bjorkvik.example"
    person.save(update_fields=["email"])


def _group(person):
    person.groups.add(Group.objects.create(name="Grupp"))


def _group_from_its_side(person):
    Group.objects.create(name="Grupp").user_set.add(person)


def _permission(person):
    person.user_permissions.add(Permission.objects.first())


def _administrator(person):
    person.is_superuser = True
    person.save(update_fields=["is_superuser"])


def _password(person):
    person.set_password("Tallbarr-8-lav")
    person.save(update_fields=["password"])


@pytest.mark.parametrize(
    "change", [_address, _group, _group_from_its_side, _permission, _administrator, _password]
)
def test_a_change_signs_out_everywhere(rut, change):
    stig = cast.stig()
    browsers, other = [_in(rut), _in(rut)], _in(stig)
    assert all(map(is_in, browsers))
    change(rut)
    assert not any(map(is_in, browsers))
    assert is_in(other)


def test_a_group_taken_away_signs_out():
    olga = cast.olga()
    browser = _in(olga)
    olga.groups.clear()
    assert not is_in(browser)


@pytest.mark.parametrize(
    "happen",
    [
        lambda held, by: change_role(held, role="answers", by=by),
        lambda held, by: end_membership(held, by=by),
    ],
    ids=["another role", "no role"],
)
def test_a_role_that_another_changes_signs_out(happen):
    choir = make_association()
    rut, tove = cast.rut(choir), cast.colleague("tove", choir)
    browsers = _in(rut), _in(tove)
    happen(Membership.objects.get(user=tove), rut)
    assert [is_in(browser) for browser in browsers] == [True, False]


def test_whoever_leaves_is_still_signed_in():
    choir = make_association()
    rut = cast.rut(choir)
    cast.colleague("tove", choir, "responsible")
    browser = _in(rut)
    leave(choir, by=rut)
    assert is_in(browser)


def test_what_changes_nothing_of_that_does_not(rut):
    browser = _in(rut)
    rut.first_name = "Rut"
    rut.save()
    assert is_in(browser)


@pytest.mark.django_db(transaction=True)
def test_a_new_factor_signs_out_the_others_alone(rut):
    here, there = _in(rut), _in(rut)
    key = here.session.session_key
    page = here.get("/mina-sidor/inloggning/app/")
    secret = page.context["form"].secret
    here.post("/mina-sidor/inloggning/app/", {"code": app_shows(secret)})
    assert (is_in(here), is_in(there)) == (True, False)
    assert here.session.session_key != key


@pytest.mark.django_db(transaction=True)
def test_a_removed_factor_too(rut):
    secret = give_app(rut)
    here, there = Client(), Client()
    write(here, ask(here, rut.email))
    here.post("/logga-in/andra-steget/", {"code": app_shows(secret)})
    there.force_login(rut)
    here.post("/mina-sidor/inloggning/app/ta-bort/")
    assert (is_in(here), is_in(there)) == (True, False)


@pytest.mark.parametrize("who", ["rut", "RUT@bjorkvik.example"])
def test_forgotten_factors_are_gone_and_so_are_the_sessions(rut, who):
    give_app(rut)
    give_app(cast.stig())
    browser = Client()
    browser.force_login(rut)
    call_command("forget_factors", who, stdout=StringIO())
    assert Authenticator.objects.count() == 1
    assert factors_of(rut) == set()
    assert not is_in(browser)


@pytest.mark.parametrize("who", ["nobody", ""])
def test_whose_factors_must_be_said(rut, who):
    with pytest.raises(CommandError):
        call_command("forget_factors", who)


def test_signing_out_takes_a_post(rut):
    browser = _in(rut)
    assert browser.get("/logga-ut/").status_code == 200
    assert is_in(browser)
    assert browser.post("/logga-ut/").status_code == 302
    assert not is_in(browser)

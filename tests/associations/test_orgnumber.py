"""Organisation numbers are recognised; personal identity numbers never pass and never show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from associations.orgnumber import (
    REMOVED,
    OrgNumber,
    OrgNumberError,
    PersonalIdentityNumber,
    WrongCheckDigit,
    WrongLength,
    WrongThirdDigit,
    is_personal_identity_number,
    redact_personal_numbers,
)


@st.composite
def org_digits(draw):
    body = draw(st.from_regex(r"[0-9]{2}[2-9][0-9]{6}", fullmatch=True))
    return body + luhn.calc_check_digit(body)


@st.composite
def birth_dates(draw):
    """Six digits YYMMDD; a co-ordination number's day is 60 higher."""
    year, month = draw(st.integers(0, 99)), draw(st.integers(1, 12))
    day = draw(st.integers(1, 31)) + draw(st.sampled_from([0, 60]))
    return f"{year:02}{month:02}{day:02}"


@st.composite
def personal_numbers(draw):
    """As people write them, with a right or a wrong check digit."""
    century = draw(st.sampled_from(["", "18", "19", "20"]))
    separator = draw(st.sampled_from(["", "-", "+", "–"]))
    return century + draw(birth_dates()) + separator + f"{draw(st.integers(0, 9999)):04}"


@given(org_digits(), st.sampled_from(["{a}{b}", "{a}-{b}", "16{a}-{b}", "{a} {b}", "16{a}{b}"]))
def test_every_way_to_write_a_number_gives_the_same(digits, shape):
    number = OrgNumber.parse(shape.format(a=digits[:6], b=digits[6:]))
    assert number.digits == digits
    assert number.formatted == str(number) == f"{digits[:6]}-{digits[6:]}"
    assert OrgNumber.parse(number.formatted) == number


@given(org_digits(), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(digits, place, shift):
    changed = str((int(digits[place]) + shift) % 10)
    with pytest.raises(OrgNumberError):
        OrgNumber.parse(digits[:place] + changed + digits[place + 1 :])


@given(personal_numbers())
def test_a_personal_number_is_refused_and_not_repeated(number):
    assert is_personal_identity_number(number)
    with pytest.raises(PersonalIdentityNumber) as refusal:
        OrgNumber.parse(number)
    for said in (str(refusal.value), repr(refusal.value), repr(refusal.value.__context__)):
        assert number not in said
        assert number[-4:] not in said


@given(st.text())
def test_any_text_is_a_number_or_a_plain_refusal(text):
    try:
        number = OrgNumber.parse(text)
    except OrgNumberError as error:
        assert str(error)  # noqa: PT017
    else:
        assert number.digits[2] >= "2"
        assert not is_personal_identity_number(number.digits)


@given(org_digits())
def test_an_organisation_number_is_nobodys_personal_number(digits):
    assert not is_personal_identity_number(digits)
    assert redact_personal_numbers(f"Vi har {digits} som nummer") == (
        f"Vi har {digits} som nummer",
        0,
    )


@pytest.mark.parametrize("text", ["802002-8711", "802419-7405", "212000-0142", "556036-0793"])
def test_known_good_numbers(text):
    assert OrgNumber.parse(text).formatted == text


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("802123-4567", WrongCheckDigit),
        ("80203-0618", WrongLength),
        ("", WrongLength),
        ("tio siffror", WrongLength),
        ("801399-1234", WrongThirdDigit),
        ("191212121212", PersonalIdentityNumber),
        ("640823-3234", PersonalIdentityNumber),
        ("640883-3231", PersonalIdentityNumber),
        ("1964 08 23-3234", PersonalIdentityNumber),
    ],
)
def test_known_bad_numbers(text, error):
    with pytest.raises(error):
        OrgNumber.parse(text)


def test_the_group_number_tells_municipalities_and_companies():
    assert OrgNumber.parse("212000-0142").is_public_body
    assert OrgNumber.parse("556036-0793").is_company
    assert not OrgNumber.parse("802002-8711").is_public_body


@given(
    st.text(alphabet="abcåäö ,.", max_size=20), personal_numbers(), st.text("xyz ,.", max_size=9)
)
def test_a_personal_number_in_running_text_is_removed(before, number, after):
    digits = "".join(filter(str.isdigit, number))
    redacted, count = redact_personal_numbers(f"{before}{number}{after}")
    if digits.startswith("0") and len(digits) == 10 and number.isdigit():
        assert count == luhn.is_valid(digits)  # ten digits from 0 may be a phone number
    else:
        assert (redacted, count) == (f"{before}{REMOVED}{after}", 1)


@pytest.mark.parametrize(
    "text",
    [
        "Ring 035-12 34 56 eller 070-123 45 67",
        "Vi ses 2024-01-15 1830 i gympasalen",
        "Bankgiro 5050-1055, organisationsnummer 802002-8711",
        "Öppet 2019-2024, postnummer 302 48",
        "Mobil 0701234568",
        "Torsdagar 24-01-15 kl. 18.30, sal 59.3293, 18.0686",
        "Öppet 10.00-12.00, 13.00-15.30 och 17.15-18.45",
        "Ring 0501-12 34 59 eller +47 12 12 24 56",
        "IBAN SE45 5000 0000 0583 9825 7466",
        "VAT SE802002871101",
        "",
    ],
)
def test_other_numbers_in_text_are_left_alone(text):
    assert redact_personal_numbers(text) == (text, 0)


def test_a_phone_cell_keeps_what_would_be_a_date_in_text():
    number = "070123456" + luhn.calc_check_digit("070123456")
    assert redact_personal_numbers(number)[1] == 1
    assert redact_personal_numbers(number, is_phone=True) == (number, 0)


@pytest.mark.parametrize(
    "number",
    [
        "1964-08-23-3234",
        "640823 3234",
        "６４０８２３-3234",
        "640823—3234",
        "640823  -  3234",
        "64 08 23 3234",
        "64-08-23-32 34",
        "1964-08-23 3234",
        "640823.3234",
    ],
)
def test_unusual_ways_to_write_a_personal_number(number):
    assert redact_personal_numbers(f"Kontakt: {number}.") == (f"Kontakt: {REMOVED}.", 1)

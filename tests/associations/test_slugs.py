"""Names as they stand in addresses."""

import pytest

from associations.slugs import slugify


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Barn 7–12 år", "barn-7-12-ar"),
        ("Fotboll/futsal", "fotboll-futsal"),
        ("Åsa IK & vänner", "asa-ik-vanner"),
        ("1.6 & 2.6 miljonerklubben", "16-26-miljonerklubben"),
        ("Föreningen – för alla –", "foreningen-for-alla"),
        ("漢字", ""),
    ],
)
def test_a_name_becomes_an_address(name, slug):
    assert slugify(name) == slug

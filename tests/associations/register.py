"""A small invented register to search in: each association has one reason to be there."""

from datetime import date

from associations import services
from associations.models import LegalForm
from tests.builders import (
    make_activity,
    make_area,
    make_association,
    make_language,
    make_target_group,
)


def make_register() -> None:
    sport = make_activity("Idrott")
    football = make_activity("Fotboll", parent=sport, synonyms="flickfotboll\nspontanfotboll")
    floorball = make_activity("Innebandy", parent=sport)
    culture = make_activity("Kultur")
    singing = make_activity("Körsång", parent=culture)
    theatre = make_activity("Teater", parent=culture)
    growing = make_activity("Odling")
    north = make_area("Norra Björkvik")
    asa, granlunda = make_area("Åsa", parent=north), make_area("Granlunda", parent=north)
    south = make_area("Södra Björkvik")
    children = make_target_group("Barn", age_from=7, age_to=12)
    adults = make_target_group("Vuxna", age_from=20)
    swedish, finnish = make_language("Svenska", "sv"), make_language("Finska", "fi")

    make_association(
        "IK Åsa",
        activities=[football, floorball],
        areas=[asa],
        target_groups=[children, adults],
        languages=[swedish],
        ingress="Lag i alla åldrar.",
    )
    make_association("Asa kammarkör", activities=[singing], areas=[south], target_groups=[adults])
    make_association(
        "Björkviks flickfotboll",
        activities=[football],
        areas=[granlunda],
        target_groups=[children],
        languages=[swedish, finnish],
    )
    make_association("Granlunda fotbollsklubb", areas=[granlunda])
    make_association(
        "Lördagsgänget", areas=[south], ingress="Vi spelar fotboll på gräsplanen bakom skolan."
    )
    make_association(
        "Gospelkören Glädje",
        activities=[singing],
        areas=[asa],
        legal_form=LegalForm.NETWORK,
        languages=[finnish],
    )
    make_association("Björkviks idrottsförening", activities=[sport], areas=[north])
    make_association(
        "Östra teatern", activities=[theatre], areas=[south], legal_form=LegalForm.COOPERATIVE
    )
    make_association("Äppelvännerna", activities=[growing], status="dormant")
    make_association("Ängens odlare", activities=[growing], areas=[south])
    make_association("Zinkens e-sport", target_groups=[children])
    make_association("Allt är möjligt")
    make_association("S:t Görans K.F.U.M.")
    make_association("Wallins vänner", ingress="Till minne av idéhistorikern René Wallin.")

    # None of these may ever be found.
    make_association("Hemliga fotbollsklubben", activities=[football], listed=False)
    make_association("Sökande fotbollsklubben", activities=[football], status="applied")
    gone = make_association("Gamla fotbollsklubben", activities=[football], areas=[asa])
    services.dissolve(gone, on=date(2025, 6, 1), by=None)

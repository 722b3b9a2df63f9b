"""What one requirement implies, and which of a record's are its own words."""

from __future__ import annotations

from eligo.vocabulary import requirements


def test_what_is_implied() -> None:
    implied = requirements.implied("intravenous antibiotics")
    assert {"systemic antibiotics", "systemic treatment", "treatment"} <= implied
    assert "intravenous antibiotics" not in requirements.implied("systemic antibiotics")


def test_the_closest_are_those_that_nothing_else_implies() -> None:
    said = "|".join(sorted({*requirements.implied("intravenous antibiotics"), "hospitalization", "?a frozzle"}))
    assert set(requirements.closest(said)) == {"intravenous antibiotics", "hospitalization", "?a frozzle"}
    assert requirements.closest("") == ()


def test_something_of_the_table_may_be_both() -> None:
    assert requirements.may_be("antibiotics", "systemic treatment")
    assert not requirements.may_be("inhaled corticosteroids", "systemic antibiotics")

"""Allergies that tell by their name what they are to."""

from __future__ import annotations

import pytest

from eligo.facts import allergies, lists
from eligo.facts.profile import ConditionEntry


@pytest.mark.parametrize(
    ("text", "name", "cause"),
    [
        ("carboplatin allergy", "carboplatin allergy", "carboplatin"),
        ("allergy to carboplatin", "allergy to carboplatin", "carboplatin"),
        ("allergy to osimertinib", "drug allergy", "osimertinib"),
        ("osimertinib hypersensitivity", "drug allergy", "osimertinib"),
        ("anaphylactic reaction to Osimertinib", "anaphylaxis", "Osimertinib"),
        ("infusion-related reaction to avelumab", "infusion-related reaction", "avelumab"),
        ("penicillin allergy", "penicillin allergy", "penicillin"),
        ("egg allergy", "egg allergy", ""),
        ("allergy to something", "allergy to something", ""),
        ("pneumonitis", "pneumonitis", ""),
    ],
)
def test_what_a_name_tells(text: str, name: str, cause: str) -> None:
    assert allergies.read(text) == (name, cause)


def test_a_recorded_cause_counts_before_the_name() -> None:
    entry = ConditionEntry(name="carboplatin allergy", related_to="cisplatin")
    cause = lists.known_condition(entry).entry.details.links["cause"]
    assert [one.name for one in cause.names] == ["cisplatin"]


def test_a_disposition_is_no_adverse_event() -> None:
    disposed, reacted = (
        lists.known_condition(ConditionEntry(name=name)).entry.names
        for name in ("allergy to osimertinib", "anaphylaxis to osimertinib")
    )
    assert not any(one.is_a("adverse event") for one in disposed)
    assert any(one.is_a("adverse event") for one in reacted)

"""docs/patient.md documents every key of the profile, and no other."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from eligo.facts.profile import (
    BiomarkerEntry,
    ConditionEntry,
    JudgmentEntry,
    ProcedureEntry,
    Profile,
    ReferenceRange,
    ResultEntry,
    TherapyEntry,
)
from unit.docs import pages

PAGE = pages.text("docs/patient.md")
SECTIONS: dict[str, type[BaseModel]] = {
    "Profile": Profile,
    "results": ResultEntry,
    "reference_range": ReferenceRange,
    "conditions": ConditionEntry,
    "therapies": TherapyEntry,
    "procedures": ProcedureEntry,
    "biomarkers": BiomarkerEntry,
    "judgments": JudgmentEntry,
}


def _choices(annotation: Any) -> set[str]:
    """The words of every Literal inside an annotation."""
    if get_origin(annotation) is Literal:
        return {str(one) for one in get_args(annotation)}
    return {word for inside in get_args(annotation) for word in _choices(inside)}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_is_documented_and_no_other(section: str) -> None:
    documented = [key for row in pages.rows(PAGE) if row.heading == section for key in row.codes]
    known = [field.alias or name for name, field in SECTIONS[section].model_fields.items()]
    assert sorted(documented) == sorted(known)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_word_that_a_key_can_hold_stands_beside_it(section: str) -> None:
    fields = {field.alias or name: field for name, field in SECTIONS[section].model_fields.items()}
    for row in pages.rows(PAGE):
        for key in row.codes if row.heading == section else ():
            missing = [word for word in _choices(fields[key].annotation) if f"`{word}`" not in row.cells[1]]
            assert missing == [], key


def test_every_model_of_the_profile_has_a_section() -> None:
    models = {inside for field in Profile.model_fields.values() for inside in get_args(field.annotation)}
    models |= {
        inside
        for model in SECTIONS.values()
        for field in model.model_fields.values()
        for inside in get_args(field.annotation)
    }
    assert {one for one in models if isinstance(one, type) and issubclass(one, BaseModel)} <= set(SECTIONS.values())

"""What is made fast is what the class makes, and as frozen."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from eligo.facts.making import maker
from eligo.facts.patient import Answer, Entry, Patient, Result


@pytest.mark.parametrize("cls", [Answer, Entry, Patient, Result])
def test_the_same_and_as_frozen(cls: type) -> None:
    values = [(number,) for number, _ in enumerate(fields(cls))]
    made = maker(cls)(*values)
    assert type(made) is cls
    assert made == cls(*values)
    assert repr(made) == repr(cls(*values))
    assert hash(made) == hash(cls(*values))
    with pytest.raises(FrozenInstanceError):
        setattr(made, fields(cls)[0].name, 1)


def test_what_has_a_default_may_be_left_out() -> None:
    given = ("path", "label", (), (), "active", None, None, None)
    assert maker(Entry)(*given) == Entry(*given)
    with pytest.raises(TypeError):
        maker(Answer)(True)

"""The screener for many patients gives what `screen` gives, and refuses what it refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import eligo
from eligo.testing.profiles import read

HERE = Path(__file__).parents[2]


def test_every_patient_here_comes_out_the_same():
    trial = eligo.load(HERE / "criteria" / "NCT03252938.elig")
    screener = eligo.Screener(trial)
    for patient in eligo.read_patients(HERE / "patients"):
        expected, found = eligo.screen(trial, patient), screener.screen(patient)
        assert (found.patient, found.verdict, found.cohorts) == (expected.patient, expected.verdict, expected.cohorts)
        assert found.outcomes == [one.outcome for one in expected.criteria]
        assert found.summary == expected.summary
        assert found.result() == expected


def test_it_refuses_what_screen_refuses():
    screener = eligo.Screener(eligo.compile('trial T "t"\n\ninclusion 1 "x"\n  age >= 18 years\n'))
    with pytest.raises(eligo.PatientError):
        screener.screen(read({"id": "p"}))
    with pytest.raises(ValueError, match="no cohort"):
        screener.screen(read({"id": "p"}), date(2025, 3, 1), cohort="A")


@pytest.mark.parametrize("names", ["results", ["resutls"]])
def test_a_list_that_doesn_t_exist_is_not_assumed(names):
    trial = eligo.compile('trial T "t"\n\ninclusion 1 "x"\n  age >= 18 years\n')
    patient = read({"id": "p", "reference_date": "2025-03-01"})
    for screen in (lambda **given: eligo.screen(trial, patient, **given), eligo.Screener(trial).screen):
        with pytest.raises(ValueError, match="assume_complete"):
            screen(**({} if screen.__name__ == "<lambda>" else {"patient": patient}), assume_complete=names)


def test_a_screener_takes_a_trial():
    with pytest.raises(TypeError, match=r"eligo\.load"):
        eligo.Screener("first.elig")

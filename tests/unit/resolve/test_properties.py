"""What the words around a name ask of an entry, as exact properties of the core."""

from __future__ import annotations

from fractions import Fraction

import pytest

from eligo.compiler import compile_text
from eligo.core.nodes import (
    And,
    Count,
    Dosed,
    Expr,
    Has,
    Lasted,
    Not,
    Or,
    Point,
    Progressed,
    Property,
    Ranked,
    Related,
    Stable,
    Where,
)


def rule(text: str) -> Expr:
    trial, found = compile_text(f'trial T "t"\n\ninclusion 1 "x"\n  {text}\n')
    assert trial is not None, [one.message for one in found]
    return trial.criteria[0].rule


def has(text: str) -> Has:
    made = rule(text)
    assert isinstance(made, Has)
    return made


def one(text: str) -> Property:
    (found,) = has(text).where
    return found


def count(text: str) -> Count:
    made = rule(text)
    assert isinstance(made, Count)
    return made


SPREAD = ("metastatic", "oligometastatic")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("metastatic melanoma", Where("extent", SPREAD)),
        ("oligometastatic melanoma", Where("extent", ("oligometastatic",), ("metastatic",))),
        ("advanced melanoma", Where("extent", ("locally advanced", *SPREAD))),
        ("locally advanced or metastatic melanoma", Where("extent", ("locally advanced", *SPREAD))),
        ("unresectable melanoma", Where("resectability", ("unresectable",))),
        ("resectable or borderline resectable melanoma",
         Where("resectability", ("resectable", "borderline resectable"))),
        ("relapsed melanoma", Where("recurrent", ("yes",))),
        ("refractory melanoma", Where("refractory", ("yes",))),
        ("progressive melanoma", Where("course", ("progressing",))),
        ("symptomatic melanoma", Where("symptomatic", ("yes",))),
        ("asymptomatic melanoma", Where("symptomatic", ("no",))),
        ("previously treated melanoma", Where("treated", ("yes",))),
        ("untreated melanoma", Where("treated", ("no",))),
        ("stage 3a melanoma", Where("stage", ("IIIA",))),
        ("TNM cN1b melanoma", Where("N", ("N1b",))),
        ("histologic grade >= 3 melanoma", Where("grade", ("3", "4", "5"), (), "histologic")),
        ("CTCAE any version grade 2 or 3 fatigue", Where("grade", ("2", "3"), (), "any")),
        ("treatment in another trial within 30 days", Where("trial", ("another",))),
        ("prior standard therapy", Where("standard", ("yes",))),
        ("cisplatin not tolerated",
         Where("stop_reason", ("toxicity", "hypersensitivity"),
               ("change of therapy", "physician decision", "patient decision"))),
        ("complete response to cisplatin",
         Where("best_response", ("complete response", "stringent complete response"))),
        ("progressive disease to cisplatin", Where("best_response", ("progressive disease",))),
        ("prior cisplatin alone", Related("alone", ())),
        ("current cisplatin <= 25 mg/week", Dosed("<=", Fraction(25), "mg", "week")),
        ("current cisplatin <= 0.5 g/day", Dosed("<=", Fraction(500), "mg", "day")),
        ("current fentanyl < 250.5 ug/day", Dosed("<", Fraction(501, 2000), "mg", "day")),
        ("prior radiotherapy > 3050 cGy", Dosed(">", Fraction(61, 2), "Gy", "")),
        ("current systemic corticosteroid > 10 mg/day prednisolone equivalent",
         Dosed(">", Fraction(10), "mg", "day", "prednisone")),
        ("prior chemotherapy for at least 3 months", Lasted(">=", 3, "month")),
        ("prior chemotherapy for at least 2 weeks", Lasted(">=", 14, "day")),
        ("melanoma stable for at least 4 weeks before first dose", Stable("disease", Point("first dose", -28, "day"))),
        ("melanoma not stable for at least 3 months", Stable("disease", Point(None, -3, "month"), False)),
        ("stable dose of prednisone for at least 4 weeks", Stable("dose", Point(None, -28, "day"))),
    ],
)  # fmt: skip
def test_one_property(text: str, expected: Property) -> None:
    assert one(text) == expected


@pytest.mark.parametrize(
    ("text", "relation", "names"),
    [
        ("prior radiotherapy to the brain or spine", "site", ["brain", "spine"]),
        ("fracture of the femur", "site", ["femur"]),
        ("prior chemotherapy for breast cancer or melanoma", "indication", ["breast carcinoma", "melanoma"]),
        ("current prednisone for breast cancer or premedication", "indication", ["breast carcinoma", "premedication"]),
        ("pneumonitis related to radiotherapy", "cause", ["radiotherapy"]),
        ("pneumonitis related to infection", "cause", ["infection"]),
        ("prior cisplatin combined with gemcitabine", "partner", ["gemcitabine"]),
    ],
)
def test_what_an_entry_is_related_to(text: str, relation: str, names: list[str]) -> None:
    made = one(text)
    assert isinstance(made, Related)
    assert (made.relation, [concept.name for concept in made.concepts]) == (relation, names)


@pytest.mark.parametrize(("text", "which"), [("most recent", "latest"), ("last", "latest"), ("first", "first")])
def test_ranks(text: str, which: str) -> None:
    made = one(f"cisplatin as the {text} systemic therapy")
    assert isinstance(made, Ranked)
    assert (made.which, [concept.name for concept in made.concepts]) == (which, ["systemic therapy"])


START, END = Point("start", 0, "day"), Point("end", 0, "day")
AFTER = Point("end", 0, "day", strict=True)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("during", START, END),
        ("on or after", START, None),
        ("after", AFTER, None),
        ("within 6 months after", AFTER, Point("end", 6, "month")),
        ("less than 6 months after", AFTER, Point("end", 6, "month", strict=True)),
        ("on or within 2 weeks after", START, Point("end", 14, "day")),
        ("at least 6 months after", Point("end", 6, "month"), None),
        ("more than 6 months after", Point("end", 6, "month", strict=True), None),
    ],
)
def test_when_a_disease_progressed(text: str, start: Point | None, end: Point | None) -> None:
    made = one(f"progression {text} cisplatin")
    assert isinstance(made, Progressed)
    assert (made.window.start, made.window.end) == (start, end)
    assert made.window.text == f"progression {text}"


def test_words_of_one_kind_are_one_property_and_of_several_are_alternatives() -> None:
    made = rule("locally advanced, unresectable or metastatic melanoma")
    assert isinstance(made, Or)
    assert [item.where for item in made.items if isinstance(item, Has)] == [
        (Where("extent", ("locally advanced", *SPREAD)),),
        (Where("resectability", ("unresectable",)),),
    ]
    both = has("unresectable recurrent melanoma")
    assert both.where == (Where("resectability", ("unresectable",)), Where("recurrent", ("yes",)))


def test_tnm_of_two_letters_are_alternatives_or_go_together() -> None:
    either = rule("TNM T3 or N1 melanoma")
    assert isinstance(either, Or)
    assert [item.where for item in either.items if isinstance(item, Has)] == [
        (Where("T", ("T3",)),), (Where("N", ("N1",)),)
    ]  # fmt: skip
    assert has("TNM T3 N1 melanoma").where == (Where("T", ("T3",)), Where("N", ("N1",)))


def test_a_treatment_that_ended_somehow_needs_no_prior() -> None:
    for text in ("progression on cisplatin", "partial response to cisplatin", "cisplatin not tolerated"):
        assert has(text).tense == "ever"


def test_the_only_one_of_a_class() -> None:
    made = rule("bone metastases as the only metastases")
    assert isinstance(made, And)
    there, others = made.items
    assert isinstance(there, Has) and isinstance(others, Not) and isinstance(others.item, Has)
    assert [one.name for one in there.concepts] == ["bone metastases"]
    assert [one.name for one in others.item.concepts] == ["metastases"]
    assert [one.name for one in others.item.excluding] == ["bone metastases"]


def test_what_is_excepted_by_more_than_its_name() -> None:
    made = has("history of malignancy except basal cell carcinoma, stage I melanoma and localized prostate cancer")
    assert [one.name for one in made.excluding] == ["basal cell carcinoma"]
    assert [(one.concept.name, one.where) for one in made.sparing] == [
        ("melanoma", (Where("stage", ("I",)),)),
        ("prostate cancer", (Where("extent", ("localized",)),)),
    ]


def test_standard_therapy_is_any_anticancer_therapy_that_is_said_to_be() -> None:
    assert [one.name for one in has("prior standard therapy").concepts] == ["anticancer therapy"]


@pytest.mark.parametrize(
    ("text", "what", "op", "number", "tense"),
    [
        ("at least 4 cycles of cisplatin", "cycles", ">=", 4, "ever"),
        ("at most 1 prior cisplatin", "times", "<=", 1, "ever"),
        ("at least 2 episodes of stroke", "times", ">=", 2, "ever"),
        ("at least 2 cycles of current cisplatin", "cycles", ">=", 2, "now"),
        ("exactly 2 prior lines of chemotherapy", "lines", "=", 2, "ever"),
    ],
)
def test_counts(text: str, what: str, op: str, number: int, tense: str) -> None:
    made = count(text)
    assert (made.what, made.op, made.number, made.of.tense) == (what, op, number, tense)


def test_a_cumulative_dose() -> None:
    made = count("cumulative dose of anthracycline <= 0.45 g doxorubicin equivalent")
    assert (made.what, made.op, made.number, made.unit, made.equivalent) == ("dose", "<=", 450, "mg", "doxorubicin")
    assert made.of.where == ()
    assert count("cumulative dose of radiotherapy to the lung > 30 Gy").unit == "Gy"


def test_names_in_one_list_are_counted_together() -> None:
    assert [one.name for one in count("at most 1 prior cisplatin or carboplatin").of.concepts] == [
        "cisplatin", "carboplatin"
    ]  # fmt: skip


def test_a_better_response_is_one_of_a_higher_rank() -> None:
    made = one("partial response or better to cisplatin")
    assert isinstance(made, Where)
    assert {"complete response", "partial response", "very good partial response"} <= set(made.values)
    assert not {"minimal response", "stable disease", "progressive disease", "molecular response"} & set(made.values)

"""The words before names and behind them: what the tree holds, how it is written, and that this reads back."""

from __future__ import annotations

import pytest

from eligo.syntax import printer, tree
from eligo.syntax.parser import parse


def rule(text: str) -> tree.Expression:
    file, found = parse(f'trial T "t"\n\ninclusion 1 "x"\n  {text}\n')
    assert not found, [one.render(text) for one in found]
    body = file.criteria[0].body
    assert body is not None
    return body.rule  # type: ignore[return-value]  # these are expressions


def record(text: str) -> tree.Record:
    made = rule(text)
    assert isinstance(made, tree.Record)
    return made


def one(text: str) -> tree.Qualifier:
    """The one word around the names beside `prior` and `current`."""
    made = record(text)
    (found,) = (word for word in (*made.qualifiers, *made.tails) if word.kind not in ("prior", "current"))
    return found


def names(text: str, *kinds: str) -> tuple[tree.Name, ...]:
    return tuple(tree.Name(name, kind) for name, kind in zip(text.split(", "), kinds, strict=True))


Q = tree.Qualifier


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("symptomatic or untreated brain metastases", Q("trait", ("symptomatic", "untreated"))),
        ("symptomatic, untreated brain metastases", Q("trait", ("symptomatic", "untreated"), loose=True)),
        ("locally advanced, unresectable or metastatic melanoma",
         Q("trait", ("locally advanced", "unresectable", "metastatic"))),
        ("locally advanced or metastatic, unresectable melanoma",
         Q("trait", ("locally advanced", "metastatic", "unresectable"), loose=True)),
        ("stage IIB or higher melanoma", Q("stage", ("IIB", "or higher"))),
        ("stage IB-IIIA melanoma", Q("stage", ("IB", "to", "IIIA"))),
        ("TNM cT3 or N1 melanoma", Q("tnm", ("cT3", "N1"))),
        ("histological grade 3 melanoma", Q("grade", ("histologic",), tree.OneOf(("3",)))),
        ("CTCAE any version grade 3 fatigue", Q("grade", ("any",), tree.OneOf(("3",)))),
        ("prior radiotherapy to the brain or spine", Q("site", ("brain", "spine"), lead="to")),
        ("fracture of the spine", Q("site", ("spine",), lead="of")),
        ("prior radiotherapy involving spine", Q("site", ("spine",), lead="involving")),
        ("pneumonitis due to radiotherapy", Q("cause", names=names("radiotherapy", "THERAPY"))),
        ("prior chemotherapy for melanoma or stroke",
         Q("indication", names=names("melanoma, stroke", "CONDITION", "CONDITION"))),
        ("current prednisone for premedication", Q("indication", names=names("premedication", "PURPOSE"))),
        ("current prednisone for immunosuppression", Q("indication", names=names("immunosuppression", "PURPOSE"))),
        ("current prednisone for premedication, hormone replacement or stroke",
         Q("indication", names=names("premedication, hormone replacement, stroke", "PURPOSE", "PURPOSE", "CONDITION"))),
        ("prior cisplatin in combination with gemcitabine", Q("partner", names=names("gemcitabine", "THERAPY"))),
        ("prior cisplatin as monotherapy", Q("alone")),
        ("cisplatin as the last chemotherapy", Q("latest", names=names("chemotherapy", "THERAPY"))),
        ("cisplatin as the first chemotherapy", Q("first", names=names("chemotherapy", "THERAPY"))),
        ("bone metastases as the only metastases", Q("sole", names=names("metastases", "CONDITION"))),
        ("prior chemotherapy for metastatic disease", Q("setting", ("for metastatic disease",))),
        ("cisplatin stopped for toxicity", Q("stopped", ("stopped for toxicity",))),
        ("partial response or better to cisplatin", Q("response", ("partial response", "or better"))),
        ("CR or PR to cisplatin", Q("response", ("CR", "PR"))),
        ("disease progression on cisplatin", Q("progression", ("during",))),
        ("progression during or after cisplatin", Q("progression", ("on or after",))),
        ("progression on or within 6 months after cisplatin",
         Q("progression", ("on or within",), duration=tree.Duration("6", "month"))),
        ("current prednisone > 10 mg/day", Q("dose", op=">", dose=tree.Dose("10", "mg", "day", ""))),
        ("current prednisone at most 10mg daily", Q("dose", op="<=", dose=tree.Dose("10", "mg", "day", ""))),
        ("current methotrexate < 7.5 mg weekly", Q("dose", op="<", dose=tree.Dose("7.5", "mg", "week", ""))),
        ("prior cisplatin >100 mg/m² per cycle", Q("dose", op=">", dose=tree.Dose("100", "mg/m2", "cycle", ""))),
        ("prior radiotherapy > 30 Gray", Q("dose", op=">", dose=tree.Dose("30", "Gy", "", ""))),
        ("current fentanyl > 500 mcg/day", Q("dose", op=">", dose=tree.Dose("500", "ug", "day", ""))),
        ("current corticosteroid > 10 mg prednisone equivalent a day",
         Q("dose", op=">", dose=tree.Dose("10", "mg", "day", "prednisone"))),
    ],
)  # fmt: skip
def test_each_word_has_its_node(text: str, expected: tree.Qualifier) -> None:
    assert one(text) == expected


@pytest.mark.parametrize(
    ("text", "stable"),
    [("stable for at least", "stable"), ("not stable for at least", "not stable"), ("for at least", "")],
)
def test_lasting(text: str, stable: str) -> None:
    made = record(f"brain metastases {text} 28 days before first dose").lasting
    assert made == tree.Lasting(tree.Duration("28", "day"), tree.Name("first dose", "ANCHOR"), stable)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "op", "number", "what"),
    [
        ("at least 4 cycles of cisplatin", ">=", "4", "cycles"),
        ("no more than two courses of cisplatin", "<=", "2", "cycles"),
        ("exactly 1 episode of stroke", "=", "1", "episodes"),
        ("at most 1 prior stroke", "<=", "1", "prior"),
    ],
)
def test_counts(text: str, op: str, number: str, what: str) -> None:
    made = rule(text)
    assert isinstance(made, tree.Counted)
    assert (made.op, made.number, made.what) == (op, number, what)


def test_what_is_excepted_has_words_of_its_own() -> None:
    made = record("history of malignancy except melanoma, stage I breast cancer and localized prostate cancer")
    assert [[word.kind for word in each.qualifiers] for each in made.excluded] == [[], ["stage"], ["trait"]]
    assert [each.names.plain[0].text for each in made.excluded] == ["melanoma", "breast cancer", "prostate cancer"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("TNM T3N1M0 melanoma", "TNM T3 N1 M0 melanoma"),
        ("TNM T3 or higher TNM N1 melanoma", "TNM T3 or higher TNM N1 melanoma"),
        ("TNM T1-T2 N0 melanoma", "TNM T1 to T2 N0 melanoma"),
        ("stage IB-IIIA melanoma", "stage IB to IIIA melanoma"),
        ("surgery in the abdomen within 4 weeks", "surgery in the abdomen within 4 weeks"),
        ("radiotherapy to spine or the brain within 4 weeks", "radiotherapy to the spine or brain within 4 weeks"),
        ("current prednisone >10mg per day", "current prednisone > 10 mg/day"),
        ("current prednisone > 10\n    mg\n    / day", "current prednisone > 10 mg/day"),
        ("progression on\n    or after cisplatin", "progression on or after cisplatin"),
        ("CTCAE any\n    version grade 3 fatigue", "CTCAE any version grade 3 fatigue"),
        ("radiotherapy to\n    the brain within 4 weeks", "radiotherapy to the brain within 4 weeks"),
        ("pneumonitis caused by radiotherapy", "pneumonitis related to radiotherapy"),
        ("symptomatic, untreated melanoma", "symptomatic, untreated melanoma"),
        ("prior adjuvant, neoadjuvant or palliative cisplatin", "prior adjuvant, neoadjuvant or palliative cisplatin"),
        ("no more than one course of cisplatin", "at most 1 cycle of cisplatin"),
        ("cumulative dose of doxorubicin up to 360 mg/m2", "cumulative dose of doxorubicin <= 360 mg/m2"),
        ("history of malignancy except melanoma, and stage I breast cancer",
         "history of malignancy except melanoma, stage I breast cancer"),
        ("malignancy except melanoma within 3 years", "malignancy except melanoma within 3 years"),
        ("malignancy within 3 years except melanoma, or active infection",
         "malignancy within 3 years except melanoma, or active infection"),
        ("malignancy except melanoma within 3 years or stroke", "malignancy except melanoma within 3 years or stroke"),
        ("melanoma confirmed by histology and stroke", "melanoma confirmed by histology and stroke"),
        ("melanoma or stroke, sarcoma", "melanoma, stroke, sarcoma"),
        ("histologic grade of melanoma <= 2", "histologic grade of melanoma <= 2"),
    ],
)  # fmt: skip
def test_one_shape_that_reads_back(given: str, shown: str) -> None:
    text = f'trial T "t"\n\ninclusion 1 "x"\n  {given}\n'
    file, found = parse(text)
    assert not found
    printed = printer.show(file)
    assert printed.split("\n", 3)[3].strip() == shown
    assert parse(printed)[0].criteria == file.criteria


@pytest.mark.parametrize("text", ["prior nivolumab toxicity", "prior nivolumab completed", "prior cisplatin induction"])
def test_words_of_a_profile_are_no_words_of_a_rule(text: str) -> None:
    (found,) = parse(f'trial T "t"\n\ninclusion 1 "x"\n  {text}\n')[1]
    assert found.code in ("N001", "S001")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("unstable angina", []),
        ("metastases to the brain", []),
        ("carcinoma of the breast", []),
        ("bleeding in the last 6 months", []),
        ("bleeding in the brain", ["site"]),
        ("metastases of the bone", ["site"]),
        ("transurethral resection of the prostate", []),
        ("transurethral resection of the bladder", ["site"]),
        ("radiotherapy to the brain", ["site"]),
        ("radiotherapy to the pelvis or abdomen", ["site"]),
    ],
)
def test_names_that_hold_words_of_the_language(text: str, kinds: list[str]) -> None:
    made = record(text)
    assert [word.kind for word in (*made.qualifiers, *made.tails)] == kinds


def test_a_line_that_begins_with_for_goes_on_with_the_rule() -> None:
    made = record("prior chemotherapy\n  for breast cancer  # this: a remark")
    assert [word.kind for word in made.tails] == ["indication"]

"""The examination of any trial: it never crashes, its patients show what it says, and no patient shows the contrary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.compiler import compile_text
from eligo.core.nodes import Choose, Criterion, Expr, Not, Trial
from eligo.core.walking import rebuilt
from eligo.evaluate.screening import screen
from eligo.examine.examining import examine
from eligo.examine.findings import Finding
from eligo.examine.running import run
from eligo.testing import profiles_for, trials
from eligo.testing.profiles import Profile, read
from strategies import RULES, compiled

MOST = settings().max_examples

# Rules that have much to do with each other, so that findings are frequent.
_NEAR = (
    "ANC >= 1500 /uL", "ANC < 1 10*9/L", "ANC between 1000 /uL and 2000 /uL", "ANC >= 1500 /uL within 14 days",
    "AST <= 3 x ULN", "AST > 2.5 x ULN", "AST <= 100 U/L", "AST and ALT <= 5 x ULN", "ECOG is 0 or 1", "ECOG > 1",
    "age >= 18 years", "age < 216 months", "age between 18 years and 75 years", "female", "male",
    "AST <= 3 x ULN, or <= 5 x ULN if liver metastases", "AST <= 3 x ULN, or <= 5 x ULN if liver metastases, "
    "or <= 8 x ULN if ECOG is 0", "ANC >= 1500 /uL, or >= 1000 /uL if female, or >= 500 /uL if age < 18 years",
    "liver metastases", "history of metastases", "metastases", "no liver metastases", "bone metastases",
    "other malignancy", "history of malignancy except basal cell carcinoma", "pancreatic cancer",
    "metastatic pancreatic cancer", "stage III or IV pancreatic cancer", "prior chemotherapy", "no prior chemotherapy",
    "prior antineoplastic therapy", "current chemotherapy", "prior palliative chemotherapy",
    "chemotherapy within 28 days before first dose", "at least 28 days from chemotherapy to first dose",
    "less than 28 days from antineoplastic therapy to first dose", "chemotherapy within 6 months",
    "at most 2 prior lines of systemic therapy", "at least 3 prior lines of systemic therapy",
    "HBsAg positive", "HBsAg negative", "HIV infection", "history of HIV infection", "HIV test positive",
    "pregnancy", "pregnancy test negative", "lactation", "myocardial infarction within 6 months",
    "stroke or myocardial infarction within 12 months", "GFR >= 60 mL/min", "creatinine clearance < 50 mL/min",
    "written informed consent", 'judgment "fit"', "hypertension, unless female", "ANC >= 1500 /uL only if hypertension",
)  # fmt: skip


@st.composite
def related(draw: st.DrawFn) -> Trial:
    """A trial of two to four rules that look at the same things."""
    lines = ['trial CASE "a case"', 'cohorts A "a", B "b"' if draw(st.booleans()) else ""]
    for number in range(1, draw(st.integers(2, 4)) + 1):
        parts = draw(st.lists(st.sampled_from(_NEAR), min_size=1, max_size=2, unique=True))
        plain = all("," not in part and "only if" not in part for part in parts)
        joiner = draw(st.sampled_from([" and ", " or "]))
        rule = joiner.join(f"({part})" for part in parts) if plain and len(parts) > 1 else parts[0]
        scope = draw(st.sampled_from(["", "", "", "for women", "for men", "for A" if lines[1] else ""]))
        kind = draw(st.sampled_from(["inclusion", "exclusion"]))
        lines += ["", " ".join(filter(None, [kind, str(number), scope, '"the rule"'])), f"  {rule}"]
    return compiled("\n".join(lines) + "\n")


def holds(one: Finding, trial: Trial, profile: Profile) -> bool:
    """Whether a patient is compatible with what a finding says of all patients."""
    outcomes = [each.outcome for each in screened(trial, one.criteria, profile)]
    match one.diagnostic.code:
        case "L007":
            bared = replace(one.criteria[0], rule=without(one.criteria[0].rule, one))
            (barely,) = [each.outcome for each in screened(trial, (bared,), profile)]
            others = outcomes[1:]
            return {outcomes[0], barely} != {"pass", "fail"} or any(each != "pass" for each in others)
        case "L008":
            return any(each != "pass" for each in outcomes)
        case "L009":
            return outcomes != ["pass", "fail"]
        case _:
            return True


def screened(trial: Trial, criteria: tuple[Criterion, ...], profile: Profile) -> tuple:
    day = date.fromisoformat(profile["reference_date"])
    return screen(replace(trial, criteria=criteria), read(profile), day).criteria


def without(rule: Expr, one: Finding) -> Expr:
    """The rule without the exception that a finding points at; what never counts, turned around."""

    def change(expr: Expr) -> Expr:
        if not isinstance(expr, Choose):
            return expr
        at = [number for number, (c, _) in enumerate(expr.cases) if c.span.start == one.diagnostic.start]
        if not at:
            return expr
        if "always holds" in one.diagnostic.message:
            return replace(expr, otherwise=Not(expr.otherwise, expr.otherwise.span))
        left = tuple(case for number, case in enumerate(expr.cases) if number != at[0])
        return replace(expr, cases=left) if left else expr.otherwise

    return rebuilt(rule, change)


def shows(one: Finding, trial: Trial) -> bool:
    """Whether the patient of a finding, run again, gives what it says."""
    if one.shown is None:
        return one.diagnostic.code not in ("L006", "L011")
    outcomes = run(trial, one.criteria, one.shown.profile)
    said = [each.outcome for each in outcomes]
    match one.diagnostic.code:
        case "L006":
            return said == ["unknown"] and "exceptions_conflict" in {gap.reason for gap in outcomes[0].reasons}
        case "L008":
            return said == ["pass", "fail"]
        case "L011":
            return sorted(said) == ["fail", "pass"]
        case _:
            return False


@settings(max_examples=MOST)
@given(trials())
def test_any_trial_can_be_examined(text: str) -> None:
    trial, _ = compile_text(text)
    for one in examine(trial) if trial else []:
        assert shows(one, trial), one.diagnostic.message


@settings(max_examples=MOST * 3)
@given(related(), st.data())
def test_no_patient_contradicts_a_finding(trial: Trial, data: st.DataObject) -> None:
    found = examine(trial)
    for one in found:
        assert shows(one, trial), one.diagnostic.message
    if not found:
        return
    for _ in range(3):
        profile = data.draw(profiles_for(trial))
        for one in found:
            assert holds(one, trial, profile), f"{one.diagnostic.message}\n{trial.text}\n{profile}"


@settings(max_examples=MOST)
@given(st.sampled_from(RULES), st.sampled_from(RULES), st.data())
def test_no_patient_contradicts_what_is_said_of_usual_rules(one: str, other: str, data: st.DataObject) -> None:
    trial = compiled(f'trial CASE "a case"\n\ninclusion 1 "a"\n  {one}\n\nexclusion 2 "b"\n  {other}\n')
    for each in examine(trial):
        assert shows(each, trial), each.diagnostic.message
        profile = data.draw(profiles_for(trial))
        assert holds(each, trial, profile), f"{each.diagnostic.message}\n{trial.text}\n{profile}"

"""The one shape: units, words, line breaks, comments where they belong."""

from __future__ import annotations

import pytest

from eligo.syntax.parser import parse
from eligo.syntax.printer import WIDTH, show


def printed(text: str) -> str:
    tree, found = parse(text)
    assert not found, [one.render(text) for one in found]
    return show(tree)


def rule(text: str) -> str:
    return printed(f'trial T "t"\n\ninclusion 1 "x"\n  {text}\n').split("\n", 3)[3].rstrip("\n")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("ANC  at least 1500/µL", "  ANC >= 1500 /uL"),
        ("ANC >= 1.5 K/uL", "  ANC >= 1.5 10*3/uL"),
        ("ECOG are 0 or 1", "  ECOG is 0 or 1"),
        ("AST no more than 3xULN", "  AST <= 3 x ULN"),
        ("either of AST or ALT <= 100 IU/L", "  either of AST or ALT <= 100 U/L"),
        ("ANC >= 1500 /uL in the past 2 week", "  ANC >= 1500 /uL in the last 2 weeks"),
        ("at most two prior line of chemotherapy", "  at most 2 prior lines of chemotherapy"),
        ("((hypertension))", "  ((hypertension))"),
        ("HBsAg is negative", "  HBsAg negative"),
        ("hypertension, unless asthma", "  hypertension, unless asthma"),
    ],
)
def test_one_shape(given, shown):
    assert rule(given) == shown


def test_long_rules_break_between_their_parts():
    long = " and ".join(f"{name} >= 100 U/L within 14 days before first dose" for name in ("AST", "ALT", "GGT", "LDH"))
    lines = rule(long).split("\n")
    assert len(lines) == 4
    assert all(len(line) <= WIDTH for line in lines)
    assert [line.split()[0] for line in lines[1:]] == ["and", "and", "and"]
    assert all(line.startswith("    ") for line in lines[1:])


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (
            "history of breast cancer, lung cancer, ovarian cancer, colorectal cancer, gastric cancer, "
            "pancreatic cancer or prostate cancer",
            ["history", "pancreatic"],
        ),
        (
            "no malignancy except basal cell carcinoma, stage I breast cancer, stage I ovarian cancer, "
            "stage I melanoma, stage I gastric cancer, prostate cancer",
            ["no", "except", "stage"],
        ),
        (
            "EGFR exon 19 deletion, EGFR L858R, EGFR exon 20 insertion, ALK fusion, ROS1 fusion, BRAF V600E, "
            "MET exon 14 skipping or RET fusion",
            ["EGFR", "MET"],
        ),
        (
            "AST, ALT, bilirubin, creatinine, sodium, potassium, magnesium, calcium, phosphate and albumin "
            "within normal limits within 28 days",
            ["AST,", "and"],
        ),
        (
            "not (hypertension and history of breast cancer within 5 years before first dose "
            "and ECOG <= 1 and active infection)",
            ["not", "and", "and", "and"],
        ),
    ],
)
def test_long_lists_of_names_and_what_is_denied_break(text, begins):
    lines = rule(text).split("\n")
    assert [line.split()[0] for line in lines] == begins
    assert all(len(line) <= WIDTH for line in lines)
    assert rule("\n  ".join(lines)) == "\n".join(lines)


def test_no_line_breaks_inside_a_phrase_or_a_text_in_quotes():
    long = f'attested "{"a, b or c and " * 12}d"'
    assert rule(long) == f"  {long}"
    assert "on or within" in rule(f"progression on or within 6 months after {' or '.join(['carboplatin'] * 1)}")


def test_short_rules_do_not_break():
    assert "\n" not in rule("hypertension\n    or asthma")


def test_comments_stay_where_they_belong():
    text = """# above the trial
trial T "t"  # beside the trial

# above the criterion
inclusion 1 "x"
  # above the rule
  hypertension  # beside the rule
  # below the rule

# at the end
"""
    shown = printed(text)
    for comment in ("above the trial", "beside the trial", "above the criterion", "above the rule", "beside the rule",
                    "below the rule", "at the end"):  # fmt: skip
        assert shown.count(f"# {comment}") == 1
    order = [line.strip() for line in shown.splitlines() if line.strip()]
    assert order.index("# above the criterion") < order.index('inclusion 1 "x"') < order.index("# above the rule")
    assert order.index("# above the rule") < order.index("hypertension") < order.index("# below the rule")
    assert order[-1] == "# at the end"
    assert printed(shown) == shown


def test_nothing_prints_as_nothing():
    assert show(parse("")[0]) == ""


def test_the_file_ends_in_one_line_end():
    shown = printed('trial T "t"\n\n\n\ninclusion 1 "x"\n  hypertension\n\n\n')
    assert shown.endswith("hypertension\n") and not shown.endswith("\n\n")
    assert "\n\n\n" not in shown

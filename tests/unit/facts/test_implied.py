"""What a statement says of others."""

from eligo.facts.implied import implied
from eligo.facts.normalise import statement_key
from eligo.vocabulary import concepts


def told(**statements: bool) -> dict[str, bool]:
    made, _ = implied({statement_key(name.replace("_", " ")): value for name, value in statements.items()})
    return made


def test_a_yes_reaches_what_it_implies():
    made = told(life_expectancy_over_6_months=True)
    assert made[statement_key("life expectancy over 3 months")] is True
    assert made[statement_key("life expectancy of at least 12 weeks")] is True
    assert statement_key("life expectancy over 1 year") not in made


def test_a_no_reaches_what_implies_it():
    made = told(measurable_disease=False)
    assert made[statement_key("measurable disease by RECIST 1.1")] is False
    assert made[statement_key("measurable disease by RANO")] is False


def test_a_no_says_nothing_of_what_it_would_imply():
    assert statement_key("life expectancy over 3 months") not in told(life_expectancy_over_6_months=False)


def test_a_yes_says_nothing_of_what_would_imply_it():
    assert statement_key("measurable disease by RECIST 1.1") not in told(measurable_disease=True)


def test_a_contradiction_leaves_both_unused():
    made, notes = implied(
        {
            statement_key("measurable disease by RECIST 1.1"): True,
            statement_key("measurable disease"): False,
            statement_key("smoker"): False,
        }
    )
    assert made == {statement_key("smoker"): False}
    assert len(notes) == 1 and "contradict" in notes[0]


def test_a_yes_excludes_whichever_row_says_so():
    assert told(premenopausal=True) == {"premenopausal": True, "postmenopausal": False}
    assert told(postmenopausal=True) == {"postmenopausal": True, "premenopausal": False, "perimenopausal": False}
    assert told(premenopausal=True, perimenopausal=True)["perimenopausal"] is True


def test_a_no_excludes_nothing():
    assert told(postmenopausal=False) == {"postmenopausal": False}


def test_two_that_exclude_each_other_are_not_used():
    made, notes = implied({"premenopausal": True, "postmenopausal": True, "smoker": False})
    assert made == {"smoker": False}
    assert len(notes) == 1 and "'postmenopausal' and 'premenopausal' contradict" in notes[0]


def test_every_name_implied_or_excluded_is_a_statement():
    table = concepts.table("statement")
    for name in table:
        for one in (*concepts.parts(table[name].row["implies"]), *concepts.parts(table[name].row["excludes"])):
            assert one in table and one != name

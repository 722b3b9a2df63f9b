"""Conditions, therapies and medicines as text, with all that may stand before and behind their names."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import strategies as st

from eligo.testing.measures import Text, anchors, durations, windows
from eligo.testing.values import sometimes
from eligo.vocabulary import concepts
from eligo.vocabulary.equivalents import standards

_STAGES = ("0", "I", "IA", "IB", "II", "IIB", "III", "IIIA", "IIIC", "IV", "IVB")
_CATEGORIES = ("Tis", "T1", "T2", "T3", "T3a", "T4", "N0", "N1", "N1b", "N2", "M0", "M1", "M1a")
_HIGHER, _LOWER = ("or higher", "or greater", "or more"), ("or lower", "or less")
_GRADED = ("CTCAE v4 grade", "CTCAE v5 grade", "CTCAE any version grade", "histologic grade")
_GRADES = (
    ">= 2",
    "> 1",
    "3 or 4",
    "1 to 3",
    "2 or higher",
    "2",
    "= 3",
    "between 2 and 3",
    "is 1, 2 or 3",
    "at least 2",
)
_INTENTS = ("palliative", "neoadjuvant", "adjuvant", "curative", "supportive", "maintenance")
_UNITS = ("mg/day", "mg daily", "mg/week", "mg per cycle", "mg", "mg/kg", "mg/m2/day", "mg/m2", "g/day", "ug/day")
_AMOUNTS = ("1", "2.5", "10", "20", "60", "360")
_COMPARED = ("<", "<=", ">", ">=", "=", "at least", "at most", "more than", "less than")
_COUNTED = ("at least", "at most", "more than", "less than", "exactly")


@lru_cache(maxsize=16)
def names(kind: str, terminal: str) -> tuple[str, ...]:
    """The canonical names of a kind that the lexer reads as one word of that kind, wherever they stand."""
    return tuple(name for name in concepts.table(kind) if _words(f"x {name}")[1:] == (terminal,))


def _words(text: str) -> tuple[str, ...]:
    """The kinds of words that the lexer makes of a text; none where something is wrong with it."""
    from eligo.syntax.lexer import read

    lexed = read(text)
    return () if lexed.diagnostics else tuple(token.type for token in lexed.tokens)


# Where the names of a kind stand, and the words that this is.
_STANDING = {
    "trait": ("@ hypertension", ("TRAIT", "CONDITION")),
    "response": ("@ to chemotherapy", ("RESPONSE", "TO", "THERAPY")),
    "site": ("surgery of the @", ("THERAPY", "SITE")),
    "purpose": ("warfarin for @", ("THERAPY", "INDICATION", "PURPOSE")),
    "setting": ("chemotherapy @", ("THERAPY", "SETTING")),
    "requirement": ("hypertension requiring @", ("CONDITION", "REQUIRING", "NEED")),
    "stop": ("chemotherapy @", ("THERAPY", "STOPPED")),
}


@lru_cache(maxsize=16)
def _spelled(kind: str) -> tuple[str, ...]:
    """The names and spellings of a kind that are one word where they can stand."""
    around, wanted = _STANDING[kind]
    table = concepts.table(kind).items()
    # Why a treatment ended is told by its phrases; its bare name stands in profiles.
    own = [name for name, _ in table] if kind != "stop" else []
    spellings = [*own, *(one for _, row in table for one in concepts.parts(row.row["spellings"]))]
    return tuple(one for one in dict.fromkeys(spellings) if _words(around.replace("@", one)) == wanted)


@lru_cache(maxsize=256)
def conditions() -> Text:
    return st.sampled_from(names("condition", "CONDITION"))


@lru_cache(maxsize=256)
def therapies() -> Text:
    return st.sampled_from(names("therapy", "THERAPY"))


@lru_cache(maxsize=2)
def _lasting(kind: str) -> tuple[str, ...]:
    """The conditions that aren't events of a day."""
    return tuple(name for name in names(kind, kind.upper()) if not concepts.is_event(kind, name))


@lru_cache(maxsize=256)
def _joined(name: Text, absent: bool = False) -> Text:
    """One name, mostly; or a few, joined by one connective. What is denied isn't joined by `and`."""
    ways = [("", "or"), ("either ", "or"), ("any of ", "or"), *([("", "and"), ("both ", "and")] if not absent else [])]
    several = st.tuples(st.lists(name, min_size=2, max_size=3, unique=True), st.sampled_from(ways))
    return name | several.map(lambda drawn: f"{drawn[1][0]}{', '.join(drawn[0][:-1])} {drawn[1][1]} {drawn[0][-1]}")


@lru_cache(maxsize=256)
def _listed(one: Text, most: int = 3) -> Text:
    """One, or several of which one will do: `A, B or C`."""

    def told(drawn: list[str]) -> str:
        return drawn[0] if len(drawn) == 1 else f"{', '.join(drawn[:-1])} or {drawn[-1]}"

    return st.lists(one, min_size=1, max_size=most, unique=True).map(told)


# -- the words before a name -------------------------------------------------------------------


@st.composite
def _stepped(draw: st.DrawFn, word: str, steps: tuple[str, ...]) -> str:
    """`stage II or III`, `stage IIB or higher`, `stage IB to IIIA`."""
    form = draw(st.integers(0, 2))
    if form == 0:
        return f"{word} {draw(_listed(st.sampled_from(steps), 4))}"
    low, high = sorted(draw(st.lists(st.integers(0, len(steps) - 1), min_size=2, max_size=2, unique=True)))
    if form == 1:
        return f"{word} {steps[low]} {draw(st.sampled_from((*_HIGHER, *_LOWER)))}"
    return f"{word} {steps[low]} to {steps[high]}"


@lru_cache(maxsize=256)
def _tnm() -> Text:
    letters = st.sampled_from("TNM")
    of_letter = {letter: tuple(one for one in _CATEGORIES if one[0] == letter) for letter in "TNM"}
    return letters.flatmap(lambda letter: _stepped("TNM", of_letter[letter]))


@lru_cache(maxsize=256)
def _traits(most: int) -> Text:
    return _listed(st.sampled_from(_spelled("trait")), most)


@lru_cache(maxsize=256)
def _graded() -> Text:
    return st.tuples(st.sampled_from(_GRADED), st.sampled_from(_GRADES)).map(" ".join)


@lru_cache(maxsize=256)
def _of_condition(most: int = 3) -> Text:
    """A property of a condition; `most` traits, as several of different kinds are alternatives."""
    confirmed = st.sampled_from(
        ["histologically confirmed", "cytologically confirmed", "histologically or cytologically confirmed"]
    )
    return st.one_of(_traits(most), _traits(most), _stepped("stage", _STAGES), _tnm(), _graded(), confirmed)


@lru_cache(maxsize=256)
def _progression() -> Text:
    """`progression within 6 months after`."""
    plain = st.sampled_from(["during", "on", "after", "on or after", "during or after"])
    near = st.sampled_from(["on or within", "within", "less than", "at least", "more than"])
    timed = st.tuples(near, durations()).map(lambda drawn: f"{drawn[0]} {drawn[1]} after")
    return (plain | timed | timed).map(lambda words: f"progression {words}")


@lru_cache(maxsize=256)
def _response() -> Text:
    responses = st.sampled_from(_spelled("response"))
    better = st.sampled_from(["complete response", "partial response", "stable disease"])
    return _listed(responses).map(lambda told: f"{told} to") | better.map(lambda told: f"{told} or better to")


# -- the words behind a name -------------------------------------------------------------------


@lru_cache(maxsize=256)
def _sites(most: int) -> Text:
    places = st.sampled_from(_spelled("site"))
    lead = st.sampled_from(["to the", "of the", "in the"])
    return st.tuples(lead, _listed(places, most)).map(" ".join)


@lru_cache(maxsize=256)
def _purposes(most: int) -> Text:
    purposes = st.sampled_from(_spelled("purpose"))
    return (_listed(conditions(), most) | _listed(purposes, most)).map(lambda told: f"for {told}")


@lru_cache(maxsize=256)
def _of_therapy(most: int = 3, ended: bool = True) -> Text:
    """What a treatment was for, what it went with, why it `ended`; `most` of one kind that one word may name."""
    why = [st.sampled_from(_spelled("stop"))] if ended else []
    return st.one_of(
        *why,
        _sites(most),
        _purposes(most),
        _listed(therapies(), most).map(lambda told: f"combined with {told}"),
        st.just("alone"),
        st.sampled_from(_spelled("setting")),
    )


@lru_cache(maxsize=256)
def _requiring(most: int = 3) -> Text:
    """`requiring systemic treatment or hospitalization`."""
    return _listed(st.sampled_from(_spelled("requirement")), most).map(lambda told: f"requiring {told}")


def _plain(behind: str) -> bool:
    """Whether what stands behind a name isn't a name itself, which further words could be of."""
    return behind.startswith((" to ", " of ", " in ")) and " setting" not in behind


@st.composite
def _dosed(draw: st.DrawFn, total: bool = False) -> str:
    """`> 10 mg/day prednisone equivalent`."""
    amount = f"{draw(st.sampled_from(_COMPARED))} {draw(st.sampled_from(_AMOUNTS))}"
    if draw(sometimes(30)):
        unit = "mg" if total else draw(st.sampled_from(["mg/day", "mg daily", "mg/week"]))
        return f"{amount} {unit} {draw(st.sampled_from(standards()))} equivalent"
    whole = [unit for unit in _UNITS if not any(per in unit for per in ("day", "daily", "week", "cycle"))]
    return f"{amount} {draw(st.sampled_from([*whole, 'Gy', 'cGy', 'IU'] if total else [*_UNITS, 'Gy', 'cGy']))}"


def _inside(kind: str, name: str) -> list[str]:
    """The names that contain a name, and can be said."""
    said = set(names(kind, kind.upper()))
    return sorted(said & concepts.ancestors(kind, name))


# -- whole records -----------------------------------------------------------------------------


@lru_cache(maxsize=2)
def _below(kind: str) -> dict[str, list[str]]:
    """The names that lie inside each name that holds others."""
    found: dict[str, list[str]] = {}
    for name in names(kind, kind.upper()):
        for above in _inside(kind, name):
            found.setdefault(above, []).append(name)
    return found


@st.composite
def _excepting(draw: st.DrawFn, kind: str) -> tuple[str, str]:
    """A name, and ` except basal cell carcinoma or stage I endometrial cancer` of those inside it."""
    name = draw(st.sampled_from(list(_below(kind))))

    def one() -> str:
        before = behind = ""
        if kind == "therapy":
            before = f"{draw(st.sampled_from(_INTENTS))} " if draw(sometimes(20)) else ""
            # Behind `except` a comma parts the names: what a treatment was for is joined by `or` alone.
            some = _of_therapy(1, ended=False) | _purposes(3).map(lambda told: told.replace(", ", " or "))
        else:
            before = f"{draw(_of_condition())} " if draw(sometimes(30)) else ""
            some = therapies().map(lambda cause: f"related to {cause}") | _sites(1) | _requiring(1)
        if draw(sometimes(40)):
            behind = f" {draw(some)}"
            behind += " alone" if _plain(behind) and kind == "therapy" and draw(sometimes(70)) else ""
        return f"{before}{draw(st.sampled_from(_below(kind)[name]))}{behind}"

    told = [one() for _ in range(draw(st.integers(1, 3)))]
    bare = set(told) <= set(_below(kind)[name])
    joiner = draw(st.sampled_from([", ", " or ", " and "])) if bare else ", "
    return name, f" except {joiner.join(told)}"


@st.composite
def records(draw: st.DrawFn) -> str:
    """A condition, a therapy or a medicine with what may stand around it."""
    absent = "no " if draw(sometimes(25)) else ""
    return absent + draw(_condition(bool(absent)) if draw(st.booleans()) else _therapy(bool(absent)))


_LEADS = ("", "", "", "history of ", "other ", "family history of ", "active ", "controlled ", "resolved ")


@st.composite
def _condition(draw: st.DrawFn, absent: bool) -> str:
    lead = draw(st.sampled_from(_LEADS))
    now = lead in ("active ", "controlled ", "resolved ")
    some = f"{draw(_of_condition())} " if draw(sometimes(45)) and not lead.startswith("family") else ""
    name, excepted = draw(_excepting("condition")) if draw(sometimes(20)) else ("", "")
    if not absent and lead in ("", "active ", "controlled ") and draw(sometimes(20)):
        stable = draw(st.sampled_from(["", " stable", " not stable"])) if not now else ""
        before = f" before {draw(anchors())}" if draw(st.booleans()) else ""
        name = name or draw(st.sampled_from(_lasting("condition")))
        # Of what isn't said to be stable it would be open whether the property or the name has lasted so long.
        return f"{lead}{some if stable else ''}{name}{excepted}{stable} for at least {draw(durations())}{before}"
    window = f" {draw(windows())}" if draw(sometimes(40)) and not now and not lead.startswith("family") else ""
    window = window.replace(" not within", " within") if absent else window
    if draw(sometimes(10)) and not lead:
        whole = draw(st.sampled_from(list(_below("condition"))))
        return f"{some}{draw(st.sampled_from(_below('condition')[whole]))} as the only {whole}{window}"
    behind = ""
    if draw(sometimes(30)):
        causes = _listed(therapies()).map(lambda told: f"related to {told}")
        confirmed = st.sampled_from(["confirmed by histology", "confirmed by histology or cytology"])
        tails = causes | _sites(3) | _requiring() | (confirmed if "confirmed" not in some else _sites(1))
        behind = f" {draw(_sites(1))}" * draw(sometimes(10)) + f" {draw(tails)}"
    # What qualifies one of several names leaves open whether it qualifies the others.
    name = name or draw(_joined(conditions(), absent) if not (behind or some) else conditions())
    order = draw(st.sampled_from([(excepted, window), (window, excepted)]))
    return f"{lead}{some}{name}{behind}{''.join(order)}"


@st.composite
def recovered(draw: st.DrawFn) -> str:
    """`adverse event related to chemotherapy recovered to grade <= 1 except alopecia`."""
    event, lead = draw(conditions()), draw(st.sampled_from(["", "", "other ", "symptomatic "]))
    behind = f" related to {draw(_listed(therapies(), 2))}" if draw(sometimes(40)) else ""
    excepted = ""
    if draw(sometimes(30)):
        event, excepted = draw(_excepting("condition"))
    elif draw(sometimes(20)) and not (lead or behind):
        event = draw(_joined(conditions()))
    word = draw(st.sampled_from(["recovered", "resolved", "improved", "returned"]))
    scale = draw(st.sampled_from(["", "", "CTCAE v5 ", "CTCAE any version "]))
    reached = draw(st.sampled_from(["<= 1", "1", "is 0 or 1", "0 to 1", "1 or lower", "at most 1", "< 2", "2 or less"]))
    return f"{lead}{event}{behind} {word} to {scale}grade {reached}{excepted}"


@st.composite
def _therapy(draw: st.DrawFn, absent: bool) -> str:
    form = draw(st.integers(0, 10))
    if form == 0 and not absent:
        before = f" before {draw(anchors())}" if draw(st.booleans()) else ""
        return f"stable dose of {draw(st.sampled_from(_lasting('therapy')))} for at least {draw(durations())}{before}"
    name, excepted = draw(_excepting("therapy")) if draw(sometimes(20)) else ("", "")
    window = f" {draw(windows(eliminated=True))}" if draw(sometimes(40)) else ""
    window = window.replace(" not within", " within") if absent else window
    if form in (1, 10):
        # A window would leave open whether it is of the treatment or of what became of it.
        return f"{draw(st.one_of(_progression(), _progression(), _response()))} {draw(therapies())}"
    if form == 2:
        rank = draw(st.sampled_from(["as the most recent", "as the last", "as the first"]))
        whole = draw(st.sampled_from(list(_below("therapy"))))
        return f"{draw(st.sampled_from(_below('therapy')[whole]))} {rank} {whole}{window}"
    if form == 3:
        whole = draw(st.sampled_from(list(_below("therapy"))))
        return f"prior {draw(st.sampled_from(_below('therapy')[whole]))} as the only {whole}{window}"
    if form == 4 and not absent:
        lead = draw(st.sampled_from(["prior ", "current "]))
        return f"{lead}{name or draw(st.sampled_from(_lasting('therapy')))}{excepted} for at least {draw(durations())}"
    intent = f"{draw(_listed(st.sampled_from(_INTENTS)))} " if draw(sometimes(30)) else ""
    lead = draw(st.sampled_from(["prior ", "current "] if not window else ["", "prior "]))
    some = _of_therapy(ended=not window and lead == "prior ")
    behind = f" {draw(st.one_of(some, some, _dosed()))}" if draw(sometimes(50)) else ""
    # Two of a kind could each be of the other's name.
    behind += f" {draw(st.sampled_from(_spelled('setting')))}" if _plain(behind) and draw(sometimes(20)) else ""
    name = name or draw(_joined(therapies(), absent) if not (behind or intent) else therapies())
    order = draw(st.sampled_from([(excepted, window), (window, excepted)]))
    return f"{lead}{intent}{name}{behind}{''.join(order)}"


@st.composite
def since(draw: st.DrawFn) -> str:
    """`at least 28 days since palliative chemotherapy`."""
    lead = draw(st.sampled_from(["at least", "more than", "less than"]))
    intent = f"{draw(st.sampled_from(_INTENTS))} " if draw(sometimes(20)) else ""
    behind = f" {draw(_of_therapy(1, ended=False))}" if draw(sometimes(20)) else ""
    name = f"{intent}{draw(therapies())}{behind}"
    if draw(sometimes(15)):
        lengths = draw(st.sampled_from(["4 weeks or 5 half-lives", "5 half-lives or 4 weeks"]))
        return f"{lead} {lengths} since {name}, whichever is {draw(st.sampled_from(['shorter', 'longer']))}"
    if draw(st.booleans()):
        return f"{lead} {draw(durations())} since {name}"
    return f"{lead} {draw(durations())} from {name} to {draw(anchors())}"


@st.composite
def lines(draw: st.DrawFn) -> str:
    """`at most 2 prior lines of chemotherapy`, with what counts of early treatment."""
    counting = ""
    if draw(sometimes(40)):
        word = draw(st.sampled_from(["less than", "within"]))
        early = draw(st.sampled_from(["adjuvant", "neoadjuvant or adjuvant", "neoadjuvant or adjuvant or curative"]))
        counting = f", counting {early} therapy only if progression {word} {draw(durations())} after its end"
    if draw(sometimes(20)):
        return f"no prior lines of systemic therapy{counting}"
    therapy = draw(st.sampled_from(["systemic therapy", "chemotherapy"]))
    return f"{draw(st.sampled_from(_COUNTED))} {draw(st.integers(1, 5))} prior lines of {therapy}{counting}"


@st.composite
def counts(draw: st.DrawFn) -> str:
    """`at least 4 cycles of cisplatin`, `at least 2 episodes of stroke within 12 months`, a cumulative dose."""
    form = draw(st.integers(0, 4))
    if form == 0:
        return f"cumulative dose of {draw(therapies())} {draw(_dosed(total=True))}"
    number = f"{draw(st.sampled_from(_COUNTED))} {draw(st.integers(1, 6))}"
    window = f" {draw(windows(negated=False))}" if draw(sometimes(40)) else ""
    if form == 1:
        some = f"{draw(_of_condition(1))} " if draw(sometimes(30)) else ""
        return f"{number} episodes of {some}{draw(conditions())}{window}"
    word = draw(st.sampled_from(["cycles of", "courses of", "prior", "episodes of"]))
    intent = f"{draw(st.sampled_from(_INTENTS))} " if draw(sometimes(30)) else ""
    behind = f" {draw(_of_therapy(ended=not window))}" if draw(sometimes(30)) else ""
    # Of an operation there are no cycles.
    given = [name for name in names("therapy", "THERAPY") if concepts.home("therapy", name) != "procedures"]
    return f"{number} {word} {intent}{draw(st.sampled_from(given))}{behind}{window}"

"""Dimensions, by pint: the factor of a unit to its family, and what to say of a unit of the wrong kind.

The only module that imports pint, and only inside its functions: importing it takes longer than
screening a patient. Used to build the tables and, while compiling, for a unit that they don't hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from eligo.quantity.spelling import normal
from eligo.quantity.units import Conversion, conversion, families
from eligo.vocabulary.analytes import Analyte, analytes

if TYPE_CHECKING:
    from pint import UnitRegistry

# The base unit of each family that has a physical dimension, as pint writes it. The other families
# (international units, scores, D-dimer) are of a kind of their own, which pint can't know.
BASES = {
    "count": "10**9 / L",
    "mass_concentration": "g / L",
    "amount_concentration": "mol / L",
    "equivalent_concentration": "eq / L",
    "catalytic": "enzyme_unit / L",
    "time": "s",
    "clearance": "mL / min",
    "clearance_bsa": "mL / min",
    "pressure": "mmHg",
    "rate": "1 / min",
    "mass": "kg",
    "length": "cm",
    "mass_per_area": "kg / m**2",
    "area": "m**2",
    "mass_per_time": "mg / (24 * hour)",
    "mass_ratio": "mg / g",
    "mass_per_amount": "mg / mmol",
    "amount_ratio": "mmol / mol",
    "fibrinogen_equivalent": "mg / L",
    "d_dimer_unit": "mg / L",
    "absorbed_dose": "Gy",
    "mass_per_mass": "mg / kg",
}
# Dimensions that no analyte has: what pint reads as kelvin, gauss or tesla is K, G or T of something else.
_ODD = ("[temperature]", "[current]", "[luminosity]", "[printing_unit]")
# A clearance per body surface can't be told from one without by its dimension, nor a rate of beats
# from one of anything else: those come from the table only.
_TABLE_ONLY = frozenset({"clearance_bsa", "rate", "mass_ratio", "fibrinogen_equivalent", "d_dimer_unit"})
_LONGEST = 64
# What the powers of a unit that is measured in medicine may be.
_POWERS = range(-9, 10)

_WORDS = {
    "count": "count per volume",
    "catalytic": "enzyme activity",
    "international": "international units per volume",
    "arbitrary": "an assay's own units per volume",
    "hba1c": "share of haemoglobin",
    "fraction": "per cent",
    "ratio": "ratio without a unit",
    "karnofsky": "score",
    "clearance_bsa": "clearance per 1.73 m2",
    "fibrinogen_equivalent": "fibrinogen-equivalent units",
    "d_dimer_unit": "D-dimer units",
}


@dataclass(frozen=True, slots=True)
class WrongDimension:
    """A unit that is understood but is not one of the analyte's: `words` says what is what."""

    words: str


def factor(expression: str, family: str) -> Fraction:
    """How many base units of the family one `expression` is, exactly.

    Raises ValueError when the expression is of another dimension.
    """
    registry = _registry()
    one = registry.Quantity(Fraction(1), "") * registry.parse_expression(expression)
    base = registry.Quantity(Fraction(1), "") * registry.parse_expression(BASES[family])
    ratio = (one / base).to_root_units()
    if not ratio.dimensionless:
        raise ValueError(f"{expression} is no {in_words(family)}")
    return Fraction(ratio.magnitude)


def bridge(analyte: Analyte, source: str, target: str) -> tuple[Fraction, bool] | None:
    """The factor from base units of one family to those of another, for this analyte, and whether it
    rests on a molar mass or a valence; None where nothing leads across.

    Mass = amount x molar mass; equivalents = amount x valence. A clearance keeps its number: its
    basis, which goes with it, tells the two kinds apart.
    """
    if source == target:
        return Fraction(1), False
    if {source, target} == {"clearance", "clearance_bsa"}:
        return Fraction(1), False
    mass, valence = analyte.molar_mass, analyte.valence
    if mass and (source, target) == ("mass_per_amount", "mass_ratio"):
        return 1000 / mass, True
    if mass and (source, target) == ("mass_ratio", "mass_per_amount"):
        return mass / 1000, True
    moles = {"amount_concentration": Fraction(1)}
    if mass:
        moles["mass_concentration"] = 1 / mass
    if valence:
        moles["equivalent_concentration"] = Fraction(1, valence)
    if source not in moles or target not in moles:
        return None
    # With a valence of one mmol and mEq are the same number: nothing rounded comes in.
    return moles[source] / moles[target], moles[source] != moles[target]


def ask_pint(analyte: str, spelling: str) -> Conversion | WrongDimension | None:
    """The conversion for a unit that the table may lack; what is wrong with it; None if it is no unit.

    Raises KeyError for an unknown analyte.
    """
    known = analytes()[analyte]
    if found := conversion(analyte, spelling):
        return found
    if elsewhere := families(spelling):
        return _wrong(known, spelling, " or ".join(map(in_words, elsewhere)))
    expression = _expression(normal(spelling)) if spelling.strip() and len(spelling) <= _LONGEST else None
    if expression is None:
        return None
    own = known.families[0]
    for family in known.families:
        if family not in BASES or family in _TABLE_ONLY or own not in BASES:
            continue
        if family == "count" and not _A_NUMBER_OVER.match(expression):
            continue
        across = bridge(known, family, own)
        try:
            scale = factor(expression, family)
        except ValueError:
            continue
        if across:
            return Conversion(normal(spelling), scale * across[0] * _own_base(known), Fraction(0), across[1], "")
    return _wrong(known, spelling, _dimension_in_words(expression))


def in_words(family: str) -> str:
    """A family as messages call it: `mass concentration`."""
    return _WORDS.get(family, family.replace("_", " "))


def _own_base(known: Analyte) -> Fraction:
    """How many of the analyte's own unit one base unit of its first family is."""
    expression = _expression(known.unit.replace("(24.h)", "d").replace("[Hg]", "Hg"))
    return 1 / factor(expression, known.families[0]) if expression else Fraction(1)


def _wrong(known: Analyte, spelling: str, what: str) -> WrongDimension:
    takes = " or ".join(in_words(family) for family in known.families)
    example = f"{takes}, for example in {known.unit}"
    return WrongDimension(f"{spelling.strip()} is a unit of {what}; {known.name} is given as {example}")


_A_NUMBER_OVER = re.compile(r"\(?\d[\d.* ]*\)? /")
_TERM = re.compile(r"(?:10\*([0-9]{1,2})|([0-9]{1,6}(?:\.[0-9]{1,6})?)|([A-Za-z]{1,24}?)(-?[1-4])?)")


def _expression(written: str) -> str | None:
    """The unit as pint writes it, built term by term: what comes from a file is never handed over whole.

    None for what isn't made of units that pint knows, and for those it reads oddly.
    """
    registry = _registry()
    if "eq" in written.casefold() and not re.search(r"\b[mu]?eq\b", written):
        return None
    pieces: list[str] = []
    for at, part in enumerate(written.split("/")):
        if not part and at == 0:
            pieces.append("1")
            continue
        terms: list[str] = []
        for term in part.split("."):
            found = _TERM.fullmatch(term)
            if found is None:
                return None
            power, number, name, exponent = found.groups()
            if name:
                if name not in registry or _is_odd(name):
                    return None
                terms.append(f"{name}**({exponent})" if exponent else name)
            else:
                terms.append(f"10**{power}" if power else number)
        pieces.append(f"({' * '.join(terms)})")
    return " / ".join(pieces)


def _is_odd(name: str) -> bool:
    """Whether pint reads the name as a unit of physics that no analyte has."""
    dimensions = _registry().get_dimensionality(name)
    # Gaussian units have powers of a half.
    return any(odd in dimensions for odd in _ODD) or any(power not in _POWERS for power in dimensions.values())


def _dimension_in_words(expression: str) -> str:
    registry = _registry()
    quantity = registry.Quantity(Fraction(1), "") * registry.parse_expression(expression)
    bases = [(str(base).strip("[]"), power) for base, power in quantity.dimensionality.items()]
    over = [name if power == -1 else f"{name}^{-power}" for name, power in bases if power < 0]
    top = [name if power == 1 else f"{name}^{power}" for name, power in bases if power > 0]
    return " / ".join([" x ".join(top) or "one", *over]) if bases else "no dimension"


@lru_cache(maxsize=1)
def _registry() -> UnitRegistry[Fraction]:
    from pint import UnitRegistry

    registry: UnitRegistry[Fraction] = UnitRegistry(non_int_type=Fraction)
    registry.define("equivalent = [equivalent] = eq")
    return registry

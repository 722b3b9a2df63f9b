"""What a limit is set for (an analyte, a family of methods, an age, a change, a ratio), and its limits, exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Literal, cast

from eligo.core.nodes import Change, Limit, Measure, Pair
from eligo.quantity.display import display
from eligo.quantity.numbers import show
from eligo.quantity.units import Conversion, conversion, families, nearest, units_of
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import tree
from eligo.vocabulary import analytes as scales
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes, measure_families

_AGE = ("year", "month")
_ONE, _NONE = Fraction(1), Fraction(0)
_TIME = {"hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years"}
# A limit stated twice may differ by so much of it: both numbers are rounded.
_APART = Fraction(5, 100)


@dataclass(frozen=True, slots=True)
class Subject:
    """A measure and how limits are written for it. `key`: the analyte or family whose units they take."""

    form: Literal["plain", "age", "change", "ratio", "difference"]
    key: str
    measure: Measure

    def measure_for(self, bound: tree.Bound) -> Measure:
        """The measure that a bound is of: an age in years or months, a change in percent or in units."""
        unit = bound.unit.casefold() if isinstance(bound, tree.Number) else ""
        if self.form == "age":
            step: Literal["year", "month"] = "month" if unit.rstrip("s") == "month" else "year"
            return replace(self.measure, unit=step, age=step)
        if self.form == "change" and self.measure.change and unit == "%":
            return replace(self.measure, unit="%", change=replace(self.measure.change, relative=True))
        return self.measure

    def limit(self, bound: tree.Bound, context: Context) -> Limit:
        """The bound in the measure's unit. Notes Q001 to Q009 and raises Unresolved."""
        if isinstance(bound, tree.Level):
            return self._level(bound, context)
        if isinstance(bound, tree.Multiple):
            return self._multiple(bound, context)
        assert isinstance(bound, tree.Number)  # parameters are looked up before
        if bound.also is not None and self.form != "plain":
            context.wrong(
                "L004", "a limit is stated twice for an analyte only", bound.also.span, "leave one of them out"
            )
            raise Unresolved
        match self.form:
            case "age":
                return _age_limit(bound, context)
            case "ratio":
                return _ratio_limit(bound, context)
            case "change":
                return self._change_limit(bound, context)
            case "difference":
                return self._difference(bound, context)
            case "plain":
                return self._number(bound, context)

    def _number(self, bound: tree.Number, context: Context) -> Limit:
        member = concepts.any_member(self.key)
        by = conversion_of(member, self.measure, bound, context)
        unit = display(by.unit)
        value = Fraction(bound.digits) * by.scale + by.offset
        text = f"{bound.digits} {unit}".strip()
        if steps := analytes()[member].levels:
            # A number counts only where it is one of the words: BI-RADS 5 isn't rank 5, and 4 is no level.
            rank = scales.level(member, bound.digits)
            if rank is None:
                shown = ", ".join(words[0] for _, words in steps)
                context.wrong(
                    "Q006", f"{bound.digits} is no level of {self.measure.name}", bound.span, f"write {shown}"
                )
                raise Unresolved
            value, text = rank, scales.level_name(member, rank)
        made = Limit(value, _NONE, None, unit, by.scale, by.offset, by.basis, text, by.molar)
        if bound.also is None:
            return made
        again = self._number(bound.also, context)
        apart = _APART if again.molar != made.molar else Fraction(0)
        if abs(made.add - again.add) > apart * max(abs(made.add), abs(again.add)):
            own = display(analytes()[member].unit)
            message = f"{text} and {again.text} are not the same: {show(made.add, 3)} and {show(again.add, 3)} {own}"
            context.wrong("Q007", message, bound.span, "check both numbers against the protocol")
            raise Unresolved
        text = f"{text} [{again.text}]"
        return replace(made, text=text, also=replace(again, text=text) if again.molar != made.molar else None)

    def _multiple(self, bound: tree.Multiple, context: Context) -> Limit:
        member = concepts.any_member(self.key)
        of_value = bound.of in ("baseline", "nadir")
        allowed = self.form == "plain" and self.key not in measure_families()
        if not allowed or not (of_value or analytes()[member].limits):
            help_ = (
                "an INR is a ratio already: write the limit as a number"
                if member == "inr"
                else "state the limit in years"
                if self.form == "age"
                else "write the limit as a number with its unit"
            )
            context.wrong("Q005", f"{self.measure.name} has no {bound.of}", bound.span, help_)
            raise Unresolved
        factor = Fraction(bound.factor or "1")
        scaled = f"{bound.factor} x {bound.of}" if bound.factor else bound.of
        if bound.plus is None:
            return Limit(_NONE, factor, bound.of, display(self.measure.unit), _ONE, _NONE, "", scaled)
        by = conversion_of(member, self.measure, bound.plus, context)
        # A difference: the offset of an affine scale doesn't take part.
        add = Fraction(bound.plus.digits) * by.scale
        unit = display(by.unit)
        text = f"{scaled} + {bound.plus.digits} {unit}".strip()
        return Limit(add, factor, bound.of, unit, by.scale, by.offset, "", text)

    def _level(self, bound: tree.Level, context: Context) -> Limit:
        member = concepts.any_member(self.key)
        rank = scales.level(member, bound.text) if self.form == "plain" and analytes()[member].levels else None
        if rank is not None:
            return Limit(rank, _NONE, None, "", _ONE, _NONE, "", scales.level_name(member, rank) or bound.text)
        return self.limit(tree.Number(bound.text, "", True, None, bound.span), context)

    def _change_limit(self, bound: tree.Number, context: Context) -> Limit:
        """In percent of the earlier value, or in the analyte's units."""
        own = analytes()[self.key].unit
        if bound.unit == "%" and own == "%":
            help_ = f"write `{bound.digits} points`, or a multiple: `<= 0.9 x baseline`"
            context.wrong("Q009", f"{bound.digits} % of the value, or {bound.digits} points of it?", bound.span, help_)
            raise Unresolved
        if bound.unit == "%":
            return Limit(Fraction(bound.digits), _NONE, None, "%", _ONE, _NONE, "", f"{bound.digits} %")
        if own == "%" and bound.unit.casefold() in ("points", "point"):
            return Limit(Fraction(bound.digits), _NONE, None, "points", _ONE, _NONE, "", f"{bound.digits} points")
        return self._difference(bound, context)

    def _difference(self, bound: tree.Number, context: Context) -> Limit:
        """A distance of two values: the offset of an affine scale doesn't take part."""
        by = conversion_of(self.key, self.measure, bound, context)
        unit = display(by.unit)
        text = f"{bound.digits} {unit}".strip()
        return Limit(Fraction(bound.digits) * by.scale, _NONE, None, unit, by.scale, _NONE, "", text, by.molar)


def named(key: str) -> Subject:
    """The subject behind an analyte's or a family's name."""
    if key == "age":
        return Subject("age", "age", Measure("age", (), (), "year", age="year"))
    return Subject("plain", key, measure_of(key))


def quantity(node: tree.Quantity, context: Context) -> Subject:
    """A change, a ratio, a difference. Notes N001, Q002 or L004 and raises Unresolved."""
    keys = [_analyte(name, context) for name in node.names]
    own = [analytes()[key] for key in keys]
    if node.form == "change":
        direction, _, since = node.word.partition(" from ")
        change = Change(
            cast(Literal["increase", "decrease"], direction), cast(Literal["baseline", "nadir"], since), False
        )
        measure = replace(measure_of(keys[0]), name=node.text, change=change, formulas=(), hints=())
        return Subject("change", keys[0], measure)
    if keys[0] == keys[1]:
        context.wrong("L004", f"{own[0].name} twice: this is always the same", node.span, "name two analytes")
        raise Unresolved
    if own[0].unit != own[1].unit:
        units = " and ".join(display(one.unit) or "no unit" for one in own)
        message = f"{own[0].name} and {own[1].name} are measured in {units}"
        context.wrong("Q002", message, node.span, "a ratio or difference takes two analytes of one unit")
        raise Unresolved
    ratio = node.form == "ratio"
    pair = Pair("ratio" if ratio else "difference", keys[0], keys[1])
    unit = "1" if ratio else own[0].unit
    measure = Measure(node.text, (keys[0], keys[1]), (), unit, pair=pair)
    return Subject("ratio" if ratio else "difference", keys[0], measure)


def _analyte(name: tree.Name, context: Context) -> str:
    key = concepts.lookup("measure", name.text)
    if key is None:
        context.wrong("N001", f"unknown analyte `{name.text}`", name.span, concepts.suggest(name.text, "measure"))
        raise Unresolved
    if key not in analytes():
        context.wrong("L004", f"{name.text} is no single analyte", name.span, "name one that is measured")
        raise Unresolved
    return key


@lru_cache(maxsize=1024)
def measure_of(key: str) -> Measure:
    """The measure behind a name: an analyte, with its formulas if it has some, or a family of methods."""
    family = measure_families().get(key)
    if family:
        unit = analytes()[family.members[0]].unit
        computed = tuple((member, formula) for member in family.members for formula in concepts.formulas(member))
        # A computed value decides where the name itself says that the value is an estimate, or which one it is.
        return Measure(
            family.name,
            family.members,
            computed if family.computed else (),
            unit,
            () if family.computed else computed,
        )
    analyte = analytes()[key]
    return Measure(analyte.name, (key,), tuple((key, own) for own in concepts.formulas(key)), analyte.unit)


def _age_limit(bound: tree.Number, context: Context) -> Limit:
    unit = bound.unit.casefold().rstrip("s")
    if unit not in _AGE:
        help_ = "write the age in years" if bound.unit else f"write {bound.digits} years"
        context.wrong("Q002" if bound.unit else "Q004", "an age is counted in years or months", bound.span, help_)
        raise Unresolved
    if "." in bound.digits:
        context.wrong("Q002", "an age is counted in completed years", bound.span, "write it in months")
        raise Unresolved
    return Limit(Fraction(bound.digits), _NONE, None, f"{unit}s", _ONE, _NONE, "", f"{bound.digits} {unit}s")


def _ratio_limit(bound: tree.Number, context: Context) -> Limit:
    if bound.unit:
        context.wrong("Q002", f"a ratio has no unit, and {bound.unit} is one", bound.span, f"write {bound.digits}")
        raise Unresolved
    return Limit(Fraction(bound.digits), _NONE, None, "", _ONE, _NONE, "", bound.digits)


def _usual(member: str, number: Fraction) -> list[str]:
    """The units in which this number would be a usual limit of the analyte."""
    low, high = analytes()[member].threshold_low, analytes()[member].threshold_high
    found = []
    for unit in units_of(member):
        by = conversion(member, unit)
        if by is not None and low is not None and high is not None and low <= number * by.scale + by.offset <= high:
            found.append(unit)
    return found


def conversion_of(member: str, measure: Measure, number: tree.Number, context: Context) -> Conversion:
    """From the number's unit to the analyte's. Notes Q001, Q002 or Q004 and raises Unresolved."""
    found = conversion(member, number.unit)
    if found is not None:
        return found
    units = [display(unit) for unit in _usual(member, Fraction(number.digits)) or units_of(member)]
    if not number.unit:
        context.wrong(
            "Q004", f"{measure.name} needs a unit", number.span,
            f"write {' or '.join(f'{number.digits} {unit}' for unit in units[:2])}",
        )  # fmt: skip
        raise Unresolved
    named = " or ".join(unit for unit in units[:3] if unit)
    help_ = f"for {measure.name}, write {named or f'{number.digits} without a unit'}"
    if number.unit in _TIME or families(number.unit):
        context.wrong("Q002", f"{number.unit} is no unit of {measure.name}", number.span, help_)
        raise Unresolved
    # Only a spelling that no table holds costs the import of the unit library.
    from eligo.quantity.dimension import WrongDimension, ask_pint

    asked = ask_pint(member, number.unit)
    if isinstance(asked, WrongDimension):
        context.wrong("Q002", asked.words, number.span, help_)
        raise Unresolved
    if asked is None:
        close = [shown for unit in nearest(member, number.unit) if (shown := display(unit))]
        better = f"did you mean {' or '.join(close)}?" if close else help_
        context.wrong("Q001", f"unknown unit `{number.unit}`", number.span, better)
        raise Unresolved
    return asked

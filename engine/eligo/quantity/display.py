"""Units as people read them: UCUM without its brackets and braces. Every spelling here reads back."""

_WHOLE = {"1": "", "{score}": "", "{INR}": "", "{ratio}": "", "mg/(24.h)": "mg/24h", "g/(24.h)": "g/24h"}


def display(unit: str) -> str:
    """`mL/min/{1.73_m2}` as mL/min/1.73m2, `mm[Hg]` as mmHg, `m[IU]/mL` as mIU/mL; a score has no unit."""
    if unit in _WHOLE:
        return _WHOLE[unit]
    plain = unit.replace("{1.73_m2}", "1.73m2").replace("[arb'U]", "U")
    return plain.replace("[", "").replace("]", "").replace("{", "").replace("}", "")

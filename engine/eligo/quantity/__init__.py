"""Numbers and units, exact.

In: numbers as JSON, files or protocols write them, and units as UCUM or hospitals write them.
Out: Fractions, and for each analyte and unit the exact conversion to the analyte's own unit.
Always: no float inside and no tolerance; NaN and infinity are refused; a unit is understood within
the analyte's families only, and a pair that the table doesn't hold is None, never a guess; mass and
amount meet through a molar mass only; a clearance with and one without body surface area are told
apart by their basis. At run time two shipped tables are read; pint, which is slow to load, makes
them (`python -m eligo.quantity.build`) and is asked at compile time about a unit that they lack.
"""

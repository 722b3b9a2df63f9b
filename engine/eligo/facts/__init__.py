"""Patient profiles: read, checked, and put into exact numbers, known names and date intervals.

In: JSON files in the profile format (docs/patient.md). Out: `patient.Patient` and diagnostics.
Always: numbers are exact fractions in their analyte's unit, or carry the reason why they can't be used;
a name that isn't known is kept and named; a file that can't be read never stops the others.
"""

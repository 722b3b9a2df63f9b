"""The core expression: all that crosses from the criteria language to the evaluators.

In: what `resolve` builds (names looked up, units converted, exceptions told apart).
Out: an immutable tree of about a dozen node kinds, printable as JSON and digestible.
Always: every number is an exact fraction in its analyte's own unit; every node knows the place
in the criteria file it came from; nothing here knows a patient, a grammar or a file.
"""

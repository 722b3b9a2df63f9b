"""The names Eligo knows: analytes, conditions, therapies, tests, statements, with parents and sources.

In: the CSV tables of data/, one each. Out: `concepts.index()` and its lookups, `analytes.analytes()`.
Always: a name has one meaning in its table; parents exist and form no cycle; every row names its source.
Tables grow; this code doesn't.
"""

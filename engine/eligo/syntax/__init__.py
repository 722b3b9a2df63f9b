"""From the text of a criteria file to its syntax tree, and back.

In: text. Out: `tree.File` with a span on every node, and diagnostics; `printer.show` is the inverse.
Always: parse(show(tree)) is the same tree but for spans; comments are kept; an error in one
criterion never hides another; no name has a meaning yet beyond its kind.
"""

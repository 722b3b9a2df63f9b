"""From the syntax tree to the core expression: names to concepts, units to exact factors, phrases to nodes.

In: `tree.File`. Out: `core.nodes.Trial` and diagnostics; what doesn't resolve is left out and named.
Always: a trial that resolves without an error has no unknown name, no number without a unit, and
every limit in its analyte's own unit.
"""

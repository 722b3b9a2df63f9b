"""From the core expression and a patient to verdicts with their reasons.

In: `core.nodes.Trial` and `facts.patient.Patient`. Out: `screening.Screening`.
`interpreter.py` is the specification of meaning. Always: three-valued logic (strong Kleene); an
UNKNOWN names the facts that would settle it; every leaf shows the entry or result it used;
nothing here reads a clock, a file, or the criteria language.
"""

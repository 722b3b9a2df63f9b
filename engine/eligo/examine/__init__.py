"""What is odd about a trial that compiles, and a patient who shows it: overlaps, contradictions, what never counts.

In: `core.nodes.Trial`. Out: `Finding`s, each a diagnostic and, where one can exist, a profile that shows it.
Always: what a patient shows was seen by running that patient; what no patient can do was reasoned from
parts that are fully understood, and a search found no patient who does it. What isn't understood is
never reasoned about: when in doubt, nothing is said.
"""

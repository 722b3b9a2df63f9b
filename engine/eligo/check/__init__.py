"""What is wrong with a trial that reads and resolves: doubled criteria, implausible limits, contradictions.

In: `tree.File` and `core.nodes.Trial`. Out: diagnostics. Always: no patient is needed; a trial
without an error here can be screened.
"""

"""A screening as people and programs read it: the result objects, JSON, the terminal's report.

In: `evaluate.screening.Screening`. Out: `model.Result`, text. Always: the JSON and the text say the
same; nothing here decides anything.
"""

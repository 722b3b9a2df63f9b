"""What can stand where: the words before others that decide how those are read."""

from __future__ import annotations

# What begins with a sentence and not with names of the file's own.
SENTENCES = ("DEFINE", "PARAMETER", "INCLUDE", "LIBRARY", "RESULTS", "COUNT")
COMPARING = ("LE", "GE", "LT", "GT", "EQ", "AT_LEAST", "AT_MOST", "MORE_THAN", "LESS_THAN", "BETWEEN")
BEFORE_VALUE = ("MEASURE", "IS", *COMPARING)
WORSENING = ("ecog", "ecog_or_kps", "ecog_or_kps_family", "mrs")
JOINING = ("OR", "AND", "COMMA", "TO")

# A spelling of several tables is read as the kind that the word before it asks for.
EXPECTED = {
    "BEFORE": "ANCHOR", "AFTER": "ANCHOR", "OF": "ANCHOR", "TO": "ANCHOR", "BETWEEN": "ANCHOR",
    "PRIOR": "THERAPY", "CURRENT": "THERAPY", "INTENT": "THERAPY",
    "PRIOR_LINES_OF": "THERAPY", "SINCE": "THERAPY", "FROM": "THERAPY", "HISTORY_OF": "CONDITION",
    "FAMILY_HISTORY_OF": "CONDITION", "STATUS": "CONDITION", "CONFIRMED": "CONDITION", "TRAIT": "CONDITION",
    "INDICATION": "CONDITION", "RELATED_TO": "THERAPY", "COMBINED_WITH": "THERAPY", "DURING": "THERAPY",
    "ON_OR_AFTER": "THERAPY", "CYCLES_OF": "THERAPY", "STABLE_DOSE": "THERAPY", "CUMULATIVE_DOSE_OF": "THERAPY",
    "AS_THE_LATEST": "THERAPY", "AS_THE_FIRST": "THERAPY", "TEST": "WORD", "IS": "WORD",
}  # fmt: skip
QUANTIFIERS = ("AT_LEAST", "AT_MOST", "MORE_THAN", "LESS_THAN", "EXACTLY")

STEPPED = ("NUMBER", "LEVEL", "STAGE_VALUE", "TNM_VALUE")
# What stands before an alteration says one of these of it.
AHEAD = ("origin", "significance", "zygosity")
# Names behind which `to` tells a cause.
ALLERGIC = ("allergy", "hypersensitivity reaction")
# What a number of copies, or how it was tested, can stand behind.
OF_MARKERS = ("MARKER", "GENE", "ALTERATION", "COPIES", "TESTED_BY")
# What a dose, a site or a setting can stand behind.
OF_RECORDS = ("UNKNOWN", "CONDITION", "THERAPY", "SITE", "PURPOSE", "ALONE", "SETTING", "STOPPED", "DOSE", "NEED")

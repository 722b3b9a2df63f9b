"""The fixed words of the language, as phrases, and the terminal each one is.

Longest match wins, also against the names of the vocabulary, which are matched the same way.
"""

from __future__ import annotations

PHRASES: dict[str, str] = {
    # logic
    "and": "AND",
    "or": "OR",
    "not": "NOT",
    "no": "NO",
    "unless": "UNLESS",
    "if": "IF",
    "then": "THEN",
    "otherwise": "OTHERWISE",
    "only if": "ONLY_IF",
    "except": "EXCEPT",
    "read as": "READ_AS",
    "as": "AS",
    # comparisons
    "is": "IS",
    "are": "IS",
    "between": "BETWEEN",
    "at least": "AT_LEAST",
    "at most": "AT_MOST",
    "up to": "AT_MOST",
    "no more than": "AT_MOST",
    "no less than": "AT_LEAST",
    "more than": "MORE_THAN",
    "above": "MORE_THAN",
    "less than": "LESS_THAN",
    "fewer than": "LESS_THAN",
    "below": "LESS_THAN",
    "exactly": "EXACTLY",
    "either of": "EITHER_OF",
    "any of": "EITHER_OF",
    "all of": "ALL_OF",
    "both": "ALL_OF",
    # time
    "day": "TIMEUNIT",
    "week": "TIMEUNIT",
    "month": "TIMEUNIT",
    "year": "TIMEUNIT",
    "within": "WITHIN",
    "not within": "NOT_WITHIN",
    "in the last": "IN_THE_LAST",
    "in the past": "IN_THE_LAST",
    "before": "BEFORE",
    "prior to": "BEFORE",
    "since": "SINCE",
    "from": "FROM",
    "to": "TO",
    # conditions
    "active": "STATUS",
    "controlled": "STATUS",
    "resolved": "STATUS",
    "suspected": "STATUS",
    "history of": "HISTORY_OF",
    "family history of": "FAMILY_HISTORY_OF",
    "histologically confirmed": "CONFIRMED",
    "cytologically confirmed": "CONFIRMED",
    "histologically or cytologically confirmed": "CONFIRMED",
    "confirmed by histology": "CONFIRMED_BY",
    "confirmed by cytology": "CONFIRMED_BY",
    "confirmed by histology or cytology": "CONFIRMED_BY",
    "stage": "STAGE",
    "other": "OTHER",
    # therapies
    "prior": "PRIOR",
    "current": "CURRENT",
    "receiving": "CURRENT",
    "prior line of": "PRIOR_LINES_OF",
    "previous line of": "PRIOR_LINES_OF",
    "earlier line of": "PRIOR_LINES_OF",
    "counting": "COUNTING",
    "therapy only if progression": "ONLY_ON_PROGRESSION",
    "after its end": "AFTER_ITS_END",
    # people
    "female": "SEX",
    "male": "SEX",
    "women": "WOMEN",
    "men": "MEN",
    "women of childbearing potential": "WOCBP",
    # what a person says
    "attested": "ATTESTED",
    "judgment": "JUDGMENT",
    "judgement": "JUDGMENT",
    "unread": "UNREAD",
    "closed": "CLOSED",
    # limits
    "uln": "ULN",
    "lln": "LLN",
}

# Words of a line's start; they open a part of the file and are not words of a rule.
OPENERS = {
    "trial": "TRIAL",
    "version": "VERSION",
    "cohorts": "COHORTS",
    "inclusion": "INCLUSION",
    "exclusion": "EXCLUSION",
    "source": "SOURCE",
    "for": "FOR",
}

SYMBOLS = {
    "<=": "LE",
    "=<": "LE",
    "≤": "LE",
    ">=": "GE",
    "=>": "GE",
    "≥": "GE",
    "<": "LT",
    ">": "GT",
    "=": "EQ",
    "(": "LPAR",
    ")": "RPAR",
    ",": "COMMA",
    ":": "COLON",
    "+": "PLUS",
}

# What a reader calls each terminal, for messages. Grouped: many terminals are one thing to a reader.
SPOKEN: dict[str, str] = {
    "AND": "`and`", "OR": "`or`", "NOT": "`not`", "NO": "`no`", "UNLESS": "`unless`", "IF": "`if`",
    "THEN": "`then`", "OTHERWISE": "`otherwise`", "ONLY_IF": "`only if`", "EXCEPT": "`except`",
    "READ_AS": "`read as`", "OR_AS": "`or as`", "OR_LIMIT": "`or` with another limit",
    "AND_VALUE": "`and` with the upper number", "OR_VALUE": "`or` with another number",
    "AND_NAME": "`and` with another name", "OR_NAME": "`or` with another name",
    "LE": "a comparison (<=, >=, at least ...)", "GE": "a comparison (<=, >=, at least ...)",
    "LT": "a comparison (<=, >=, at least ...)", "GT": "a comparison (<=, >=, at least ...)",
    "EQ": "a comparison (<=, >=, at least ...)", "IS": "`is`", "BETWEEN": "`between`",
    "AT_LEAST": "a comparison (<=, >=, at least ...)", "AT_MOST": "a comparison (<=, >=, at least ...)",
    "MORE_THAN": "a comparison (<=, >=, at least ...)", "LESS_THAN": "a comparison (<=, >=, at least ...)",
    "EXACTLY": "`exactly`", "EITHER_OF": "`either of`", "ALL_OF": "`all of`",
    "NUMBER": "a number", "UNIT": "a unit", "BAD_UNIT": "a unit", "TIMES": "`x ULN` or `x LLN`",
    "ULN": "ULN", "LLN": "LLN", "TIMEUNIT": "days, weeks, months or years", "PLUS": "`+`",
    "WITHIN": "a time window", "NOT_WITHIN": "a time window", "IN_THE_LAST": "a time window",
    "BEFORE": "`before`", "SINCE": "`since`", "FROM": "`from`", "TO": "`to`",
    "ANCHOR": "an anchor such as `first dose`",
    "STATUS": "a condition", "HISTORY_OF": "a condition", "FAMILY_HISTORY_OF": "a condition",
    "CONFIRMED_BY": "`confirmed by`",
    "CONFIRMED": "a condition", "STAGE": "a condition", "STAGE_VALUE": "a stage such as IV", "OTHER": "a condition",
    "EXTENT": "a condition", "INTENT": "a therapy", "PRIOR": "a therapy", "CURRENT": "a therapy",
    "PRIOR_LINES_OF": "`prior lines of`", "COUNTING": "`counting`",
    "ONLY_ON_PROGRESSION": "`therapy only if progression`", "AFTER_ITS_END": "`after its end`",
    "MEASURE": "an analyte or score", "TEST": "a test", "WORD": "an answer such as `negative`",
    "CONDITION": "a condition", "THERAPY": "a therapy", "STATEMENT": "a statement of the site",
    "UNKNOWN": "a name", "SEX": "`female` or `male`", "WOMEN": "`women`", "MEN": "`men`",
    "WOCBP": "`women of childbearing potential`", "ATTESTED": "`attested`", "JUDGMENT": "`judgment`",
    "UNREAD": "`unread`", "CLOSED": "`closed`", "STRING": 'a text in "quotes"', "LPAR": "`(`", "RPAR": "`)`",
    "COMMA": "a comma", "COLON": "a colon", "TRIAL": "`trial`", "VERSION": "`version`", "COHORTS": "`cohorts`",
    "INCLUSION": "the next criterion", "EXCLUSION": "the next criterion", "SOURCE": "`source`",
    "FOR": "`for ...:`", "ID": "a number such as 9f", "$END": "the end of the criterion",
}  # fmt: skip

NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
}

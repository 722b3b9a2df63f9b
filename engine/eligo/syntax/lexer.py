"""Text into words of the language: phrases, names of the vocabulary, numbers with their units.

Longest match wins. A second pass tells the connectives apart by what stands beside them. The lexer
never fails: what it can't place becomes an UNKNOWN name or a diagnostic, and reading goes on.
"""

from __future__ import annotations

import re

from lark import Token

from eligo.quantity.numbers import MOST_DIGITS
from eligo.quantity.units import match_unit
from eligo.syntax import patterns
from eligo.syntax.connectives import settle
from eligo.syntax.cursor import Cursor, Lexed
from eligo.syntax.stands import (
    ALLERGIC,
    BEFORE_VALUE,
    COMPARING,
    JOINING,
    OF_MARKERS,
    OF_RECORDS,
    QUANTIFIERS,
    SENTENCES,
)
from eligo.syntax.words import NUMBER_WORDS, SYMBOLS
from eligo.vocabulary import concepts, variants
from eligo.vocabulary.analytes import analytes
from eligo.vocabulary.names import WORD, key


def read(text: str) -> Lexed:
    """All the tokens of a criteria file."""
    out = Lexed()
    _Reader(text, out).run()
    _together(out.tokens)
    out.tokens = settle(out.tokens, out.diagnostics)
    return out


def _together(tokens: list[Token]) -> None:
    """In a list with tests, a name that is a measure as well is the test: `HBsAg or HBV DNA positive`."""
    for places in (range(len(tokens) - 2), range(len(tokens) - 3, -1, -1)):
        for at in places:
            first, joint, second = tokens[at : at + 3]
            if joint.type not in ("AND", "OR", "COMMA") or {first.type, second.type} != {"TEST", "MEASURE"}:
                continue
            other = at if first.type == "MEASURE" else at + 2
            if concepts.lookup("test", tokens[other]):
                old = tokens[other]
                tokens[other] = Token("TEST", str(old), old.start_pos, end_pos=old.end_pos)


class _Reader(Cursor):
    """Token by token, line by line."""

    def run(self) -> None:
        text = self.text
        while self.pos < len(text):
            char = text[self.pos]
            if char == "\n":
                self.pos += 1
                self.line_start = True
                self.header = self.header and self._last() == "COMMA"
            elif blank := patterns.BLANK.match(text, self.pos):
                self.pos = blank.end()
            elif char == "#":
                end = text.find("\n", self.pos)
                end = len(text) if end < 0 else end
                self.out.comments.append(Token("COMMENT", text[self.pos : end].rstrip(), self.pos, end_pos=end))
                self.pos = end
            elif char == '"':
                self._string()
                self.line_start = False
            elif self.line_start and (opener := patterns.OPENER.match(text, self.pos)):
                self._emit(opener.group().strip().upper(), opener.end())
                self.header = self._last() not in SENTENCES
                self.measure = ""
                self.line_start = False
            else:
                self.line_start = False
                self._header_word() if self.header else self._word()

    # -- one piece each ------------------------------------------------------------------------

    def _header_word(self) -> None:
        if self.text[self.pos] in ":,":
            colon = self.text[self.pos] == ":"
            self._emit("COLON" if colon else "COMMA", self.pos + 1)
            self.header = not colon
            return
        # The opener `for` of a line is taken by run(); this one stands behind a criterion's number.
        if re.compile(r"for\b").match(self.text, self.pos):
            self._emit("FOR", self.pos + 3)
            return
        if self._last() == "STRING" and re.compile(r"source[ \t]*\"").match(self.text, self.pos):
            self._emit("SOURCE", self.pos + len("source"))
            return
        found = self._phrase(self.pos)
        if found and found[0] == "AGED" and self._last() in ("FOR", "WOMEN", "MEN", "WOCBP"):
            self._emit(*found)
            self.measure, self.header = "age", False
        elif found and found[0] in ("WOCBP", "WOMEN", "MEN", "CLOSED") and self._last() != "COHORTS":
            self._emit(*found)
        elif found and found[0] == "AND":
            self._emit("COMMA", found[1])
        elif identifier := patterns.ID.match(self.text, self.pos):
            self._emit("ID", identifier.end())
        else:
            self._stray()

    def _word(self) -> None:
        text, pos = self.text, self.pos
        if (symbol := text[pos : pos + 2]) in SYMBOLS or (symbol := text[pos]) in SYMBOLS:
            self._emit(SYMBOLS[symbol], pos + len(symbol))
            return
        if self._category():
            return
        if level := self._level():
            self._emit("LEVEL", level)
            if between := patterns.RANGE.match(text, self.pos):
                self._emit("TO", between.end(), "to")
            return
        if (grade := patterns.GRADE.match(text, pos)) or (grade := patterns.OCCASIONS.match(text, pos)):
            graded = grade.re is patterns.GRADE
            number = patterns.counted(grade.group(1) or "") if grade.group(1) or not graded else patterns.scale(grade)
            self._emit("GRADE" if graded else "OCCASIONS", grade.end(), number)
            return
        if self._last() in COMPARING and self._last(1) in OF_RECORDS[1:] and (dose := patterns.DOSE.match(text, pos)):
            self._emit("DOSE", dose.end())
            return
        if self._behind_marker():
            return
        pressed = self._last() in COMPARING and self._last(1) == "BLOOD_PRESSURE"
        if pressed and (both := patterns.PRESSURE.match(text, pos)):
            self._emit("PRESSURE", both.end())
            return
        if self._last() in OF_RECORDS and (recovered := patterns.RECOVERED.match(text, pos)):
            left = "not " if recovered.group(1) else ""
            self._emit("RECOVERED_TO", recovered.end(), f"{left}{recovered.group(2) or 'any'}")
            return
        found = self._phrase(pos)
        if self._marker(found):
            return
        if (found is None or found[0] in ("TO", "OF", "DURING")) and self._site():
            return
        if found and found[0] == "OF" and self._last() not in ("NUMBER", "GRADE", "TIMEUNIT", "HALF_LIVES"):
            # `a GFR of at least 50`
            found = ("IS", found[1]) if self._last() in ("MEASURE", "CHANGE") else None
        second = self._last() == "AND" and "BETWEEN" in (self._last(2), self._last(3))
        negative = (second or self._last() in COMPARING) and patterns.NEGATIVE.match(text, pos)
        if negative or (text[pos] in "0123456789" and not (found and found[0] not in ("UNKNOWN",))):
            self._number()
        elif found and found[0] == "TO" and self._last() == "CONDITION" and self._allergic():
            self._emit("RELATED_TO", found[1])
        elif found:
            cut = {"THERAPY": self._before_site, "CONDITION": self._before_cause}.get(found[0])
            self._emit(found[0], cut(found[1]) if cut else found[1])
            if found[0] == "MEASURE":
                self.measure = concepts.lookup("measure", self.out.tokens[-1]) or ""
        elif (word := _NUMBER_WORD.match(text, pos)) and self._last() in QUANTIFIERS:
            self._emit("NUMBER", word.end(), NUMBER_WORDS[word.group().casefold()])
        elif (article := patterns.ARTICLE.match(text, pos)) and self._last() != "UNKNOWN":
            self.pos = article.end()
        elif chunk := WORD.match(text, pos):
            self._unknown(patterns.glued(self.text, chunk.end()))
        else:
            self._stray()

    def _marker(self, found: tuple[str, int] | None) -> bool:
        """A gene, its alteration, or both; one that ends where another name ends is that name."""
        listed = self._last() in (*JOINING, "EXCEPT") and self._last(1) in OF_MARKERS
        read = variants.match(self.text, self.pos, geneless=listed)
        end = read.end if read else 0
        whole = read is not None and bool(read.variants)
        if read is None or (found is not None and (found[0] == "MARKED" or found[1] > end)):
            return False
        # `EGFR >= 60` is a measure for who writes it large.
        if found is not None and found[1] == end and not whole and patterns.COMPARES.match(self.text, end):
            return False
        self._emit("GENE" if not whole else "MARKER" if read.genes else "ALTERATION", end)
        return True

    def _behind_marker(self) -> bool:
        """How many copies, or how it was tested: `with at least 6 copies`, `by NGS or FISH`, `in tumor tissue`."""
        text, last = self.text, self._last()
        if last in COMPARING and self._last(1) in OF_MARKERS and (copies := patterns.COPIES.match(text, self.pos)):
            self._emit("COPIES", copies.end(), copies.group(1))
            return True
        listed = last in ("OR", "COMMA") and self._last(1) == "TESTED_BY"
        if last not in OF_MARKERS and not listed:
            return False
        if word := patterns.WITH.match(text, self.pos):
            self.pos = word.end()
            return True
        lead = (patterns.ANOTHER if listed else patterns.TESTED_BY).match(text, self.pos)
        self.tested = True
        found = self._phrase(lead.end()) if lead else None
        self.tested = False
        if lead is None or found is None or found[0] != "MARKED":
            return False
        how = text[lead.end() : found[1]]
        # The first of a list tells its preposition as well.
        self._emit("TESTED_BY", found[1], how if listed else f"{lead.group(1).casefold()} {how}")
        return True

    def _allergic(self) -> bool:
        """Whether what was named last is an allergy: `hypersensitivity to carboplatin` tells its cause."""
        name = concepts.lookup("condition", self.out.tokens[-1]) or ""
        return not {name, *concepts.ancestors("condition", name)}.isdisjoint(ALLERGIC)

    def _category(self) -> bool:
        """A stage, or a category of TNM, where one can stand."""
        last, before = self._last(), self._last(1)
        for kind, pattern in (("STAGE", patterns.STAGE), ("TNM", patterns.TNM)):
            expected = last == kind or (before == f"{kind}_VALUE" and last in ("OR", "COMMA", "TO"))
            # `TNM T3 N1 M0` says of each letter what `TNM T3 TNM N1 TNM M0` does.
            another = kind == "TNM" and last == "TNM_VALUE"
            if (expected or another) and (value := pattern.match(self.text, self.pos)):
                if another:
                    self.out.tokens.append(Token("TNM", "TNM", self.pos, end_pos=self.pos))
                self._emit(f"{kind}_VALUE", value.end())
                if between := (patterns.RANGE if kind == "STAGE" else patterns.TNM_RANGE).match(self.text, self.pos):
                    self._emit("TO", between.end(), "to")
                return True
        return False

    def _site(self) -> bool:
        """A place of the body behind a name: `to the brain`, and others after `or`."""
        start, listed = self.pos, self._last(1) == "SITE" and self._last() in ("OR", "COMMA")
        lead = patterns.AT_SITE.match(self.text, start)
        if lead is None and not listed:
            return False
        start = lead.end() if lead else start
        if not listed and self._last() not in OF_RECORDS:
            return False
        end = self._place(start)
        if not end:
            return False
        place = self.text[start:end]
        # The first of a list tells its preposition as well.
        self._emit("SITE", end, place if listed or lead is None else f"{lead.group(1).casefold()} {place}")
        return True

    def _before_site(self, end: int) -> int:
        """Where a therapy ends before a place that its spelling holds, as `radiotherapy to the brain` does."""
        said = self.text[self.pos : end]
        if key(said) == key(concepts.lookup("therapy", said) or ""):
            return end
        for lead in patterns.AT_SITE.finditer(self.text, self.pos, end):
            if self._place(lead.end()) >= end and concepts.lookup("therapy", self.text[self.pos : lead.start()]):
                return lead.start()
        return end

    def _before_cause(self, end: int) -> int:
        """Where an allergy ends before the drug that its spelling holds: `hypersensitivity to cetuximab`."""
        lead = patterns.TO.search(self.text, self.pos, end)
        if lead is None or concepts.lookup("therapy", self.text[lead.end() : end]) is None:
            return end
        disposition = concepts.lookup("condition", self.text[self.pos : lead.start()])
        return lead.start() if disposition in ALLERGIC else end

    def _place(self, start: int) -> int:
        """The end of the place of the body that starts here, 0 for none."""
        self.sited = True
        found = self._phrase(start)
        self.sited = False
        return found[1] if found and found[0] == "SITE" else 0

    def _number(self) -> None:
        match = patterns.NUMBER.match(self.text, self.pos)
        assert match is not None  # called on a digit, or a minus before one
        value = match.group().replace("−", "-")
        if "," in value:
            value = self._comma(value, match.end())
        if len(value) > MOST_DIGITS:
            self._wrong("Q003", f"a number of {len(value)} digits", match.end(), "check it against the protocol")
            value = "1"
        self._emit("NUMBER", match.end(), value)
        if times := patterns.TIMES.match(self.text, self.pos):
            kind = 1 if times.group(1) else 2
            self._emit("TIMES", times.start(kind))
            self._emit(times.group(1).upper() if kind == 1 else "BASELINE", times.end())
            return
        if (between := patterns.RANGE.match(self.text, self.pos)) and self._scored():
            self._emit("TO", between.end(), "to")
            return
        blank = patterns.BLANK.match(self.text, self.pos)
        start = blank.end() if blank else self.pos
        found = self._phrase(start)
        if found and found[0] == "TIMEUNIT":
            return
        if points := patterns.POINTS.match(self.text, start):
            self._emit("BAD_UNIT", points.end(), "points")
            return
        end = match_unit(self.text, start)
        if end > start:
            self.pos = start
            self._emit("UNIT", end)
        elif (
            not found
            and not patterns.OCCASIONS.match(self.text, start)
            and (chunk := patterns.CHUNK.match(self.text, start))
            and not chunk.group()[0].isdigit()
        ):
            self.pos = start
            self._emit("BAD_UNIT", chunk.end())

    def _scored(self) -> bool:
        """Whether the measure last named is a score, or what is counted is a grade: `0-1` is a range of it."""
        known = analytes().get(concepts.any_member(self.measure)) if self.measure else None
        return (known is not None and known.unit == "{score}") or "GRADE" in (self._last(1), self._last(2))

    def _level(self) -> int:
        """The end of a class of the measure last named (`II`, `2+`) where a value can stand; 0 for none."""
        last = self._last()
        if last in BEFORE_VALUE or (last in JOINING and self._last(1) in ("LEVEL", "BETWEEN", "NUMBER")):
            known = analytes().get(self.measure)
            classes = patterns.levels(self.measure) if known is not None and known.levels else None
            if classes is not None and (found := classes.match(self.text, self.pos)):
                return found.end()
        return 0

    def _comma(self, value: str, end: int) -> str:
        """Note a number with commas; what the rest of the rule is read with."""
        joined, decimal = value.replace(",", ""), value.replace(",", ".", 1)
        groups = value.partition(".")[0].split(",")
        thousands = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3
        if len(groups) > 2 or "." in value:
            self._wrong("S003", f"{value} has separators", end, f"write {joined}")
            return joined
        if thousands:
            self._wrong("S003", f"{value} can be read in two ways", end, f"write {joined} or {decimal}")
            return joined
        self._wrong("S003", f"{value} has a decimal comma", end, f"write {decimal}")
        return decimal


_NUMBER_WORD = re.compile(rf"(?:{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)

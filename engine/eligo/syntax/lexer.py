"""Text into words of the language: phrases, names of the vocabulary, numbers with their units.

Longest match wins. A second pass tells the connectives apart by what stands beside them. The lexer
never fails: what it can't place becomes an UNKNOWN name or a diagnostic, and reading goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lark import Token

from eligo.diagnostics import Diagnostic
from eligo.quantity.numbers import MOST_DIGITS
from eligo.quantity.units import match_unit
from eligo.syntax import patterns, phrasebook
from eligo.syntax.connectives import settle
from eligo.syntax.stands import (
    BEFORE_VALUE,
    COMPARING,
    EXPECTED,
    JOINING,
    OF_RECORDS,
    QUANTIFIERS,
    SENTENCES,
    STEPPED,
    WORSENING,
)
from eligo.syntax.words import NUMBER_WORDS, SYMBOLS
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes
from eligo.vocabulary.names import WORD, fold, key


@dataclass(slots=True)
class Lexed:
    """The tokens, the comments beside them, and what was wrong."""

    tokens: list[Token] = field(default_factory=list)
    comments: list[Token] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def read(text: str) -> Lexed:
    """All the tokens of a criteria file."""
    out = Lexed()
    _Reader(text, out).run()
    out.tokens = settle(out.tokens, out.diagnostics)
    return out


class _Reader:
    def __init__(self, text: str, out: Lexed) -> None:
        self.text = text
        self.out = out
        self.pos = 0
        self.line_start = True
        self.header = False
        self.unknown_end = -1
        self.measure = ""  # the measure last named: its classes and scores are read as values
        self.sited = False  # whether a place of the body is what is looked for

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

    def _string(self) -> None:
        line_end = self.text.find("\n", self.pos)
        line_end = len(self.text) if line_end < 0 else line_end
        close = self.text.find('"', self.pos + 1, line_end)
        if close < 0:
            self._wrong("S005", "this text in quotes has no end", line_end, 'close it with " on the same line')
            close = line_end
        token = Token(
            "STRING",
            self.text[self.pos + 1 : close].strip(),
            self.pos,
            end_pos=min(close + 1, len(self.text)),
        )
        self.out.tokens.append(token)
        self.pos = max(min(close + 1, line_end), self.pos + 1)

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
        found = self._phrase(pos)
        if (found is None or found[0] in ("TO", "OF", "DURING")) and self._site():
            return
        if found and found[0] == "OF" and self._last() not in ("NUMBER", "GRADE", "TIMEUNIT", "HALF_LIVES"):
            # `a GFR of at least 50`
            found = ("IS", found[1]) if self._last() in ("MEASURE", "CHANGE") else None
        second = self._last() == "AND" and "BETWEEN" in (self._last(2), self._last(3))
        negative = (second or self._last() in COMPARING) and patterns.NEGATIVE.match(text, pos)
        if negative or (text[pos] in "0123456789" and not (found and found[0] not in ("UNKNOWN",))):
            self._number()
        elif found:
            self._emit(found[0], self._before_site(found[1]) if found[0] == "THERAPY" else found[1])
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

    def _worse_is_higher(self) -> bool:
        """Whether what was named goes up as it gets worse: a grade, a class, ECOG; not Karnofsky, not a value."""
        if "GRADE" in map(self._last, range(1, 5)):
            return True
        known = analytes().get(self.measure)
        return (known is not None and bool(known.levels)) or self.measure in WORSENING

    def _level(self) -> int:
        """The end of a class of the measure last named (`II`, `2+`) where a value can stand; 0 for none."""
        last = self._last()
        if last in BEFORE_VALUE or (last in JOINING and self._last(1) in ("LEVEL", "BETWEEN")):
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

    def _phrase(self, pos: int) -> tuple[str, int] | None:
        """The longest phrase or name that starts here: its terminal and its end."""
        node: phrasebook.Node | None = None
        at, best = pos, None
        text = self.text
        while word := WORD.match(text, at):
            folded = fold(word.group())
            following = node.next.get(folded) if node else phrasebook.begins(folded)
            if following is None:
                break
            node, end = following, word.end()
            possessive = patterns.POSSESSIVE.match(text, end)
            fitting = [
                terminal
                for terminal, exact in node.ends
                if (exact is None or text[pos:end] == exact) and self._fits(terminal, end)
            ]
            if fitting:
                wanted = "GRADED" if self._last(1) == "GRADE" else EXPECTED.get(self._last(), "")
                wanted = "SITE" if self.sited else "THERAPY" if self._after_progression() else wanted
                purpose = "PURPOSE" if self._purposed() else ""
                best = (next((one for one in (wanted, purpose) if one in fitting), fitting[0]), end)
            gap = patterns.BETWEEN_WORDS.match(text, possessive.end() if possessive else end)
            assert gap is not None  # the pattern matches nothing at all too
            if "\n" in gap.group() and patterns.OPENER.match(text, gap.start() + gap.group().index("\n") + 1):
                break
            at = gap.end()
        return best

    def _after_progression(self) -> bool:
        """Whether `after` counts from a treatment, and not from an anchor."""
        return self._last() == "AFTER" and "PROGRESSION" in map(self._last, range(1, 8))

    def _purposed(self) -> bool:
        """Whether what a treatment is for can stand here: behind `for`, or in the list behind it."""
        back = 0
        while self._last(back) in ("OR", "COMMA") and self._last(back + 1) in ("PURPOSE", "CONDITION"):
            back += 2
        return self._last(back) == "INDICATION"

    def _fits(self, terminal: str, end: int) -> bool:
        """Whether a word that means something in one place only stands there."""
        if terminal in ("SETTING", "STOPPED"):
            # The names themselves (`toxicity`, `induction`) are words of a profile, not of a rule.
            said = self.text[self.pos : end]
            name = concepts.lookup("setting" if terminal == "SETTING" else "stop", said)
            return self._last() in OF_RECORDS and key(said) != key(name or "")
        if terminal == "SITE":
            return self.sited
        if terminal == "PURPOSE":
            return self._purposed()
        if terminal in ("OR_HIGHER", "OR_LOWER"):
            worse = self.text[:end].casefold().endswith("worse") and not self._worse_is_higher()
            return self._last() in STEPPED and not worse and not patterns.THAN.match(self.text, end)
        return terminal != "GRADED" or self._last(1) == "GRADE"

    def _unknown(self, end: int) -> None:
        """Unknown words in a row are one unknown name."""
        tokens = self.out.tokens
        gap = self.text[self.unknown_end : self.pos] if self.unknown_end >= 0 else "\n"
        if tokens and tokens[-1].type == "UNKNOWN" and not gap.strip() and "\n" not in gap:
            start = tokens[-1].start_pos or 0
            tokens[-1] = Token("UNKNOWN", self.text[start:end], start, end_pos=end)
            self.pos = end
        else:
            self._emit("UNKNOWN", end)
        self.unknown_end = end

    def _stray(self) -> None:
        char = self.text[self.pos]
        tokens = self.out.diagnostics
        # A run of strays is one finding: garbage must not print a line a character.
        if tokens and tokens[-1].code == "S006" and tokens[-1].end == self.pos:
            last = tokens.pop()
            tokens.append(Diagnostic("S006", last.message, last.start, self.pos + 1, last.help))
        else:
            name = repr(char) if char.isprintable() else f"U+{ord(char):04X}"
            help_ = "write `or`, or `and`" if char == "/" else "remove it"
            self._wrong("S006", f"the character {name} has no meaning here", self.pos + 1, help_)
        self.pos += 1

    def _emit(self, terminal: str, end: int, value: str | None = None) -> None:
        text = self.text[self.pos : end] if value is None else value
        self.out.tokens.append(Token(terminal, text, self.pos, end_pos=end))
        self.pos = end

    def _last(self, back: int = 0) -> str:
        tokens = self.out.tokens
        return tokens[-1 - back].type if len(tokens) > back else ""

    def _wrong(self, code: str, message: str, end: int, help_: str) -> None:
        self.out.diagnostics.append(Diagnostic(code, message, self.pos, end, help_))


_NUMBER_WORD = re.compile(rf"(?:{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)

"""Where the lexer stands in a text, and the longest phrase or name that begins there."""

from __future__ import annotations

from dataclasses import dataclass, field

from lark import Token

from eligo.diagnostics import Diagnostic
from eligo.syntax import patterns, phrasebook
from eligo.syntax.stands import AHEAD, EXPECTED, OF_RECORDS, STEPPED, WORSENING
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes
from eligo.vocabulary.names import WORD, fold, key


@dataclass(slots=True)
class Lexed:
    """The tokens, the comments beside them, and what was wrong."""

    tokens: list[Token] = field(default_factory=list)
    comments: list[Token] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


class Cursor:
    """A place in a text, with the tokens before it."""

    def __init__(self, text: str, out: Lexed) -> None:
        self.text = text
        self.out = out
        self.pos = 0
        self.line_start = True
        self.header = False
        self.unknown_end = -1
        self.measure = ""  # the measure last named: its classes and scores are read as values
        self.sited = False  # whether a place of the body is what is looked for
        self.tested = False  # whether it is how, or in what, a gene was tested

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
                wanted = (
                    "MARKED"
                    if self.tested
                    else "SITE"
                    if self.sited
                    else "THERAPY"
                    if self._after_progression()
                    else wanted
                )
                purpose = "PURPOSE" if self._purposed() else ""
                # What is a test as well as a measure (`ER >= 1 %`, `ER positive`) is told by what follows.
                several = "MEASURE" if "TEST" in fitting else ""
                best = (next((one for one in (wanted, purpose, "NEED", several) if one in fitting), fitting[0]), end)
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
        if terminal == "MARKED":
            # `tumor` and `blood` are words of their own elsewhere.
            word = concepts.lookup("marked", self.text[self.pos : end]) if not self.tested else None
            return self.tested or (word is not None and concepts.table("marked")[word].row["attribute"] in AHEAD)
        if terminal == "WORD":
            # `not MSI-H` answers a test, and begins a rule elsewhere.
            return self._last() in ("TEST", "MEASURE", "IS", "UNKNOWN", "FINDING", "GENE", "MARKER")
        if terminal == "NEED":
            return self._last() == "REQUIRING" or (self._last() in ("OR", "COMMA") and self._last(1) == "NEED")
        if terminal == "PURPOSE":
            return self._purposed()
        if terminal in ("OR_HIGHER", "OR_LOWER"):
            worse = self.text[:end].casefold().endswith("worse") and not self._worse_is_higher()
            return self._last() in STEPPED and not worse and not patterns.THAN.match(self.text, end)
        return terminal != "GRADED" or self._last(1) == "GRADE"

    def _worse_is_higher(self) -> bool:
        """Whether what was named goes up as it gets worse: a grade, a class, ECOG; not Karnofsky, not a value."""
        if "GRADE" in map(self._last, range(1, 5)):
            return True
        known = analytes().get(self.measure)
        return (known is not None and bool(known.levels)) or self.measure in WORSENING

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

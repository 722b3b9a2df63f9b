"""From text to what is told of an alteration, without its gene: `exon 19 deletion`, `G12C`, `activating mutation`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from eligo.core.parts import Variant, VariantForm, VariantKind
from eligo.vocabulary.protein_changes import change_pattern, one_letter
from eligo.vocabulary.variant_tables import known_changes

_LENGTH = 160  # characters of a text that a marker may take
_HYPHENS = frozenset("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}")
_TIGHT = frozenset("/;")  # blanks around them mean nothing

_CODING = re.compile(r"(\()?c\.[-*]?\d[\w+\-*>]*(?(1)\)?)")
_SPLICE = re.compile(r"\d[+-][12](?!\d)")

_MUTATION = r"(?:co )?(?:mutations?|substitutions?|mutant|mutated|mut|mutational|variants?)"
_KINDS: tuple[tuple[VariantKind, str], ...] = (
    ("mutation", rf"{_MUTATION}|(?<=[A-Z0-9a-z])mt?"),
    ("fusion", r"(?:gene )?(?:fusions?|fused|rearrangements?|rearranged|translocations?|translocated)"
               r"(?: (?:genes?|transcripts?|oncogenes?))?"),
    ("amplification", r"(?:gene )?(?:amplifications?|amplified|amp)"),
    ("gain", r"(?:gene )?(?:copy number gains?|copy gains?|gains?(?: of copies)?|increased copy number)"),
    ("deletion", r"(?:gene )?(?:deletions?|deleted|"
                 r"(?:loss(?:es)?(?! expression| of (?:function|expression|protein|heterozygosity))))"),
    ("", r"(?:gene )?(?:alterations?|altered|aberrations?|abnormality|abnormalities|abnormal|anomaly|anomalies)"),
)  # fmt: skip
_NOUN = tuple((kind, re.compile(rf"(?:(?:gene|genes|genetic|genomic) )?{words}(?:\(s\))?(?!\w)"))
              for kind, words in _KINDS)  # fmt: skip
_WORDS = {"fusion": ("rearrangement", "translocation"), "deletion": ("loss",)}
_FORMS: tuple[tuple[VariantForm, str], ...] = (
    ("deletion", r"deletions?|deleted|del"),
    ("insertion", r"insertions?|ins"),
    ("duplication", r"duplications?|dup"),
    ("delins", r"delins|indels?"),
    ("skipping", r"skipping|skipped|skip"),
    ("splice", r"splice site|splice"),
    ("frameshift", r"frame ?shift"),
)
_FORM = tuple((form, re.compile(rf"(?:in frame )?(?:{words})(?:\(s\))?(?!\w)")) for form, words in _FORMS)
_STANDING: tuple[tuple[VariantForm, str], ...] = (
    ("splice", r"splice(?: site)?"),
    ("frameshift", r"frame ?shift"),
    ("nonsense", r"nonsense"),
    ("substitution", r"missense|point"),
    ("insertion", r"(?:in frame )?insertions?|ins"),
)
_OTHER_FORM = tuple((form, re.compile(rf"(?:{words})(?!\w)")) for form, words in _STANDING)
_EXON = re.compile(r"(?:in |of |at )?exons? ?(\d{1,2})((?:/\d{1,2})*)(?![\d.])")
_SHORT_EXON = re.compile(
    r"(?:(?P<before>del|ins|dup) ?(?P<one>\d{2})(?!\d)"
    r"|(?:ex ?|e(?=\d{2} ?(?:del|ins))|(?=\d{2} ?(?:del|ins|dup)))(?P<two>\d{1,2}) ?"
    r"(?P<after>del|deletion|ins|insertion|dup|skipping|skip)?)(?![\w.])"
)
_CODON = re.compile(r"(?:in |at |of )?(?:codon|position|amino acid)s? ?(\d{1,4})((?:/\d{1,4})*)(?![\d.])")
_MORE = re.compile(r"(?:/[ACDEFGHIKLMNPQRSTVWY])+(?![A-Za-z0-9])")
_SAYS: tuple[tuple[str, str, str], ...] = (
    ("effect", "activating", r"activating|gain of function"),
    ("effect", "inactivating", r"inactivating|inactivated|loss of function"),
    ("effect", "truncating", r"truncating"),
    ("effect", "sensitizing", r"(?:tki )?sensiti[sz]ing|sensitive"),
    ("effect", "uncommon", r"uncommon|atypical"),
    ("effect", "common", r"common|classical|classic"),
    ("origin", "germline", r"germ ?line"),
    ("origin", "somatic", r"somatic|tumou?r"),
    ("significance", "likely pathogenic", r"likely pathogenic|suspected deleterious"),
    ("significance", "pathogenic", r"pathogenic|deleterious"),
    ("zygosity", "homozygous", r"homozygous"),
    ("zygosity", "heterozygous", r"heterozygous"),
)
_SAID = tuple((name, value, re.compile(rf"(?:{words})(?!\w)")) for name, value, words in _SAYS)
_NAMED = re.compile(r"(itd|internal tandem duplications?|tkd|tyrosine kinase domain)(?!\w)|vi{3}(?!\w)")
# What uncommon and common mutations of EGFR are; the review of uncommon mutations in
# J Thorac Oncol 2020;15:764 (from memory; not re-read) and the prescribing information of afatinib.
_SETS: dict[str, tuple[Variant, ...]] = {
    "common": (Variant("", "mutation", "deletion", 19), Variant("", "mutation", change="L858R")),
    "uncommon": tuple(Variant("", "mutation", change=change) for change in ("G719X", "S768I", "L861Q")),
    "truncating": (Variant("", "mutation", "nonsense"), Variant("", "mutation", "frameshift")),
}
OF_EGFR = ("common", "uncommon", "sensitizing")


@dataclass(frozen=True, slots=True)
class Text:
    """The beginning of a text in the form in which markers are read, all three of the same length.

    `raw`: one blank for several, one kind of hyphen; `cased`: blanks for hyphens too, `low`: that in small letters.
    `at`: where each character (and the end) lies in the text itself.
    """

    raw: str
    cased: str
    low: str
    at: tuple[int, ...]

    def ends(self, place: int) -> bool:
        """Whether a word may end here: not before a letter, nor before a number that belongs to it (`19/21`)."""
        rest = self.raw[place : place + 2]
        return not rest or not (
            rest[0].isalnum() or rest[0] == "_" or (rest[0] in "/-.:" and rest[1:].isdigit()) or rest[0] in "*>="
        )


def window(text: str, pos: int) -> Text:
    """The text from a place on, as far as a marker may reach."""
    raw: list[str] = []
    at: list[int] = []
    stop = min(len(text), pos + _LENGTH)
    for place in range(pos, stop):
        char = text[place]
        char = "-" if char in _HYPHENS else " " if char.isspace() else char
        last = raw[-1] if raw else "/"
        if char == " " and (last in " -(" or last in _TIGHT):
            continue
        if last == " " and (char in _TIGHT or char in "-)"):
            raw[-1] = char
            continue
        raw.append(char)
        at.append(place)
    whole = "".join(raw)
    cased = "".join(
        " " if char == "-" and index and not (before.isdigit() and after.isdigit()) else char
        for index, (char, before, after) in enumerate(zip(whole, " " + whole, whole[1:] + " ", strict=False))
    )
    low = "".join(char.lower() if len(char.lower()) == 1 else char for char in cased)
    return Text(whole, cased, low, (*at, stop))


@dataclass(slots=True)
class Told:
    """What has been read of an alteration so far; `whole`: it can stand as it is."""

    end: int
    kind: VariantKind | None = None
    form: VariantForm = ""
    exon: int = 0
    codon: int = 0
    change: str = ""
    effect: str = ""
    partner: str = ""
    also: str = ""  # more of the same with strokes between: "/K" of V600E/K, "/13" of codon 12/13
    any_kind: bool = False
    word: str = ""  # how a fusion or a deletion was called; `loss` may be of the protein
    vague: bool = False
    whole: bool = False
    said: dict[str, str] = field(default_factory=dict)

    def variants(self) -> tuple[Variant, ...]:
        """The alterations without a gene, any of them."""
        if self.effect in ("common", "sensitizing"):
            return _SETS["common"]
        if self.effect in _SETS:
            return _SETS[self.effect]
        if self.change == "TKD":
            return (Variant("", "mutation", codon=835), Variant("", "mutation", codon=836))
        effect = self.effect if self.effect in ("activating", "inactivating") else ""
        kind = self.kind or ""
        one = Variant("", kind, self.form, self.exon, self.codon, self.change, effect, self.partner)  # type: ignore[arg-type]  # narrowed above
        return (one, *(self._instead(one, other) for other in self.also.split("/")[1:]))

    def _instead(self, one: Variant, other: str) -> Variant:
        if self.change:
            return replace(one, change=self.change[:-1] + other)
        return replace(one, codon=int(other)) if self.codon else replace(one, exon=int(other))

    @property
    def text(self) -> str:
        """How the alteration is written."""
        words = [self.effect] if self.effect else []
        if self.exon:
            words.append(f"exon {self.exon}" + ("" if self.change or self.codon else self.also))
        if self.change:
            words.append(self.change + self.also)
        elif self.codon:
            words.append(f"codon {self.codon}{self.also}")
        if self.form == "duplication" and not self.exon and not self.change:
            return "ITD"
        if self.form and not self.change:
            words.append("splice site" if self.form == "splice" else
                         "missense" if self.form == "substitution" else self.form)  # fmt: skip
        if self.kind == "mutation" and not self.change:
            plain = self.exon and self.form in ("deletion", "insertion", "duplication", "delins", "skipping")
            words += [] if plain else ["mutation"]
        elif self.kind == "gain":
            words.append("copy number gain")
        elif self.kind and not self.change:
            words.append(self.word or self.kind)
        elif not self.kind and not self.change:
            words.append("alteration")
        return " ".join(words)


def alteration(text: Text, place: int, told: Told | None = None, free: bool = False) -> Told | None:
    """What is told of an alteration from a place on, the longest that is whole; None where nothing is.

    `told`: what has been told of it before its gene. `free`: changes in any case, codons without a letter behind.
    """
    now = told or Told(place)
    now.end = place
    best = _copy(now) if now.whole else None
    while now.end < len(text.low):
        begin = now.end + (text.low[now.end] == " ")
        if not _step(text, begin, now, free) or now.end == begin:
            break
        if now.whole and text.ends(now.end):
            best = _copy(now)
    return best


def adjectives(text: Text, place: int, free: bool) -> Told:
    """What stands before a gene and can't stand alone: `activating`; in a record `germline`, too."""
    now = Told(place)
    while now.end < len(text.low):
        begin = now.end + (text.low[now.end] == " ")
        if not _says(text, begin, now) or (now.said and not free):
            break
    return now if free or not now.said else Told(place)


def _copy(told: Told) -> Told:
    return Told(
        told.end, told.kind, told.form, told.exon, told.codon, told.change, told.effect, told.partner,
        told.also, told.any_kind, told.word, told.vague, told.whole, dict(told.said),
    )  # fmt: skip


def _says(text: Text, at: int, now: Told) -> bool:
    for name, value, pattern in _SAID:
        if found := pattern.match(text.low, at):
            if name == "effect":
                if now.effect:
                    return False
                now.effect = value
            elif now.said.setdefault(name, value) != value:
                return False
            now.end = found.end()
            return True
    return False


def _step(text: Text, at: int, now: Told, free: bool) -> bool:
    """Read one more word of it; False where there is none that fits what has been read."""
    return (
        _says(text, at, now)
        or _exon(text, at, now)
        or _codon(text, at, now)
        or _named(text, at, now)
        or _changed(text, at, now, free)
        or _formed(text, at, now, free)
        or _noun(text, at, now)
    )


def _exon(text: Text, at: int, now: Told) -> bool:
    if now.exon or now.kind not in (None, "mutation", "deletion"):
        return False
    if found := _SHORT_EXON.match(text.low, at):
        word = found["before"] or found["after"] or ""
        form = next((form for form, pattern in _FORM if word and pattern.fullmatch(word)), "")
        now.exon = int(found["one"] or found["two"])
        if now.exon == 14 and not form and text.low[at - 3 : at] == "met":  # METex14: its skipping
            form = "skipping"
    elif found := _EXON.match(text.low, at):
        now.exon, now.also = int(found[1]), found[2]
        form = ""
        if now.kind == "deletion":  # `deletion in exon 19`
            form = "deletion"
    else:
        return False
    if form and now.form and form != now.form:
        return False
    now.form = now.form or form  # type: ignore[assignment]  # one of _FORMS
    now.whole = now.whole or bool(now.form)
    if now.form or now.kind == "deletion":
        now.kind = "mutation"
    now.end = found.end()
    return True


def _codon(text: Text, at: int, now: Told) -> bool:
    found = _CODON.match(text.low, at)
    if not found or now.codon or now.change or now.kind not in (None, "mutation"):
        return False
    now.codon, now.also, now.end = int(found[1]), found[2], found.end()
    return True


def _named(text: Text, at: int, now: Told) -> bool:
    found = _NAMED.match(text.low, at)
    if not found or now.kind is not None or now.change:
        return False
    word, now.end, now.whole = found.group(), found.end(), True
    if word.startswith("v"):
        now.kind, now.change = "mutation", "vIII"
    elif word.startswith("t"):
        now.kind, now.change = "mutation", "TKD"
    else:
        now.kind, now.form = "mutation", "duplication"
    return True


def _changed(text: Text, at: int, now: Told, free: bool) -> bool:
    if now.kind not in (None, "mutation"):
        return False
    if found := _CODING.match(text.raw, at):
        now.kind, now.vague, now.whole, now.end = "mutation", not now.change, True, found.end()
        if _SPLICE.search(found.group()):
            now.form = "splice"
        return True
    found = change_pattern(free).match(text.cased, at)
    if not found or now.codon or now.change or now.also:
        return False
    change = one_letter(found["change"])
    if re.fullmatch(r"[A-Z]\d", change):  # a stage more likely
        return False
    if site := re.fullmatch(r"[A-Z](\d+)", change):
        now.codon = int(site[1])
    else:
        now.change = change
    now.kind, now.form, now.whole, now.vague, now.end = "mutation", "", True, False, found.end()
    if re.fullmatch(r"[A-Z]\d+[A-Z]", now.change) and (more := _MORE.match(text.raw, now.end)):
        now.also, now.end = more.group(), more.end()
    return True


def _formed(text: Text, at: int, now: Told, free: bool) -> bool:
    if now.form or now.change or now.kind not in (None, "mutation"):
        return False
    for form, pattern in _FORM if now.exon else _OTHER_FORM:
        if found := pattern.match(text.low, at):
            now.form, now.end = form, found.end()
            if now.exon or form == "insertion" or free:
                now.kind, now.whole = "mutation", True
            return True
    return False


def _noun(text: Text, at: int, now: Told) -> bool:
    for kind, pattern in _NOUN:
        found = pattern.match(text.low, at)
        if not found:
            continue
        if kind == "mutation" and now.kind == "deletion":  # `deletion mutation`: of a part of the gene
            now.form = now.form or "deletion"
        elif now.any_kind or (kind and now.kind not in (None, kind)):
            return False
        narrow = bool(now.exon or now.codon or now.form or now.change or now.effect in ("truncating", *OF_EGFR))
        if kind not in ("", "mutation") and narrow and kind != now.kind:
            return False
        if found.group().startswith("substitution") and not now.change:
            now.form = now.form or "substitution"
        now.word = next((word for word in _WORDS.get(kind, ()) if word in found.group()), now.word)
        if kind:
            now.kind = kind
        elif now.kind is None:
            now.kind, now.any_kind = ("mutation" if narrow else ""), True
        now.whole, now.end = True, found.end()
        return True
    return False


def stands_alone(told: Told) -> bool:
    """Whether the alteration says enough without a gene: a change only where some gene is known for it."""
    if told.change and told.change not in ("TKD",):
        site = re.match(r"[A-Z]\d{2,}", told.change)
        return told.change in known_changes() or bool(site and len(told.change) > site.end())
    return told.whole

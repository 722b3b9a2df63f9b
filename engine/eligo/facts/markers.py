"""The biomarkers of a profile: alterations that were found or ruled out, the alleles of a locus, what an assay covers.

An entry is read from its texts (`gene` and `alteration`, or `name`), which its other keys fill or contradict. What
isn't understood is kept and noted: it may be what a rule asks for, and answers nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from eligo.core.parts import Variant
from eligo.facts import dates
from eligo.facts.dates import Days
from eligo.facts.making import maker
from eligo.facts.marker_naming import Naming, naming, told_again
from eligo.facts.marker_results import result_of
from eligo.facts.marker_texts import ATTRIBUTES, Text, parted
from eligo.facts.naming import not_known
from eligo.facts.patient import Interval, Marker
from eligo.facts.profile import BiomarkerEntry, ProfileError, ResultEntry
from eligo.facts.results import read_interval
from eligo.vocabulary import variants
from eligo.vocabulary.marker_words import canonical
from eligo.vocabulary.names import key
from eligo.vocabulary.variant_tables import genes

_make_marker = maker(Marker)
_WORDED = (*ATTRIBUTES, "method", "specimen")
# `*28/*28`, `HLA-A*02:01/24:02`: both alleles of a locus.
_DIPLOTYPE = re.compile(r"(.*?)[\s:]*(\*[\w:]+)\s*/\s*(?:\1)?[\s:]*(\*?[\w:]+)")
_OF_FINDINGS = ("significance", "zygosity")
_SIGNS = frozenset({"positive", "pos", "negative", "neg"})
Status = Literal["present", "absent", "covered", "unknown"]


@dataclass(frozen=True, slots=True)
class KnownMarkers:
    """What an entry says wherever it stands and whenever it was: its markers but for their place and their day."""

    markers: tuple[Marker, ...]
    notes: tuple[str, ...]


def filed(entry: BiomarkerEntry, number: int, notes: list[str]) -> ResultEntry | list[Marker]:
    """What an entry of `biomarkers` is: a result, or its markers."""
    result = result_of(entry)
    day = dates.parse(entry.date) if entry.date else None
    return placed_markers(known_markers(entry, number), number, day, notes) if result is None else result


def known_markers(entry: BiomarkerEntry, number: int = 0) -> KnownMarkers:
    """The markers of an entry without their place and their day. Raises ProfileError for an impossible number."""
    return _Reader(entry, number).read()


def placed_markers(known: KnownMarkers, number: int, day: Days | None, notes: list[str]) -> list[Marker]:
    """The markers of an entry at its place in the list, with their day."""
    path = f"biomarkers[{number}]"
    notes.extend(f"{path}: {note}" for note in known.notes)
    return [_make_marker(path, one.label, one.variants, one.status, day, one.said, one.copies) for one in known.markers]


class _Reader:
    """One entry on its way to its markers; `notes` on what isn't understood or contradicts itself."""

    def __init__(self, entry: BiomarkerEntry, number: int) -> None:
        self.entry, self.number = entry, number
        self.notes: list[str] = []
        self.said: dict[str, str] = {}
        for attribute in _WORDED:
            if text := _text(getattr(entry, attribute)):
                word = canonical(attribute, text)
                self.said[attribute] = word or f"?{text}"
                if word is None:
                    self.notes.extend(not_known([text], attribute))
        self.copies = self._copies()
        self.gene, self.name, self.alteration = _text(entry.gene), _text(entry.name), _text(entry.alteration)

    def read(self) -> KnownMarkers:
        pair = list(self.entry.alleles)
        if not pair and (split := _DIPLOTYPE.fullmatch(self.alteration or self.name)):
            before, *pair = split.groups()
            self.alteration, self.name = "", before or self.name if not self.alteration else self.name
        found: list[Marker] = []
        if pair:
            found.extend(self._typed(pair))
        if self.alteration or ((self.gene or self.name) and not pair):
            found.append(self._finding())
        if self.entry.covers:
            found.append(self._covered(bool(found)))
        if not found:
            self.notes.append("it says neither what was looked for nor what was found")
        return KnownMarkers(tuple(found), tuple(dict.fromkeys(self.notes)))

    # -- one finding --------------------------------------------------------------------------------

    def _finding(self) -> Marker:
        """The marker of a gene with its alteration, or of a name that tells both."""
        gene = self.gene
        whole = self.alteration or self.name
        about, answers = parted(whole), [parted(text) for text in self._answers()]
        if not about.name:
            # `amplified`, `V600E`: where no alteration is named, the status tells it.
            at = next((at for at, one in enumerate(answers) if one.name), None)
            if at is not None:
                about = _merged(about, answers.pop(at))
        if not about.name and "wild type" in (about.told, *(one.told for one in answers)):
            about = Text("wild type", "", about.negated, about.said)
        texts = (whole, *self._answers())
        signed = any(not _SIGNS.isdisjoint(key(text).split()) or text.startswith("+") for text in texts)
        named = naming(gene, about.name, self.entry, signed, self.notes)
        for at, one in enumerate(answers):
            named, answers[at] = self._beside(named, one, about)
        for said in (dict(named.said), about.said, *(one.said for one in answers)):
            for attribute, word in said.items():
                self._say(attribute, word)
        status = self._status(named, about, answers)
        if status == "absent" and named.variants and not named.sure:
            status = "unknown"
            if named.bare:
                self.notes.append(f"it doesn't say which alteration of {gene or about.name} isn't there")
        label = whole if not gene or whole.startswith(gene) else f"{gene} {whole}".strip()
        return Marker("", label, named.variants, status, None, self.said, self.copies)

    def _answers(self) -> list[str]:
        """What the keys `status` and `value` say; a number isn't an answer."""
        value = self.entry.value
        worded = isinstance(value, str) and self._number() is None
        return [text for text in (_text(self.entry.status), _text(value) if worded else "") if text]

    def _number(self) -> Interval | None:
        value = self.entry.value
        found = None if value is None else read_interval(value, ("biomarkers", self.number))
        return found[0] if found else None

    def _status(self, named: Naming, about: Text, answers: list[Text]) -> Status:
        """Whether it was found, by the texts that name it and by those that answer."""
        mine = _told(about)
        if named.wild:
            # `not wild type` may be meant either way.
            mine = "unknown" if mine == "absent" or about.negated else "absent"
        says: set[Status] = {told for one in answers if (told := _said_by(one))}
        if named.open_ and not named.variants:
            # Nothing is known of it but what is said: an absence answers nothing, and is none of what rules ask for.
            return "absent" if says == {"absent"} and mine in ("", "absent") else "unknown"
        if named.open_ or "unknown" in {mine, *says}:
            return "unknown"
        if len(says) > 1:
            self.notes.append("the status and the value say different things")
            return "unknown"
        answer = next(iter(says), None)
        if answer is None:
            return self._unanswered(named, mine)
        if mine == "absent" and (named.wild or about.negated):
            return self._denied(answers, answer)
        if mine not in ("", answer):
            self.notes.append(f"the text says {mine}, the status {answer}")
            return "unknown"
        return answer

    def _unanswered(self, named: Naming, mine: str) -> Status:
        """The status where no key gives one: what is named was found, a gene alone was not told of."""
        if mine:
            return mine  # type: ignore[return-value]
        number = self._number()
        # A frequency of 0, or below what the test sees, is none.
        some = number is None or (number.low is not None and (number.low > 0 or (number.low == 0 and number.low_open)))
        if not named.bare and not named.tested and some:
            return "present"
        if "significance" in self.said:
            return "present"
        if self.copies is None:
            self.notes.append("it doesn't say what was found")
        return "unknown"

    def _denied(self, answers: list[Text], answer: str) -> Status:
        """The status of `wild type` beside another answer: `wild type: negative` may be meant either way."""
        if answer == "present" or any(one.told == "wild type" for one in answers):
            return "absent"
        self.notes.append("a negative answer to an absence may mean either")
        return "unknown"

    def _beside(self, named: Naming, answer: Text, about: Text) -> tuple[Naming, Text]:
        """What is named, by an answer that names an alteration as well; and what is left of the answer."""
        if not answer.name:
            return named, answer
        told = _told(answer) or "present"
        again = told_again(named, self.gene or self.name, answer.name)
        # That there is no G12C leaves open whether there is another mutation.
        if again is not None and (told == "present" or named.bare or again.variants == named.variants):
            return again, Text("", told, False, answer.said)
        if again is None and variants.read(f"{self.gene or self.name} {answer.name}") is None:
            self.notes.extend(not_known([answer.name], "status"))
        else:
            self.notes.append(f"the text says {about.name}, the status {answer.name}")
        return named, Text("", "unknown", False, answer.said)

    # -- alleles and assays -------------------------------------------------------------------------

    def _typed(self, pair: list[str]) -> list[Marker]:
        """The markers of the alleles of a locus; of both, it is typed: there are no others."""
        locus = self.gene or self.name
        status: Status = "present"
        told = {_told(parted(text)) for text in self._answers()} - {"", "present"}
        if told:
            status = "absent" if told == {"absent"} and len(pair) == 1 else "unknown"
            if told == {"absent"} and len(pair) > 1:
                self.notes.append("both alleles are given, and the status is absent")
        found, known = [], True
        for allele in pair if len(pair) < 2 or not _same(*pair) else pair[:1]:
            one, understood = self._allele(locus, allele, status)
            known = known and understood
            found.append(one)
        if len(pair) > 1 and known and (zygosity := _zygosity(found)):
            self._say("zygosity", zygosity)
        loci = {variant.gene for one in found for variant in one.variants}
        if len(pair) > 1 and known and status == "present" and len(loci) == 1:
            typed = (Variant(loci.pop(), kind="allele"),)
            found.append(Marker("", f"typing of {typed[0].gene}", typed, "covered", None, self._of_assay()))
        return found

    def _allele(self, locus: str, allele: str, status: Status) -> tuple[Marker, bool]:
        """(the marker of one allele, whether it is understood)."""
        bare = allele.strip().removeprefix("*")
        gene = variants.read(locus) if locus else None
        # An allele may bear its locus: `A*02:01`.
        for text in (f"{locus}*{bare}", f"{locus} {bare}", bare, f"HLA-{bare}"):
            reading = variants.read(text)
            told = reading.variants if reading is not None and not reading.wild else ()
            of_locus = gene is None or all(one.gene in gene.genes for one in told)
            if reading is not None and told and of_locus and all(one.kind == "allele" for one in told):
                return Marker("", reading.text, told, status, None, self.said), True
        self.notes.extend(not_known([f"{locus} {allele}".strip()], "allele"))
        some = tuple(Variant(one, kind="allele") for one in gene.genes) if gene else ()
        return Marker("", f"{locus} {allele}".strip(), some, "unknown", None, self.said), False

    def _covered(self, beside: bool) -> Marker:
        """What an assay covers; `beside`: the entry tells a finding as well, and its status is of that."""
        covered: list[Variant] = []
        for text in self.entry.covers:
            reading = variants.read(text)
            if reading is None or not reading.genes or reading.wild or reading.vague:
                self.notes.extend(not_known([text], "covered alteration"))
                continue
            covered.extend(reading.variants or map(_looked_for, reading.genes))
        told = {_told(parted(text)) or ("?" if parted(text).name else "") for text in self._answers()}
        status: Status = "covered"
        if "unknown" in told or (not beside and told & {"present", "?"}):
            status = "unknown"
            if "unknown" not in told:
                self.notes.append("it doesn't say which of what it covers was found")
        label = _text(self.entry.assay) or f"test for {len(covered)} alterations"
        return Marker("", label, tuple(dict.fromkeys(covered)), status, None, self._of_assay())

    def _of_assay(self) -> dict[str, str]:
        """What holds of a test, whatever it found."""
        return {attribute: word for attribute, word in self.said.items() if attribute not in _OF_FINDINGS}

    # -- words and numbers --------------------------------------------------------------------------

    def _say(self, attribute: str, word: str) -> None:
        """Keeps what a text says of an attribute; a key that says otherwise leaves it open."""
        own = self.said.setdefault(attribute, word)
        if own != word and not own.startswith("?"):
            self.notes.append(f"the text says {word}, the {attribute} {own}")
            self.said[attribute] = f"?{word} by the text, {own} by the key"

    def _copies(self) -> Interval | None:
        value = self.entry.copies
        if value is None:
            return None
        found = read_interval(value, ("biomarkers", self.number), "copies")
        if found is None:
            self.notes.append(f"the copies {str(value)[:40]!r} are no number")
            return None
        interval = found[0]
        if interval.high is not None and (interval.high < 0 or (interval.high == 0 and interval.high_open)):
            raise ProfileError(("biomarkers", self.number, "copies"), "a cell holds no fewer than 0 copies")
        return interval


def _looked_for(gene: str) -> Variant:
    """What an assay looks for that covers a gene: its mutations, or the alleles of a locus."""
    return Variant(gene, kind="allele" if genes()[gene].kind == "locus" else "mutation")


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _merged(about: Text, answer: Text) -> Text:
    """What a status tells of the alteration, with what the text has told of it."""
    told = answer.told if about.told in ("", answer.told) else about.told if not answer.told else "unknown"
    return Text(answer.name, told, answer.negated or about.negated, {**answer.said, **about.said})


def _told(text: Text) -> Literal["", "present", "absent", "unknown"]:
    """What a text says of its being there; `no mutation detected` is none, `no mutation absent` isn't clear."""
    told = "absent" if text.told == "wild type" else "" if text.told == "done" else text.told
    if not text.negated or told == "unknown":
        return told
    return "unknown" if told == "absent" else "absent"


def _zygosity(alleles: list[Marker]) -> str:
    """What the alleles of a locus are to each other; empty where they may be the same: 02 and 02:01."""
    if len(alleles) == 1:
        return "homozygous"
    one, other = (marker.variants for marker in alleles)
    differ = all(variants.fits(a, b) is False and variants.fits(b, a) is False for a in one for b in other)
    return "heterozygous" if differ else ""


def _said_by(answer: Text) -> Status | None:
    """What an answer says; that it is pathogenic says that it is there."""
    return _told(answer) or ("present" if answer.said else None)


def _same(one: str, other: str) -> bool:
    return one.strip().removeprefix("*").casefold() == other.strip().removeprefix("*").casefold()

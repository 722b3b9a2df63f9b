"""How much of what real protocols name the tables know: the share of mentions covered, and the commonest unknown.

    python benchmarks/vocabulary.py CORPUS     a .jsonl (field eligibilityCriteria), or a folder of .txt

What a mention is, the vocabulary has no say in. It is a run of words that stands where protocol English names
a thing (after `history of`, `prior`, `treatment with`, `such as` ..., and in the lists that follow), or that
ends in a word built like a name (-oma, -itis, -nib, -mab ...), or a symbol with digits before `inhibitor` and
the like; cut at function words, verbs and punctuation, without what only qualifies it (`severe`, `known`).
It is covered when a table holds it whole: `zebra hypertension` isn't covered by `hypertension`.

What the share means. Read by eye, about nine of ten mentions drawn at random from a thousand oncology trials
(88 and 92 of two draws of 100) were names of a condition, an agent, a class, a procedure or a marker, cut where
they should be. The others (half a name, a clause, a word of the text's own) count as unknown: with three fifths
covered they were a sixth of what was unknown and met three times or more, and a third of what was rarer; the
more is covered, the more of the rest is such. So 100% can't be reached, and what is met often is the figure to
watch. On a corpus from which the tables were extended the share is no measure of how they do on another. Names
outside the slots aren't seen at all, so the share says nothing of how many mentions a text holds; nor does it
say that the entry found is the right one, or that the rest of the sentence is understood. The kind is a guess
by the last word and the slot: a gene or a contraceptive counts as one of the two.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from eligo.syntax.phrasebook import KINDS
from eligo.vocabulary import concepts, names

CONDITION, THERAPY = "condition", "agent, class or procedure"
SHOWN, SAMPLE, COMMON = 50, 30, 3
# Words of the language that qualify a name are no names.
TABLES = [kind for kind in KINDS if kind not in ("anchor", "graded", "intent", "trait", "word")]


def listed(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


# What stands before a name, and the kind of name it most often is; None: of the kind last spoken of.
SLOTS: dict[str, str | None] = {
    **dict.fromkeys(
        (
            "history of", "diagnosis of", "diagnosed with", "diagnosed as having", "active", "known", "presence of",
            "uncontrolled", "suffering from", "suspected", "symptomatic", "documented", "evidence of", "signs of",
            "symptoms of", "confirmed", "proven", "uncontrolled intercurrent",
        ),
        CONDITION,
    ),
    **dict.fromkeys(
        (
            "prior", "previous", "treatment with", "therapy with", "treated with", "previously received", "receiving",
            "concurrent", "concomitant", "use of", "administration of", "received", "receipt of", "exposure to",
            "undergone", "taking", "allergy to", "hypersensitivity to",
        ),
        THERAPY,
    ),
    **dict.fromkeys(("such as", "including", "e.g", "eg", "i.e", "ie", "limited to"), None),
}  # fmt: skip

# A name ends before these.
STOP = listed("""
    about above according affecting attributed after against agree all allowed along also although am among an and
    another any anticipated are as asked assessed at based be because been before being below best between beyond but
    by can causing completed confirmed considered controlled could current currently day days deemed defined
    demonstrated despite did discontinued do does documented due during each either eligible enrolled enrollment entry
    equal even every except excluded exclusion expected fail failed first following for from further given greater had
    has have having he hence her his hour hours how however if in including inclusion indicated initiation interfere
    interfering into is it its last least less like limited made make may measured men might month months more most
    must need needed needing no non nor not occurring of on once one ongoing only onto or other otherwise our outside
    over participant participants participate participated participating patient patients per performed permitted
    planned possible precluding present previously prohibited prior provided randomization received receive receiving
    recovered registration related require required requires requiring resulting same screening second see shall she
    should since so some start involving excluding include includes signing intended likely compromising both others
    showing arising signed started stopped study subject subjects such taken taking than that the their them then
    there these they this those though three through throughout to together toward towards treated trial two under
    undergo undergoing undergone unless until up upon use used using via was week weeks were what when where whether
    which while who whom whose will with within without woman women would year years you your zero
    """)
# A name goes on over these, where words follow: carcinoma of the cervix.
INSIDE = frozenset({"of"})
# What qualifies a name and is no part of it, at its start and at its end.
QUALIFIES = listed("""
    a active additional adequate advanced adjuvant any approved appropriate biopsy certain clinical clinically
    cytologically clear concomitant concurrent confirmed cumulative current diagnosed documented early established
    evidence evident existing extensive first following frequent full further histologically histological histology
    immediate inadequate initial intercurrent investigator known local locally major measurable metastatic mild minor
    moderate moderately newly new old ongoing other overt pathologically persistent poorly possible potential
    pre-existing preexisting present previous previously primary prior progressive proven recent recently recurrent
    refractory related relapsed relevant resected residual same second secondary serious severe severely significant
    similar single stable standard strong subsequent suspected symptomatic systemic the treated type uncontrolled
    underlying unresectable unresolved unstable untreated verified well
    """)
TRAILS = listed("patient patients participant subjects etc therapy-related history status i ii iii iv")
# Words that are no name alone.
EMPTY = listed("""
    agent agents drug drugs medication medications medicine medicines treatment treatments therapy therapies disease
    diseases condition conditions disorder disorders illness illnesses illness/condition syndrome syndromes
    cancer-type procedure procedures regimen regimens line lines dose doses product products problem problems event
    events diagnosis symptom symptoms sign signs abnormality abnormalities finding findings examination response
    reaction reactions cause causes factor factors form forms type types stage grade level levels history evidence use
    administration enrollment consent time period cycle cycles tumor tumors lesion lesions involvement progression
    inhibitor inhibitors antibody antibodies intervention interventions test tests result results situation situations
    inability comorbidity comorbidities contraindication contraindications participation intent recurrence part parts
    male males female females concern concerns issue issues reason reasons risk risks status need presence absence
    resistance others score curative potentially medical social laboratory clinical health number numbers means method
    methods device devices class family case cases site sites benefit benefits plan plans food compliance
    non-compliance neo therapeutic option options evaluation function functions capacity ability inducer inducers
    antagonist antagonists agonist agonists blocker blockers component components ingredient ingredients excipient
    excipients substance substances
    """)

# Where a disease sits; alone in a list it stands for a disease of that place.
PLACES = listed("""
    bladder bone bones brain breast bowel cervix chest colon esophagus eye eyes head heart kidney kidneys larynx liver
    lung lungs mouth neck nodes node oropharynx ovary pancreas pharynx prostate rectum skin stomach thyroid tube tubes
    urethra ureter uterus vulva
    """)
# `form of immunosuppression` is immunosuppression.
_MEASURED = listed("""
    amount component components case cases cause causes course courses cycle cycles degree dose doses form forms kind
    line lines number risk signs symptoms type types treatment
    """)
_ROMAN = listed("ii iii iv")
_GRADED = re.compile(r"(?:stage|grade|class|phase|type) [0-9IVX]+[ABC]?[0-9]?", re.IGNORECASE)
# `bacterial` of `bacterial or viral infection`: a word that waits for its noun.
_ADJECTIVE = re.compile(r"oral|acute|immune|autoimmune|.{3,}(?:al|ic|ary|iac|ory|ous|ive|ar|oid|ant|ed|able|ent|ing)")
_NOUNS = listed("""
    analgesic anesthetic antibiotic anticoagulant antidepressant antiemetic antiepileptic antipsychotic antiarrhythmic
    bleeding breastfeeding cannabinoid contraceptive corticosteroid diuretic opioid steroid stent transplant vaping
    smoking thyroid oxidant immunosuppressant stimulant stroke
    """)

_CONDITION = re.compile(
    r".{3,}(?:omas?|omata|itis|itides|emias?|aemias?|osis|oses|pathy|pathies|penias?|uria|algia|plegia|megaly|rrhea)"
)
_THERAPY = re.compile(
    r".{2,}(?:mabs?|nibs?|ciclibs?|paribs?|taxels?|rubicins?|platins?|cillins?|azoles?|mycins?|statins?|lisib|"
    r"degib|rafenib|metinib|zomib|limus|fungin|floxacin|vir|tecan|trexed|citabine|dronate|dronic|leucel|ectomy|"
    r"ectomies|plasty|ostomy|otomy|therapy|therapies|vedotin|deruxtecan)"
)
_SUFFIX = re.compile(r".{4,}(?:oma|omas|itis|emia|aemia|osis|pathy|pathies|penia)")
_AGENT = re.compile(
    r".{3,}(?:mab|nib|ciclib|parib|taxel|rubicin|platin|lisib|zomib|limus|citabine|trexed|tecan|leucel|vedotin)s?"
)
# Everyday words with such an ending.
_NEITHER = listed("diploma coma aroma glaucoma-like diagnosis prognosis analysis hypnosis osmosis empathy")
_CONDITION_HEADS = listed("""
    cancer cancers carcinoma disease diseases disorder disorders infection infections infarction malignancy
    malignancies metastasis metastases syndrome syndromes failure stroke seizure seizures hypertension diabetes
    arrhythmia arrhythmias angina ulcer ulcers bleeding hemorrhage dysfunction impairment insufficiency deficiency
    allergy allergies hypersensitivity illness effusion ascites embolism attack accident obstruction perforation
    fistula abscess tumor tumors neoplasm neoplasms abuse dependence addiction toxicity toxicities fracture fractures
    pain fibrosis asthma dementia epilepsy
    """)
_THERAPY_HEADS = listed("""
    inhibitor inhibitors surgery transplant transplants transplantation vaccine vaccines vaccination antibody
    antibodies agent agents drug drugs medication medications treatment steroids corticosteroids radiation irradiation
    resection biopsy immunosuppressants anticoagulants antibiotics chemotherapeutics hormones antagonist antagonists
    agonist agonists blocker blockers inducer inducers prednisone dexamethasone warfarin heparin aspirin transfusion
    """)
_SYMBOL = re.compile(r"(?=[\w-]*\d)(?=[\w-]*[A-Z])[A-Za-z]{2,}[\w-]*")
_SENTENCE = re.compile(r"\n+|(?<!e\.g)(?<!i\.e)(?<!vs)(?<!\bSt)\.(?:\s+|$)|;|•|(?:^|\s)[*o-]\s")
_ABBREVIATED = re.compile(r"[\[(][A-Z][A-Za-z0-9-]{0,9}s?[\])]")
_TOGETHER = re.compile(r"\b(?:in situ|head and neck|St\.? John|graft versus host|New York)\b", re.IGNORECASE)
_PIECE = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+|/\d+)*\+?|\S")
_JOINS = frozenset({",", "or", "and", "/", "and/or", "as well as"})
_SLOT_WORDS = max(len(slot.split()) for slot in SLOTS)


def mentions(text: str) -> Iterator[tuple[str, str]]:
    """(kind, name as written) of all that a text mentions."""
    text = _TOGETHER.sub(lambda found: "-".join(found.group().replace(".", " ").split()), html.unescape(text))
    for sentence in _SENTENCE.split(_ABBREVIATED.sub(" ", text)):
        yield from _of(_PIECE.findall(sentence))


def _of(words: list[str]) -> Iterator[tuple[str, str]]:
    low = [word.casefold() for word in words]
    slot: str | None = None  # the kind that names are of here, while a slot is open
    spoken = CONDITION
    at = 0
    while at < len(words):
        if opened := _opening(low, at):
            slot = SLOTS[" ".join(low[at : at + opened])] or spoken
            spoken = slot
            at += opened
            continue
        if low[at] in _JOINS or low[at] in ("(", ":", ".") or (slot and low[at] in ("a", "the", "any", "other", "an")):
            at += 1
            continue
        end = _end(low, at)
        if end == at:
            # Function words close what a slot opened; a bracket that closes does not.
            slot = slot if low[at] in (")", "]") else None
            at += 1
            continue
        for kind, name in _names(words[at:end], slot):
            spoken = kind
            yield kind, name
        slot = slot if end < len(low) and (low[end] in _JOINS or low[end] in "():") else None
        at = end


def _opening(low: list[str], at: int) -> int:
    """How many words from here open a slot; 0 for none."""
    for size in range(_SLOT_WORDS, 0, -1):
        if " ".join(low[at : at + size]) in SLOTS:
            return min(size, len(low) - at)
    return 0


def _end(low: list[str], at: int) -> int:
    """Where the run of words that begins here ends."""
    end = at
    while end < len(low) and low[end][0].isalnum():
        if low[end] in INSIDE and end > at:
            following = end + 1 + (low[end + 1 : end + 2] == ["the"])
            if following < len(low) and low[following][0].isalpha() and not _stops(low[following]):
                end = following + 1
                continue
            break
        if _stops(low[end]) or low[end] in _JOINS or (end > at and _opening(low, end)):
            break
        end += 1
    return end


def _stops(word: str) -> bool:
    """Whether a name ends before a word: one of the list, and what says how: `concurrently`."""
    return word in STOP or (word.endswith("ly") and word not in QUALIFIES and word != "family")


def _names(words: list[str], slot: str | None) -> Iterator[tuple[str, str]]:
    """What a run of words names: the whole in a slot, else what is built like a name."""
    words = _bare(words)
    if len(words) > 1 and len(words[0]) == 1:
        return  # the C of `hepatitis B or C infection`
    if words and words[0].casefold() in INSIDE:
        return
    low = [word.casefold() for word in words]
    if not words or len(words) > 7 or (len(words) == 1 and _waits(low[0])) or EMPTY.issuperset(low):
        return
    named = [word for word in low if word != "in-situ"] or low
    head = named[named.index("of") - 1] if "of" in named[1:] else named[-1]
    whole = " ".join(words)
    if slot or (_SUFFIX.fullmatch(head) and head not in _NEITHER):
        yield _kind(head, low, slot or CONDITION), whole
        return
    for at, word in enumerate(low):
        if _AGENT.fullmatch(word):
            yield THERAPY, words[at]
        elif _SYMBOL.fullmatch(words[at]) and low[at + 1 : at + 2] and low[at + 1] in _THERAPY_HEADS:
            yield THERAPY, " ".join(words[at : at + 2])


def _waits(word: str) -> bool:
    """Whether a word alone is no name: a letter, a place, an adjective that stands for more."""
    if len(word) < 2 or not any(map(str.isalpha, word)) or word in PLACES:
        return True
    built = _CONDITION.fullmatch(word) or _THERAPY.fullmatch(word) or word in _NOUNS or word.startswith("anti")
    return not built and _ADJECTIVE.fullmatch(word) is not None


def _bare(words: list[str]) -> list[str]:
    """Words without what qualifies them at the start, and what trails at the end."""
    start, end = 0, len(words)
    while start < end and (words[start].casefold() in QUALIFIES | _ROMAN or words[start].isdigit()):
        start += 1
    if end - start > 1 and _GRADED.fullmatch(" ".join(words[start : start + 2])):
        return _bare(words[start + 2 : end])
    if end - start > 2 and words[start + 1].casefold() == "of" and words[start].casefold() in _MEASURED:
        return _bare(words[start + 2 : end])
    while end > start and (words[end - 1].casefold() in TRAILS or words[end - 1].isdigit()):
        end -= 1
    return words[start:end]


def _kind(head: str, low: list[str], usual: str) -> str:
    """By the head where it tells, else what the slot asks for."""
    if head in _CONDITION_HEADS or (_CONDITION.fullmatch(head) and head not in _NEITHER):
        return CONDITION
    if head in _THERAPY_HEADS or any(map(_THERAPY.fullmatch, (head, low[-1]))):
        return THERAPY
    return usual


def covered(name: str) -> bool:
    """Whether a table holds this name whole."""
    return any(concepts.lookup(kind, name) for kind in TABLES) or bool(concepts.regimen(name))


def texts(corpus: Path) -> Iterator[str]:
    """The texts of a corpus."""
    if corpus.is_dir():
        for path in sorted(corpus.rglob("*.txt")):
            yield path.read_text(encoding="utf-8")
        return
    for line in corpus.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line).get("eligibilityCriteria") or ""


def count(corpus: Path) -> tuple[dict[str, Counter[str]], dict[str, str]]:
    """How often each name is met, by kind and by key; and how each key is written where first met."""
    met: dict[str, Counter[str]] = {CONDITION: Counter(), THERAPY: Counter()}
    written: dict[str, str] = {}
    for text in texts(corpus):
        for kind, name in mentions(text):
            if key := names.key(name):
                met[kind][key] += 1
                written.setdefault(key, name)
    # What is met as both is of the kind that it is most often.
    for key in met[CONDITION].keys() & met[THERAPY].keys():
        more, less = sorted(met, key=lambda kind: (-met[kind][key], kind))
        met[more][key] += met[less].pop(key)
    return met, written


def line(title: str, counted: dict[str, int], known: set[str]) -> str:
    """One line of figures."""
    total, distinct = sum(counted.values()), len(counted)
    hit = sum(times for key, times in counted.items() if key in known)
    kept = sum(key in known for key in counted)
    if not total:
        return f"  {title:34} none"
    return (
        f"  {title:34} {total:7,} mentions, {hit / total:6.1%} covered;"
        f" {distinct:7,} names, {kept / distinct:6.1%} covered"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="How much of what protocols name the tables know.")
    parser.add_argument("corpus", type=Path, help="a .jsonl with eligibilityCriteria, or a folder of .txt")
    parser.add_argument("--most", type=int, default=SHOWN, help=f"how many unknown names to show, {SHOWN} if not said")
    given = parser.parse_args()
    met, written = count(given.corpus)
    known = {key for key, name in written.items() if covered(name)}
    for title, least in (("all", 1), (f"met at least {COMMON} times", COMMON)):
        print(title)
        common = {kind: {key: times for key, times in found.items() if times >= least} for kind, found in met.items()}
        for kind, counted in common.items():
            print(line(kind, counted, known))
        print(line("both", common[CONDITION] | common[THERAPY], known))
    for kind, found in met.items():
        print(f"\nthe commonest unknown: {kind}")
        unknown = [(times, written[key]) for key, times in found.most_common() if key not in known]
        for times, name in unknown[: given.most]:
            print(f"  {times:5}  {name}")
    everything = [(kind, key) for kind, found in met.items() for key in sorted(found.elements())]
    print(f"\na random sample of {SAMPLE} mentions, the same each time, to judge what is taken for one")
    for kind, key in random.Random(1).sample(everything, min(SAMPLE, len(everything))):
        print(f"  {'known  ' if key in known else 'unknown'}  {kind:26} {written[key]}")


if __name__ == "__main__":
    main()

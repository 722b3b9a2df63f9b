"""What the indication of a treatment says of it: a cancer drug that is given for another disease, and a drug that is
none by the tables and is given for a cancer. Whether such a treatment counts is for the reader of the protocol."""

from __future__ import annotations

from eligo.core.nodes import Concept, Has, Related
from eligo.evaluate.naming import INVESTIGATIONAL, NO, TRIAL, YES, Answer, agents, asked, within
from eligo.evaluate.trace import UNKNOWN
from eligo.facts.patient import Entry, Named
from eligo.vocabulary import concepts as vocabulary

# The kinds of treatment that are treatments of cancer by what they are for, not by what they do.
_KINDS = frozenset(
    ("anticancer therapy", "systemic therapy", "chemotherapy", "immunotherapy", "systemic immunotherapy",
     "targeted therapy", "endocrine therapy")
)  # fmt: skip
_WIDEST = frozenset(("anticancer therapy", "systemic therapy"))
# What is given beside the treatment of a cancer, and may name the cancer as its indication.
_BESIDE = frozenset(
    ("antiemetic", "analgesic", "anticoagulant", "vaccine", "growth factor", "anti-infective", "bone-modifying agent",
     "leucovorin", "mesna", "blood product transfusion")
)  # fmt: skip
_OF_CANCER = frozenset(("neoadjuvant", "adjuvant", "palliative", "curative", "maintenance"))
_SPREAD = frozenset(("metastases", "malignant effusion"))


def weighs(node: Has) -> bool:
    """Whether a rule asks for a kind of treatment for which the indication, or the trial, may matter."""
    return any(concept.name in _KINDS or concept.name == INVESTIGATIONAL for concept in node.concepts)


def elsewhere(entry: Entry, node: Has, trial: str) -> Answer:
    """What only its trial makes an investigational agent is none where that is the trial that is screened for."""
    marked = bool(entry.names) and all(one.name == TRIAL for one in entry.names)
    if not marked or not any(concept.name == INVESTIGATIONAL for concept in node.concepts):
        return YES
    if any(within(one, concept) for one in entry.names for concept in node.concepts):
        return YES
    return NO if entry.details.trial.strip().casefold() == trial.casefold() else YES


def counts(entry: Entry, node: Has) -> Answer:
    """Open for a cancer drug that is given for a disease that is no cancer, and is asked about as a treatment of it."""
    link = entry.details.links.get("indication")
    if link is None or not weighs(node) or entry.intent in _OF_CANCER or entry.line is not None:
        return YES
    if any(isinstance(one, Related) and one.relation == "indication" for one in node.where):
        return YES
    if link.unknown or not link.names or not all(map(_no_cancer, link.names)):
        return YES
    kinds = [concept for concept in node.concepts if concept.name in _KINDS]
    others = [concept for concept in node.concepts if concept.name not in _KINDS]
    found = asked(entry, kinds, node.excluding)
    if not found or asked(entry, others, node.excluding) or not all(one.is_a("systemic therapy") for one in found):
        return YES
    drugs, disease = " and ".join(one.name for one in found), " and ".join(one.name for one in link.names)
    fact = f"whether {drugs} for {disease} counts as {kinds[0].name}"
    return Answer(UNKNOWN, fact, "protocol_ambiguous", f"{entry.path} was given for {disease}")


def told_of_cancer(entry: Entry) -> bool:
    """Whether a medicine is said to be for a cancer: by an indication within malignancy that isn't only its spread,
    or by an intent of cancer treatment where no indication is recorded."""
    link = entry.details.links.get("indication")
    if link is None:
        return entry.intent in _OF_CANCER
    if entry.intent == "supportive":
        return False
    return any(one.is_a("malignancy") and not one.is_a("metastases") for one in link.names)


def perhaps(entry: Entry, node: Has) -> Answer:
    """Open for a drug that the tables know as no treatment of cancer, and that is given for one; it isn't what is
    asked about by its name."""
    names = agents(entry)
    if not names or entry.route == "local" or not entry.path.startswith(("therapies", "medications")):
        return NO
    wanted = next((concept for concept in node.concepts if concept.name in _WIDEST), None)
    if wanted is None or any(within(one, concept) for one in names for concept in node.excluding):
        return NO
    if not told_of_cancer(entry) or all(one.is_a(*_BESIDE) for one in names):
        return NO
    # A local treatment, an operation: what it is the tables do say.
    if any(one.is_a("anticancer therapy", "surgery") for one in names):
        return NO
    fact = f"whether {entry.label} counts as {wanted.name}"
    return Answer(UNKNOWN, fact, "not_recorded", f"{entry.path} is said to be for a cancer, and is no {wanted.name}")


def spread_of_cancer(named: Named, wanted: Concept) -> bool:
    """Whether a name tells of the spread of a cancer and not of which, and what is asked for is a cancer."""
    told = named.is_a(*_SPREAD)
    cancer = wanted.is_a("malignancy")
    return told and cancer and not wanted.is_a("metastases")


def _no_cancer(named: Named) -> bool:
    """Whether a name is of a disease that surely is no cancer and doesn't come from its spread."""
    if named.name in vocabulary.table("purpose") or named.is_a("malignancy", *_SPREAD):
        return False
    return named.name not in vocabulary.overlaps("condition", "malignancy")

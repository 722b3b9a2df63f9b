"""How an alteration is called: the same words wherever it is asked for, found or ruled out."""

from __future__ import annotations

from collections.abc import Iterable

from eligo.core.nodes import Altered, Variant

_MOST = 3  # names that stand in one text
_WORDS = {
    "mutation": "mutation", "fusion": "fusion", "amplification": "amplification", "gain": "gain",
    "deletion": "deletion", "": "alteration", "aberration": "", "allele": "",
}  # fmt: skip
_FORMS = {"delins": "deletion-insertion", "skipping": "skipping", "splice": "splice site mutation"}


def spelled(variant: Variant) -> str:
    """`EGFR exon 19 deletion`, `EML4-ALK fusion`, `KRAS G12C`, `HLA-A*02:01`, `del(17p)`."""
    gene = variant.gene
    if variant.kind == "allele":
        return f"{gene}{variant.change if variant.change.startswith('*') else f'*{variant.change}'}".rstrip("*")
    if variant.kind == "aberration":
        return gene
    if variant.kind == "fusion" and variant.partner:
        return f"{variant.partner}-{gene} fusion"
    if variant.change:
        return f"{gene} {variant.change}"
    words = [gene]
    if variant.codon:
        words.append(f"codon {variant.codon}")
    elif variant.exon:
        words.append(f"exon {variant.exon}")
    if not variant.form and variant.kind != "deletion":
        words.append(variant.effect)
    if variant.form:
        named = _FORMS.get(variant.form, variant.form)
        words.append(f"{named} mutation" if named in ("frameshift", "nonsense") else named)
    else:
        words.append(_WORDS[variant.kind])
    return " ".join(word for word in words if word)


def several(variants: Iterable[Variant]) -> str:
    """The first of several alterations, the genes of like ones together: `BRCA1 or BRCA2 mutation`."""
    alike: dict[str, list[str]] = {}
    for one in variants:
        name = spelled(one)
        shared = not one.change and not one.partner and one.kind != "aberration" and name.startswith(f"{one.gene} ")
        alike.setdefault(name[len(one.gene) :] if shared else f"\0{name}", []).append(name)
    said: list[str] = []
    for rest, names in alike.items():
        genes = [name[: len(name) - len(rest)] for name in names] if rest[0] == " " else names
        said.append(f"{some(genes)}{rest if rest[0] == ' ' else ''}")
    return some(said)


def some(words: Iterable[str]) -> str:
    """A few of many, each once."""
    every = list(dict.fromkeys(words))
    return " or ".join(every[:_MOST]) + (" ..." if len(every) > _MOST else "")


def asked(node: Altered) -> str:
    """What is asked for, as the fact that is missing."""
    name = several(node.variants)
    return f"test for {name}" if node.asks == "tested" else name

"""Rules of every kind, and patients around them, by a seeded generator that is fast enough for 100,000 pairs."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from eligo.core.nodes import Altered, Attested, Compare, Count, Expr, Has, Window, Worded
from eligo.core.walking import walk
from eligo.evaluate.derived import inputs
from eligo.facts import dates
from eligo.testing import biomarkers, near, values
from eligo.testing.profiles import INTENTS, STATUSES, UNKNOWN_NAMES, names
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes
from eligo.vocabulary.test_words import words_of
from strategies import REFERENCE, RULES, one_rule

Profile = dict[str, Any]

MORE = (
    "any ANC < 1000 /uL within 28 days",
    "all ANC >= 1000 /uL within 28 days before first dose",
    "lowest hemoglobin >= 9 g/dL",
    "highest ALT <= 3 x ULN",
    "first creatinine <= 1.5 mg/dL within 6 months",
    "hemoglobin >= 9 g/dL on 2 occasions at least 7 days apart",
    "ANC >= 1500 /uL for at least 7 days",
    "creatinine <= 1.5 x baseline",
    "hemoglobin decrease from baseline >= 2 g/dL",
    "creatinine increase from nadir >= 25 %",
    "ratio of AST to ALT > 2",
    "difference of AST and ALT > 20 U/L",
    "creatinine <= 2.0 mg/dL [177 umol/L]",
    "NYHA class is I or II",
    "Child-Pugh class A",
    "proteinuria < 2+",
    "CTCAE v5 grade of anemia <= 1",
    "CTCAE v5 grade >= 2 neuropathy",
    "at least 2 of (hypertension, stroke, female)",
    "chemotherapy within 5 half-lives before first dose",
    "paclitaxel within 5 half-lives or 4 weeks before first dose, whichever is shorter",
    "no warfarin within 4 weeks or 5 half-lives before first dose, whichever is longer",
    "hypertension for at least 3 months",
    "ANC >= 1500 /uL within 72 hours before first dose",
    "any HBsAg positive",
    "pregnancy test negative within 72 hours before first dose",
    "pregnancy",
    "exactly 1 of (hypertension, stroke, female)",
    "magnesium >= LLN",
    "albumin >= LLN and albumin <= ULN",
    "calculated GFR >= 60 mL/min",
    "ANC between 1000 /uL and 8000 /uL",
    "lymphocytes >= 500 /uL after first dose",
    "platelets >= 100 10*9/L between baseline and first dose",
    "measured GFR >= 60 mL/min/1.73m2",
    "age >= 65 years",
    "platelets = 100 10*9/L",
    "active hypertension",
    "major surgery within 28 days before first dose",
    "radiotherapy within 14 days before first dose",
    "history of HIV infection",
    "hepatitis B",
    "no history of hepatitis C",
    "current systemic corticosteroid",
    "topical corticosteroid within 7 days",
    "anticoagulant since first dose",
    "no live vaccine within 30 days before first dose",
    "adjuvant chemotherapy within 6 months",
    "EGFR L858R or EGFR exon 19 deletion",
    "EGFR mutation except EGFR T790M or EGFR exon 20 insertion",
    "no KRAS G12C within 6 months",
    "germline BRCA1/2 mutation",
    "pathogenic BRCA2 mutation by NGS",
    "KRAS wild type and NRAS wild type",
    "RAS mutation in tumor tissue within 90 days before first dose",
    "ALK, ROS1 or RET fusion",
    "no NTRK fusion",
    "MET amplification >= 6 copies",
    "ERBB2 amplification by FISH",
    "EGFR tested and ALK tested",
    "del(17p)",
    "HLA-A*02:01",
    "homozygous UGT1A1*28",
    "somatic TP53 mutation",
    "FLT3 ITD since first dose",
    "PD-L1 TPS >= 50 %",
    "MSI-H",
    "HER2 IHC is 3+",
    "blood pressure <= 140/90 mmHg",
    "not highest blood pressure > 160/100 mmHg",
    "hypertension requiring drug treatment",
    "no systemic infection requiring intravenous antibiotics or hospitalization",
    "adverse event related to chemotherapy recovered to grade <= 1 except alopecia",
)


def clauses() -> list[Expr]:
    """The rules as core expressions."""
    return [one_rule(text).criteria[0].rule for text in (*RULES, *MORE)]


class Drawing:
    """Profiles around the rules: values on and beside limits, days on and beside the ends of windows."""

    def __init__(self, draw: Random, pool: list[Expr]) -> None:
        self.draw = draw
        self.nodes = list({node: None for rule in pool for node in walk(rule)})
        self.below: dict[tuple[str, str], list[str]] = {}
        self.tidy = False  # whether the profile at hand has full dates, plain numbers and each result once

    def chance(self, percent: int) -> bool:
        return self.draw.random() * 100 < percent

    def day(self, window: Window | None, anchors: dict[str, str]) -> date:
        """A day at an end of the window, or anywhere."""
        draw = self.draw
        points = [point for point in (window.start, window.end) if point] if window else []
        if points and self.chance(70):
            point = draw.choice(points)
            anchor = date.fromisoformat(anchors.get(point.anchor or "", REFERENCE.isoformat()))
            amount = -(-point.amount // 24) if point.unit == "hour" else point.amount
            unit = "day" if point.unit == "hour" else point.unit
            edge = dates.forward(anchor, amount, unit) if amount > 0 else dates.back(anchor, -amount, unit)
            return edge + timedelta(days=draw.choice((-2, -1, 0, 0, 1, 2)))
        return REFERENCE - timedelta(days=draw.choice((-3, 0, 0, 1, 6, 7, 8, 14, 27, 28, 29, 90, draw.randrange(4000))))

    def written(self, day: date) -> str:
        """A day as records write it."""
        full = day.isoformat()
        if self.tidy:
            return full
        clock = f"{full}T{self.draw.randrange(24):02d}:30"
        return self.draw.choice((full, full, full, full, full, full, full[:7], full[:4], clock, f"{clock}+02:00"))

    def profile(self, around: list[Expr]) -> Profile:
        """A patient with most of what these nodes look at, and with something of what all the rules look at."""
        draw = self.draw
        self.tidy = self.chance(50)
        made: Profile = {"id": "P", "complete": draw.sample(LISTS, draw.randrange(len(LISTS) + 1))}
        if self.chance(90):
            made["sex"] = draw.choice(("female", "male"))
        if self.chance(90):
            made["reference_date"] = REFERENCE.isoformat()
        if self.chance(90):
            years = draw.choice((0, 1, 17, 18, 64, 65, 75, 76, draw.randrange(90)))
            born = dates.back(REFERENCE, years, "year") - timedelta(days=draw.choice((-1, 0, 1, 200)))
            made["birth_date"] = self.written(min(born, REFERENCE))[: draw.choice((10, 10, 10, 7, 4))]
        anchors = {
            name: (REFERENCE + timedelta(days=draw.randrange(-60, 14))).isoformat()
            for name in ("first dose", "baseline") if self.chance(60)
        }  # fmt: skip
        made["anchors"] = anchors
        if self.chance(15):
            made["cohort"] = draw.choice(("A", "B", "C"))
        for kind in (*LISTS, "judgments"):
            made.setdefault(kind, [])
        made["statements"] = {}
        share = draw.choice((30, 60, 80, 95))
        for node in around:
            if self.chance(share):
                self.add(node, made)
        share = draw.choice(_OTHERS)
        for node in draw.sample(self.nodes, len(self.nodes) * share // 100):
            self.add(node, made)
        for number in range(4):
            for kind in ("inclusion", "exclusion"):
                if self.chance(40):
                    made["judgments"].append(self.judgment(f"{kind} {number}"))
        return {key: value for key, value in made.items() if value not in ([], {})}

    def judgment(self, label: str) -> Profile:
        made: Profile = {"trial": "T", "criterion": label, "outcome": self.draw.choice(("pass", "fail"))}
        if self.chance(30):
            made["cohort"] = self.draw.choice("AB")
        if self.chance(50):
            made["date"] = (REFERENCE + timedelta(days=self.draw.choice((-50, -1, 0, 1)))).isoformat()
        return made

    def add(self, node: Expr, made: Profile) -> None:
        """What a node looks at."""
        match node:
            case Compare() if node.measure.members:
                for _ in range(1 if self.tidy else self.draw.choice((1, 1, 1, 2, 3))):
                    self.result(node, made)
            case Worded(test=test, window=window):
                for _ in range(1 if self.tidy else self.draw.choice((1, 1, 2))):
                    words = ("positive", "negative", "negative", "detectable", "undetectable", "reactive", "<15", "odd")
                    own = words_of(test) if self.chance(50) else words
                    entry: Profile = {"test": test, "value": self.draw.choice(own)}
                    if self.chance(90):
                        entry["date"] = self.written(self.day(window, made["anchors"]))
                    self.measured(entry, made)
            case Altered():
                for _ in range(1 if self.tidy else self.draw.choice((1, 1, 2, 3))):
                    entry = biomarkers.around(node, self.draw.choice)
                    if self.chance(85):
                        entry["date"] = self.written(self.day(node.window, made["anchors"]))
                    made["biomarkers"].append(entry)
            case Has():
                self.entry(node, made)
            case Count(what="lines", of=Has(concepts=(concept, *_))):
                made["therapies"].append(self.therapy([concept.name], None, made))
            case Count():
                several = self.draw.randrange(1, min(int(node.number), 6) + 2) if node.what == "times" else 1
                for _ in range(several):
                    self.entry(node.of, made, node)
            case Attested(statement=statement):
                made["statements"][statement] = self.draw.random() < 0.5

    def result(self, node: Compare, made: Profile) -> None:
        draw = self.draw
        keys = list(node.measure.members)
        for _, formula in (*node.measure.formulas, *node.measure.hints):
            keys += inputs(formula)
        key = draw.choice(keys)
        analyte = analytes()[key]
        low, high = values.band(analyte)
        upper = draw.choice((high, high / 2, Fraction(40), Fraction(1)))
        edge = draw.choice((low, high, (low + high) / 2))
        if key in node.measure.members and not self.chance(15):
            limit = draw.choice(node.limits)
            edge = limit.add + (limit.factor * upper if limit.of else 0)
        step = draw.choice((Fraction(1, 10), Fraction(1, 1000), Fraction(1)))
        value = max(draw.choice((edge, edge, edge - step, edge + step, edge * 3, edge / 4)), Fraction(0))
        if analyte.unit == "{score}":
            value = Fraction(round(value))
        entry: Profile = {"test": analyte.name}
        unit, shown = self.written_in_a_unit(key, value)
        entry["value"] = shown if shown is not None else round(float(value), 4)
        if not self.tidy and self.chance(6):
            entry["value"] = f"{draw.choice(('<', '<=', '>', '>='))}{entry['value']}"
        if unit and self.chance(95):
            entry["unit"] = unit
        if self.chance(93):
            entry["date"] = self.written(self.day(node.window, made["anchors"]))
        ends = {end: values.in_unit(key, upper, unit) for end in ("high", "low") if self.chance(45)}
        if any(end is not None for end in ends.values()) and len(ends) == 1:
            entry["reference_range"] = ends
        if self.tidy and any(one["test"] == entry["test"] for one in made["results"]):
            return
        self.measured(entry, made)
        if not self.tidy and self.chance(8) and "date" in entry:
            made["results"].append({**entry, "value": shown if shown is not None else 1, "date": entry["date"][:10]})

    def measured(self, entry: Profile, made: Profile) -> None:
        """A result where results stand, or among the biomarkers."""
        if self.chance(6):
            made["biomarkers"].append(biomarkers.of_result(entry))
        else:
            made["results"].append(entry)

    def written_in_a_unit(self, key: str, value: Fraction) -> tuple[str, values.Written | None]:
        """Any unit in which the value can be written exactly, and the value there; ("", None) where there is none."""
        units = values.plain_units(key)
        for unit in self.draw.sample(units, len(units)):
            shown = values.in_unit(key, value, unit)
            if shown is not None:
                return unit, shown
        return "", None

    def name(self, kind: str, wanted: list[str]) -> str:
        """The name itself, one it contains, one that contains it, any other, or one that nobody knows."""
        one = self.draw.choice(wanted)
        if (kind, one) not in self.below:
            self.below[kind, one] = [name for name in names(kind) if one in concepts.ancestors(kind, name)]
        below, above = self.below[kind, one], sorted(concepts.ancestors(kind, one))
        groups = [[one], [one], below, below, above, names(kind), UNKNOWN_NAMES]
        return self.draw.choice(self.draw.choice([group for group in groups if group]))

    def entry(self, node: Has, made: Profile, count: Count | None = None) -> None:
        """An entry of what is asked, or of what is excepted from it, with what is asked of it."""
        draw = self.draw
        wanted = [concept.name for concept in (*node.concepts, *node.excluding, *(one.concept for one in node.sparing))]
        if node.home == "family_history":
            made["family_history"].append(self.name("condition", wanted))
            return
        home = node.home
        if node.home == "procedures":
            kind = "condition" if wanted[0] in names("condition") else "therapy"
            entry: Profile = {"name": self.name(kind, wanted)}
            if self.chance(80):
                entry["date"] = self.written(self.day(node.window, made["anchors"]))
        elif node.home == "conditions":
            entry = self.condition(wanted, node.window, made)
        else:
            home = draw.choice((node.home, node.home, "medications"))
            entry = self.therapy(wanted, node.window, made)
        made[home].append(self.asked(node, home, entry, made, count))

    def asked(self, node: Has, home: str, entry: Profile, made: Profile, count: Count | None) -> Profile:
        """The entry with facts near what is asked of it."""
        if entry.get("status") == "absent":
            return entry

        def day_of(anchor: str | None) -> date:
            return date.fromisoformat(made["anchors"].get(anchor or "", REFERENCE.isoformat()))

        for one in (*node.where, *(one for spared in node.sparing for one in spared.where)):
            keys = near.choices(one, entry, day_of, REFERENCE)
            if keys and self.chance(75):
                entry = near.added(home, entry, self.draw.choice(keys))
        if count is not None and (keys := near.totals(count, entry)) and self.chance(75):
            entry = near.added(home, entry, self.draw.choice(keys))
        return entry

    def condition(self, wanted: list[str], window: Window | None, made: Profile) -> Profile:
        draw = self.draw
        entry: Profile = {"name": self.name("condition", wanted), "status": draw.choice(STATUSES)}
        if entry["status"] == "absent":
            if self.chance(60):
                entry["asserted"] = self.written(self.day(window, made["anchors"]))
            return entry
        begun, ended = sorted((self.day(window, made["anchors"]), self.day(window, made["anchors"])))
        if self.chance(70):
            entry["onset"] = begun.isoformat() if self.chance(80) else begun.isoformat()[:4]
        if entry["status"] == "resolved" and self.chance(70):
            entry["resolved"] = ended.isoformat()
        for key, choices in (
            ("confirmed_by", ("histology", "cytology", "imaging")),
            ("extent", ("localized", "locally advanced", "metastatic")),
            ("stage", ("I", "II", "IIIA", "III", "IV", "4")),
            ("primary", (True, False)),
        ):
            if self.chance(30):
                entry[key] = draw.choice(choices)
        return entry

    def therapy(self, wanted: list[str], window: Window | None, made: Profile) -> Profile:
        draw = self.draw
        agents = [self.name("therapy", wanted) for _ in range(draw.choice((1, 1, 2)))]
        entry: Profile = {"agents": list(dict.fromkeys(agents))}
        begun, ended = sorted((self.day(window, made["anchors"]), self.day(window, made["anchors"])))
        if self.chance(80):
            entry["start"] = begun.isoformat() if self.chance(85) else begun.isoformat()[:7]
        if self.chance(55):
            entry["end"] = ended.isoformat() if self.chance(85) else ended.isoformat()[:7]
        elif self.chance(50):
            entry["ongoing"] = draw.random() < 0.5
        if self.chance(60):
            entry["intent"] = draw.choice(INTENTS)
        if self.chance(40):
            entry["line"] = draw.randrange(1, 7)
        return entry


# Of a hundred of the other nodes; a chart of hundreds of entries takes as long as twenty that are short.
_OTHERS = (*(0, 0, 1, 1, 2, 2, 4, 8) * 4, 50)
LISTS = ("results", "conditions", "therapies", "medications", "procedures", "biomarkers", "family_history")

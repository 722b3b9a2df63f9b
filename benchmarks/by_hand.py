"""The forty rules of the benchmark written by hand: plain Python on the profile's JSON, as one would without Eligo.

In: a profile as `json.loads` gives it. Out: True (pass), False (fail) or None (unknown) for each rule.
Floats, a table of units, sets of names, the latest dated result. It knows the names and units that the
benchmark's patients have and their near kin, no others; it gives no reasons and no evidence.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

Profile = dict[str, Any]
Answer = bool | None

_UNITS = {
    ("anc", "10*9/L"): 1.0, ("anc", "K/uL"): 1.0, ("anc", "/uL"): 0.001,
    ("wbc", "10*9/L"): 1.0, ("wbc", "K/uL"): 1.0, ("wbc", "/uL"): 0.001,
    ("plt", "10*9/L"): 1.0, ("plt", "K/uL"): 1.0, ("plt", "/uL"): 0.001,
    ("hb", "g/dL"): 1.0, ("hb", "g/L"): 0.1,
    ("crea", "mg/dL"): 1.0, ("crea", "umol/L"): 1 / 88.42,
    ("bili", "mg/dL"): 1.0, ("bili", "umol/L"): 1 / 17.1,
    ("ast", "U/L"): 1.0, ("alt", "U/L"): 1.0, ("alp", "U/L"): 1.0,
    ("inr", "1"): 1.0, ("inr", None): 1.0, ("ptt", "s"): 1.0, ("ptt", "sec"): 1.0,
    ("qtcf", "ms"): 1.0, ("ecog", None): 1.0, ("gfr", "mL/min"): 1.0, ("nyha", None): 1.0, ("cps", None): 1.0,
}  # fmt: skip
_TESTS = {
    "anc": "anc", "neutrophils": "anc", "leukocytes": "wbc", "wbc": "wbc", "platelets": "plt", "hemoglobin": "hb",
    "hb": "hb", "creatinine": "crea", "bilirubin": "bili", "ast": "ast", "sgot": "ast", "alt": "alt", "sgpt": "alt",
    "alp": "alp", "inr": "inr", "aptt": "ptt", "ptt": "ptt", "qtcf": "qtcf", "ecog": "ecog", "gfr": "gfr",
    "hiv test": "hiv", "hbsag": "hbsag", "hcv antibody": "hcv", "hcv rna": "hcv rna", "pregnancy test": "hcg",
    "nyha class": "nyha", "child-pugh class": "cps",
}  # fmt: skip
_SOLID = {"colon cancer", "rectal cancer", "gastric cancer", "pancreatic cancer", "breast cancer", "melanoma"}
_ULCER = {"bleeding ulcerative tumor"}
_LIVER = {"liver metastases"}
_BRAIN = {"brain metastases"}
_MENINGES = {"leptomeningeal metastases"}
_CHEMO = {"folfox", "folfiri", "folfirinox", "capecitabine", "paclitaxel", "carboplatin", "gemcitabine", "irinotecan"}
_CANCER_DRUGS = _CHEMO | {"bevacizumab", "ramucirumab", "nivolumab", "pembrolizumab", "avelumab", "cetuximab"}
_ANTICOAGULANTS = {"warfarin", "phenprocoumon", "apixaban", "rivaroxaban", "edoxaban", "heparin", "enoxaparin"}
_VKA = {"warfarin", "phenprocoumon"}
_STEROIDS = {"prednisone", "prednisolone", "dexamethasone", "methylprednisolone"}
_SUPPRESSANTS = _STEROIDS | {"azathioprine", "methotrexate", "ciclosporin", "tacrolimus", "mycophenolate"}
_STIMULANTS = {"interferon", "interleukin-2", "aldesleukin"}
_VACCINES = {"live vaccine", "mmr vaccine", "yellow fever vaccine"}
_ALLERGY = {"hypersensitivity reaction", "drug allergy", "infusion-related reaction"}
_CIRRHOSIS, _ALCOHOL, _LUNG_INFECTION = {"cirrhosis"}, {"alcohol abuse"}, {"pulmonary infection", "pneumonia"}
_FAILURE, _HEART = {"heart failure"}, {"coronary heart disease", "cardiomyopathy", "myocardial infarction"}
_BOWEL = {"inflammatory bowel disease", "crohn's disease", "ulcerative colitis"}
_INFECTION = {"infection", "pneumonia", "sepsis", "urinary tract infection"}
_QT = {"long qt syndrome", "short qt syndrome", "brugada syndrome", "qtc prolongation", "torsade de pointes"}
_LOW_SALTS = {"hypocalcemia", "hypokalemia", "hypomagnesemia"}
_SALTS = _LOW_SALTS | {"hypercalcemia", "hyperkalemia", "hyponatremia", "hypernatremia"}
_HIV, _HCV = {"hiv infection", "aids"}, {"hepatitis c"}
_ILD, _LUNGS = {"interstitial lung disease", "pulmonary fibrosis"}, {"pneumonitis", "tuberculosis"}
_MILD_AUTOIMMUNE = {"type 1 diabetes", "vitiligo", "psoriasis", "hypothyroidism", "hashimoto's thyroiditis"}
_AUTOIMMUNE = {"rheumatoid arthritis", "lupus", "multiple sclerosis", "myasthenia gravis"}
_CLOTS = {"deep vein thrombosis", "pulmonary embolism", "venous thromboembolism"}
_DEMAND: dict[str, tuple[str, ...]] = {
    "consent": (
        "written informed consent", "able to comply with the protocol",
        "willing to undergo planned surgical procedures",
    ),
    "access": ("tumor accessible for injection", "tumor accessible for biopsy"),
    "standard": ("standard therapy failed", "standard therapy refused", "standard therapy not tolerated"),
}  # fmt: skip


def both(*answers: Answer) -> Answer:
    return False if False in answers else None if None in answers else True


def either(*answers: Answer) -> Answer:
    return True if True in answers else None if None in answers else False


def opposite(answer: Answer) -> Answer:
    return None if answer is None else not answer


def check(profile: Profile, today: date) -> list[Answer]:
    """The forty rules, in the order of the criteria file."""
    latest, words = _results(profile, today)
    conditions = [(one["name"].lower(), one) for one in profile.get("conditions", ())]
    treatments = [
        (agent.lower(), one)
        for key in ("therapies", "medications")
        for one in profile.get(key, ())
        for agent in one["agents"]
    ]
    complete = set(profile.get("complete", ()))
    sure = "conditions" in complete
    sure_drugs = complete.issuperset(("therapies", "medications"))
    said = profile.get("statements", {})
    judged = {
        one["criterion"]: one["outcome"] == "pass"
        for one in profile.get("judgments", ())
        if one["trial"] == "NCT03252938"
    }
    four_weeks, six_months = today - timedelta(days=28), today - timedelta(days=182)

    def known(names: set[str], *, ever: bool = False, since: date | None = None) -> Answer:
        for name, one in conditions:
            if name in names and (ever or one.get("status") in ("active", "controlled", None)):
                if since is None:
                    return True
                end = one.get("resolved") or (today.isoformat() if one.get("status") == "active" else one.get("onset"))
                if end is None:
                    return None
                if _day(end) >= since:
                    return True
        return False if sure else None

    def treated(names: set[str], *, now: bool = False, since: date | None = None) -> Answer:
        for name, one in treatments:
            if name not in names:
                continue
            end = one.get("end")
            if since is not None:
                if one.get("ongoing") or (end is not None and _day(end) >= since):
                    return True
                if end is None:
                    return None
            elif not now or one.get("ongoing") or (end is not None and _day(end) >= today):
                return True
        return False if sure_drugs else None

    def over(test: str, limit: float, *, equal: bool = True) -> Answer:
        found = latest.get(test)
        if found is None:
            return None
        return found[0] >= limit if equal else found[0] > limit

    def times_normal(test: str, factor: float, add: float = 0.0) -> Answer:
        found = latest.get(test)
        if found is None or found[1] is None:
            return None
        return found[0] <= factor * found[1] + add

    def judge(label: str, passing: bool) -> Answer:
        given = judged.get(label)
        return None if given is None else given is passing

    def any_said(key: str) -> Answer:
        return either(*(said.get(name) for name in _DEMAND[key]))

    def all_said(key: str) -> Answer:
        return both(*(said.get(name) for name in _DEMAND[key]))

    born, sex = profile.get("birth_date"), profile.get("sex")
    adult = None if born is None else _years(_day(born), today) >= 18
    fertile = False if sex == "male" else said.get("childbearing potential")
    contraception = said.get("willing to use highly effective contraception")
    pregnancy = words.get("hcg")
    fresh = pregnancy is not None and pregnancy[1] >= today - timedelta(days=7)
    tumor = next((one for name, one in conditions if name in _SOLID), None)
    liver = known(_LIVER)
    anticoagulated = treated(_ANTICOAGULANTS, now=True)
    ecog = latest.get("ecog")
    first, second = times_normal("bili", 1.5), times_normal("bili", 3.0)
    enzymes = {factor: both(times_normal("ast", factor), times_normal("alt", factor)) for factor in (3.0, 5.0)}
    branch = enzymes[5.0] if liver else enzymes[3.0]
    if liver is None and enzymes[3.0] != enzymes[5.0]:
        branch = None
    clotting = both(None if latest.get("inr") is None else latest["inr"][0] <= 1.5, times_normal("ptt", 1.0, 5.0))
    off_vka = both(opposite(treated(_VKA, now=True)), either(opposite(treated(_VKA)), judge("inclusion 9i", True)))
    stimulated = opposite(treated(_STIMULANTS, since=four_weeks))
    return [
        None if tumor is None and not sure else tumor is not None
        and tumor.get("confirmed_by") == "histology" and tumor.get("extent") in ("locally advanced", "metastatic"),
        all_said("access"),
        any_said("standard"),
        opposite(treated(_CHEMO, now=True)),
        True if fertile else both(adult, either(contraception, opposite(said.get("reproductive age")))),
        both(adult, contraception, pregnancy[0] == "negative" if fresh and pregnancy else None) if fertile else True,
        None if ecog is None else ecog[0] in (0, 1),
        over("anc", 1.5),
        over("wbc", 3.0),
        over("plt", 75.0),
        either(times_normal("crea", 1.5), over("gfr", 50.0)),
        first if first == second else None,
        branch,
        times_normal("alp", 6.0),
        over("hb", 9.0),
        off_vka if anticoagulated else None if anticoagulated is None and off_vka != clotting else clotting,
        all_said("consent"),
        said.get("life expectancy over 3 months"),
        said.get("toxicity of earlier therapy resolved"),
        said.get("able to understand the study"),
        opposite(either(known(_ULCER), said.get("planned injection into a parenchymatous organ"))),
        opposite(said.get("hypersensitivity to the study drug")),
        opposite(both(known(_ALLERGY, ever=True), judge("exclusion 5", False))),
        opposite(either(treated(_CANCER_DRUGS, now=True), treated(_CANCER_DRUGS, since=four_weeks))),
        opposite(either(
            both(known(_CIRRHOSIS), over("cps", 2)),
            both(known(_ALCOHOL), judge("exclusion 8", False)),
            both(known(_LUNG_INFECTION), judge("exclusion 8", False)),
        )),
        opposite(either(
            both(known(_FAILURE, since=six_months), over("nyha", 3)),
            both(known(_HEART, ever=True, since=six_months), judge("exclusion 9", False)),
        )),
        opposite(either(
            known(_MENINGES, ever=True),
            both(
                known(_BRAIN, ever=True),
                either(treated(_STEROIDS, since=today - timedelta(days=6)), judge("exclusion 10", False)),
            ),
        )),
        opposite(known(_BOWEL)),
        opposite(either(known(_INFECTION, ever=True, since=four_weeks), known({"chronic infection"}),
                        both(known(_INFECTION), judge("exclusion 12", False)))),
        opposite(either(over("qtcf", 480.0, equal=False), known(_QT, ever=True), _family(profile, complete, _QT))),
        opposite(either(known(_LOW_SALTS), both(known(_SALTS), judge("exclusion 14", False)))),
        opposite(either(_positive(words, "hiv"), known(_HIV, ever=True))),
        opposite(either(
            _positive(words, "hbsag"), known(_HCV), both(_positive(words, "hcv"), opposite(_negative(words, "hcv rna")))
        )),
        opposite(either(known(_ILD, ever=True), known(_LUNGS))),
        opposite(either(
            both(known(_AUTOIMMUNE, ever=True), judge("exclusion 18", False)),
            both(known(_MILD_AUTOIMMUNE, ever=True), treated(_SUPPRESSANTS, now=True), judge("exclusion 18", False)),
        )),
        opposite(either(treated(_VACCINES, since=four_weeks), said.get("planned live vaccine"))),
        opposite(either(
            treated(_SUPPRESSANTS - _STEROIDS, since=four_weeks),
            both(treated(_SUPPRESSANTS, since=four_weeks), judge("exclusion 21a", False)),
        )),
        stimulated,
        stimulated,
        opposite(both(known(_CLOTS, ever=True, since=six_months), judge("exclusion 23", False))),
    ]  # fmt: skip


def _results(
    profile: Profile, today: date
) -> tuple[dict[str, tuple[float, float | None]], dict[str, tuple[str, date]]]:
    """(the latest value of each test with its upper limit, the latest word of each)."""
    values: dict[str, tuple[float, float | None]] = {}
    words: dict[str, tuple[str, date]] = {}
    newest: dict[str, date] = {}
    for one in profile.get("results", ()):
        test = _TESTS.get(one["test"].lower())
        text = one.get("date")
        if test is None or text is None:
            continue
        day = _day(text)
        if day > today or day < newest.get(test, date.min):
            continue
        value = one["value"]
        if isinstance(value, str):
            words[test] = (value.lower(), day)
        else:
            factor = _UNITS.get((test, one.get("unit")))
            if factor is None:
                continue
            high = one.get("reference_range", {}).get("high")
            values[test] = (value * factor, None if high is None else high * factor)
        newest[test] = day
    return values, words


def _positive(words: dict[str, tuple[str, date]], test: str) -> Answer:
    found = words.get(test)
    return None if found is None else found[0] in ("positive", "reactive", "detectable")


def _negative(words: dict[str, tuple[str, date]], test: str) -> Answer:
    found = words.get(test)
    return None if found is None else found[0] in ("negative", "undetectable", "not detected")


def _family(profile: Profile, complete: set[str], names: set[str]) -> Answer:
    if any(name.lower() in names for name in profile.get("family_history", ())):
        return True
    return False if "family_history" in complete else None


def _day(text: str) -> date:
    """The day of a date; of a month or a year its first."""
    if len(text) >= 10:
        return date.fromisoformat(text[:10])
    year, _, month = text.partition("-")
    return date(int(year), int(month or 1), 1)


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

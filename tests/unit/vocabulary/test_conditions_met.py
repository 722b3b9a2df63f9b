"""The conditions that oncology protocols name: what their spellings mean, and what is and isn't inside what."""

import pytest

from eligo.vocabulary import concepts

# Canonical name: spellings that must lead to it.
SPELLINGS = {
    "malignancy": "cancer|malignant neoplasms|malignant tumours",
    "solid tumor": "solid tumours|malignant solid tumor|solid malignancies",
    "hematologic malignancy": "haematological malignancies|blood cancer",
    "invasive malignancy": "invasive cancer",
    "cancer of unknown primary": "carcinoma of unknown primary site|CUP|unknown primary tumor",
    "breast carcinoma": "breast cancer|adenocarcinoma of the breast|carcinoma of the breast|invasive breast carcinoma",
    "triple-negative breast cancer": "TNBC|triple negative breast cancer",
    "HER2-positive breast cancer": "HER2 positive breast cancer|HER2-overexpressing breast cancer",
    "HER2-negative breast cancer": "HER2 negative breast cancer",
    "hormone receptor-positive breast cancer": "HR-positive breast cancer|ER-positive breast cancer",
    "hormone receptor-positive HER2-negative breast cancer": "HR-positive/HER2-negative breast cancer",
    "inflammatory breast cancer": "inflammatory breast carcinoma|IBC",
    "non-small cell lung cancer": "NSCLC|non small-cell lung cancer|non-small-cell lung carcinoma",
    "small cell lung cancer": "SCLC|small-cell lung cancer|small cell carcinoma of the lung",
    "squamous cell lung cancer": "squamous NSCLC|squamous cell carcinoma of the lung",
    "combined small cell lung carcinoma": "mixed small cell and non-small cell lung cancer",
    "small cell component": "small cell elements",
    "sarcomatoid component": "sarcomatoid features|sarcomatoid differentiation",
    "neuroendocrine component": "neuroendocrine differentiation",
    "pleural mesothelioma": "malignant pleural mesothelioma|MPM",
    "squamous cell carcinoma of the head and neck": "HNSCC|SCCHN|head and neck squamous cell carcinoma",
    "nasopharyngeal carcinoma": "NPC|nasopharynx cancer",
    "gastroesophageal junction cancer": "gastro-oesophageal junction cancer|GEJ adenocarcinoma",
    "esophageal cancer": "oesophageal cancer|cancer of the oesophagus",
    "hepatocellular carcinoma": "HCC|hepatocellular cancer",
    "combined hepatocellular-cholangiocarcinoma": "mixed hepatocellular and cholangiocarcinoma",
    "biliary tract cancer": "BTC|cancer of the biliary tract",
    "pancreatic ductal adenocarcinoma": "PDAC|ductal adenocarcinoma of the pancreas",
    "colorectal cancer": "CRC|adenocarcinoma of the colon or rectum|colon or rectal cancer",
    "gastrointestinal stromal tumor": "GIST|gastrointestinal stromal tumours",
    "ovarian cancer": "epithelial ovarian cancer|ovarian carcinoma",
    "high-grade serous ovarian cancer": "high-grade serous carcinoma of the ovary|HGSOC",
    "borderline ovarian tumor": "tumors of low malignant potential|ovarian tumor of low malignant potential",
    "serous endometrial cancer": "uterine papillary serous carcinoma|UPSC",
    "castration-resistant prostate cancer": "CRPC|castrate-resistant prostate cancer",
    "neuroendocrine prostate cancer": "NEPC",
    "renal cell carcinoma": "RCC|renal cell cancer",
    "urothelial carcinoma": "transitional cell carcinoma|TCC",
    "non-muscle-invasive bladder cancer": "superficial bladder cancer|NMIBC|non-muscle invasive bladder cancer",
    "nonseminomatous germ cell tumor": "NSGCT|nonseminoma",
    "glioblastoma": "GBM|glioblastoma multiforme",
    "high-grade glioma": "high grade gliomas",
    "atypical teratoid rhabdoid tumor": "ATRT|AT/RT",
    "soft tissue sarcoma": "STS|soft-tissue sarcomas",
    "undifferentiated pleomorphic sarcoma": "UPS|malignant fibrous histiocytoma",
    "non-melanoma skin cancer": "nonmelanoma skin cancer|basal or squamous cell skin cancer|NMSC",
    "basal cell carcinoma": "basal cell carcinoma of the skin|basal cell skin cancer|BCC",
    "squamous cell carcinoma of the skin": "cutaneous squamous cell carcinoma|squamous cell skin cancer",
    "carcinoma in situ of the cervix": "cervical carcinoma in situ|in situ cervical cancer",
    "ductal carcinoma in situ": "DCIS|ductal carcinoma in situ of the breast|intraductal carcinoma of the breast",
    "melanoma in situ": "in situ melanoma",
    "classical Hodgkin lymphoma": "cHL|classical Hodgkin's lymphoma",
    "diffuse large B-cell lymphoma": "DLBCL|diffuse large B cell lymphoma",
    "chronic lymphocytic leukemia/small lymphocytic lymphoma": "CLL/SLL",
    "primary CNS lymphoma": "PCNSL|primary central nervous system lymphoma",
    "acute lymphoblastic leukemia": "ALL|acute lymphocytic leukaemia",
    "B-cell acute lymphoblastic leukemia": "B-ALL|B-cell precursor acute lymphoblastic leukemia",
    "primary myelofibrosis": "PMF|idiopathic myelofibrosis",
    "smoldering myeloma": "smouldering multiple myeloma|asymptomatic myeloma",
    "post-transplant lymphoproliferative disorder": "PTLD",
    "brain metastases": "cerebral metastases|brain mets|metastatic brain disease|metastases to the brain",
    "leptomeningeal metastases": "carcinomatous meningitis|leptomeningeal disease|cancerous meningitis",
    "central nervous system metastases": "CNS metastases|CNS metastatic disease|metastases to the CNS",
    "peritoneal carcinomatosis": "peritoneal metastases|peritoneal seeding",
    "lymph node metastases": "lymph node involvement|nodal metastases",
    "bone metastases": "skeletal metastases|osseous metastases|bony metastases",
    "extrahepatic metastases": "extrahepatic spread",
    "portal vein tumor thrombus": "main portal vein invasion|PVTT",
    "spinal cord compression": "cord compression|epidural spinal cord compression",
    "superior vena cava syndrome": "SVC syndrome|superior vena cava obstruction",
    "malignant ascites": "ascites due to malignancy",
    "bowel obstruction": "intestinal obstruction|malignant bowel obstruction|small bowel obstruction",
    "gastrointestinal perforation": "GI perforation|bowel perforation",
    "tracheoesophageal fistula": "tracheo-oesophageal fistula",
    "congestive heart failure": "CHF|congestive cardiac failure",
    "myocardial infarction": "heart attack|MI|acute myocardial infarction",
    "coronary heart disease": "coronary artery disease|ischaemic heart disease|CAD",
    "arrhythmia": "cardiac arrhythmias|cardiac dysrhythmia",
    "left bundle branch block": "LBBB|complete left bundle branch block",
    "second-degree heart block": "second-degree AV block|Mobitz II",
    "third-degree heart block": "complete heart block|third-degree atrioventricular block",
    "QTc prolongation": "prolonged QT interval|QT prolongation",
    "cerebrovascular event": "stroke or transient ischemic attack",
    "stroke": "CVA|cerebrovascular accident",
    "deep vein thrombosis": "DVT|deep venous thrombosis",
    "pulmonary embolism": "PE|pulmonary embolus",
    "venous thromboembolism": "VTE|venous thrombotic event",
    "arterial thromboembolism": "arterial thrombotic events|arterial thromboembolic event",
    "bleeding": "haemorrhage|bleeding event",
    "von Willebrand disease": "von Willebrand's disease",
    "disseminated intravascular coagulation": "DIC",
    "chronic obstructive pulmonary disease": "COPD|chronic obstructive lung disease",
    "interstitial lung disease": "ILD|interstitial pulmonary disease",
    "pneumonitis": "non-infectious pneumonitis|noninfectious pneumonitis",
    "drug-induced pneumonitis": "chemotherapy-induced pneumonitis",
    "acute respiratory distress syndrome": "ARDS",
    "hepatitis B": "HBV infection|hepatitis B virus infection|viral hepatitis B",
    "chronic hepatitis C": "chronic HCV infection|chronic hepatitis C virus infection",
    "sinusoidal obstruction syndrome": "veno-occlusive disease|VOD",
    "renal insufficiency": "renal failure|impaired renal function|renal impairment",
    "irritable bowel syndrome": "IBS",
    "peripheral neuropathy": "polyneuropathy|neuropathy peripheral",
    "epilepsy": "seizure disorder",
    "immune effector cell-associated neurotoxicity syndrome": "ICANS",
    "cognitive impairment": "cognitive disorder|cognitive dysfunction",
    "psychiatric disorder": "psychiatric illness|mental disorder|mental illness",
    "substance use disorder": "substance abuse disorder|alcohol or drug abuse|addictive disorder",
    "diabetes mellitus": "diabetes|diabetic",
    "Cushing syndrome": "Cushing's syndrome",
    "autoimmune disease": "auto-immune disease|autoimmune disorders",
    "granulomatosis with polyangiitis": "Wegener's granulomatosis|Wegener syndrome",
    "Guillain-Barre syndrome": "Guillain-Barré syndrome",
    "connective tissue disease": "connective tissue disorders|collagen vascular disease",
    "autoimmune hypothyroidism": "residual hypothyroidism due to autoimmune thyroiditis",
    "HIV infection": "human immunodeficiency virus infection|HIV disease|HIV positive",
    "tuberculosis": "TB",
    "COVID-19": "SARS-CoV-2 infection|coronavirus disease 2019",
    "opportunistic infection": "AIDS-related opportunistic infections",
    "primary immunodeficiency": "congenital immunodeficiency|inherited immunodeficiency",
    "allogeneic stem cell transplantation": "allogenic bone marrow transplant|allogeneic HSCT",
    "tissue or organ transplantation": "allogenic tissue/solid organ transplant",
    "graft versus host disease": "graft-versus-host disease|GVHD|GvHD",
    "retinal vein occlusion": "RVO|central retinal vein occlusion",
    "central serous retinopathy": "central serous chorioretinopathy",
    "wound healing disorder": "non-healing wound|nonhealing wound",
    "fracture": "bone fracture",
    "adverse event": "toxicities|side effects|adverse reaction",
    "toxicity of prior therapy": "treatment-related adverse event|toxicity from prior therapy",
    "immune-related adverse event": "irAE|immune-mediated adverse events",
    "nausea or vomiting": "nausea and vomiting",
    "hand-foot syndrome": "palmar-plantar erythrodysesthesia",
    "alopecia": "hair loss",
    "dyspnea at rest": "shortness of breath at rest",
    "sensory neuropathy": "peripheral sensory neuropathy",
    "severe allergic reaction": "severe hypersensitivity reaction|severe allergic reactions",
    "platinum compound allergy": "hypersensitivity to platinum compounds|allergy to platinum agents",
    "polysorbate 80 allergy": "hypersensitivity to drugs formulated with polysorbate 80",
    "Cremophor allergy": "hypersensitivity to polyoxyl castor oil",
    "chimeric or humanized antibody allergy": "hypersensitivity to chimeric or humanized antibodies",
    "contrast agent allergy": "allergy to contrast media",
    "pregnancy": "pregnant|pregnant women",
    "lactation": "breastfeeding|breast-feeding|nursing mothers|lactating",
    "dihydropyrimidine dehydrogenase deficiency": "DPD deficiency",
    "Lynch syndrome": "HNPCC|hereditary non-polyposis colorectal cancer",
    "implantable cardioverter-defibrillator": "ICD|implantable cardiac defibrillator",
    "Clostridioides difficile infection": "C. difficile infection",
}  # fmt: skip

# What is inside what: who has the first has every one of the second.
INSIDE = {
    "carcinoma in situ of the cervix": "in situ malignancy|malignancy",
    "ductal carcinoma in situ": "carcinoma in situ of the breast|malignancy",
    "basal cell carcinoma": "non-melanoma skin cancer|skin cancer",
    "small cell lung cancer": "lung cancer|small cell carcinoma|neuroendocrine carcinoma|invasive malignancy",
    "combined small cell lung carcinoma": "small cell lung cancer",
    "triple-negative breast cancer": "HER2-negative breast cancer|hormone receptor-negative breast cancer",
    "hormone receptor-positive HER2-negative breast cancer": "breast carcinoma|HER2-negative breast cancer",
    "HER2-low breast cancer": "HER2-negative breast cancer",
    "oral squamous cell carcinoma": "oral cavity cancer|squamous cell carcinoma of the head and neck",
    "tonsil cancer": "oropharyngeal cancer|pharyngeal cancer|head and neck cancer",
    "HER2-positive gastric cancer": "gastric cancer|gastroesophageal cancer",
    "clear cell renal cell carcinoma": "kidney cancer|genitourinary cancer",
    "papillary renal cell carcinoma": "non-clear cell renal cell carcinoma",
    "urothelial carcinoma of the bladder": "bladder cancer|urothelial carcinoma",
    "high-grade serous ovarian cancer": "ovarian cancer|serous carcinoma|adenocarcinoma",
    "uterine leiomyosarcoma": "uterine sarcoma|leiomyosarcoma|soft tissue sarcoma",
    "glioblastoma": "high-grade glioma|central nervous system tumor|solid tumor",
    "osteosarcoma": "bone sarcoma|sarcoma",
    "chronic lymphocytic leukemia": "leukemia|B-cell lymphoma|lymphoid malignancy",
    "multiple myeloma": "hematologic malignancy|lymphoid malignancy",
    "acute promyelocytic leukemia": "acute myeloid leukemia|myeloid neoplasm",
    "brain metastases": "distant metastases|central nervous system metastases|extrahepatic metastases",
    "adrenal metastases": "visceral metastases|distant metastases",
    "liver metastases": "visceral metastases",
    "omental metastases": "peritoneal carcinomatosis",
    "malignant ascites": "ascites|malignant effusion|effusion",
    "variceal bleeding": "gastrointestinal bleeding|bleeding|adverse event",
    "deep vein thrombosis": "venous thromboembolism|thrombosis|adverse event",
    "third-degree heart block": "heart block|conduction disorder|arrhythmia|serious arrhythmia",
    "atrial fibrillation": "supraventricular arrhythmia|heart disease|cardiovascular disease",
    "stroke": "cerebrovascular disease|neurological disease",
    "hypertensive encephalopathy": "encephalopathy",
    "chronic hepatitis B": "hepatitis B|viral infection|chronic liver disease",
    "pulmonary tuberculosis": "tuberculosis|infection",
    "herpes zoster": "herpes infection|viral infection",
    "sepsis": "severe infection|systemic infection",
    "multiple sclerosis": "autoimmune disease|central nervous system disease",
    "rheumatoid arthritis": "autoimmune disease|connective tissue disease",
    "Goodpasture syndrome": "autoimmune disease|kidney disease",
    "severe combined immunodeficiency": "primary immunodeficiency",
    "corneal transplantation": "tissue or organ transplantation",
    "umbilical cord blood transplantation": "allogeneic stem cell transplantation",
    "toxicity of prior therapy": "adverse event",
    "immune-mediated colitis": "immune-related adverse event|adverse event",
    "nausea": "nausea or vomiting|adverse event",
    "sensory neuropathy": "peripheral neuropathy|adverse event",
    "neutropenia": "adverse event|cytopenia",
    "anaphylaxis": "severe allergic reaction|hypersensitivity reaction",
    "penicillin allergy": "beta-lactam antibiotic allergy|drug allergy|allergy",
    "type 1 diabetes": "diabetes mellitus|endocrine disease",
}

# What isn't inside what, however near it sounds.
OUTSIDE = {
    "carcinoma in situ of the cervix": "solid tumor|cervical cancer|invasive malignancy|gynecologic cancer",
    "ductal carcinoma in situ": "breast carcinoma|invasive malignancy",
    "bladder carcinoma in situ": "bladder cancer",
    "non-muscle-invasive bladder cancer": "invasive malignancy",
    "lobular carcinoma in situ": "malignancy",
    "borderline ovarian tumor": "malignancy|ovarian cancer",
    "Merkel cell carcinoma": "non-melanoma skin cancer",
    "peritoneal mesothelioma": "thoracic malignancy|peritoneal carcinomatosis",
    "pancreatic neuroendocrine tumor": "pancreatic cancer",
    "choriocarcinoma": "gestational trophoblastic neoplasia|germ cell tumor",
    "Ewing sarcoma": "bone sarcoma|soft tissue sarcoma",
    "secondary myelofibrosis": "primary myelofibrosis",
    "nodular lymphocyte-predominant Hodgkin lymphoma": "classical Hodgkin lymphoma",
    "follicular lymphoma": "indolent lymphoma|aggressive lymphoma",
    "meningioma": "malignancy",
    "peritoneal carcinomatosis": "distant metastases",
    "lymph node metastases": "distant metastases",
    "bone metastases": "visceral metastases",
    "small cell component": "small cell lung cancer|malignancy",
    "portal vein tumor thrombus": "thrombosis|thromboembolic event",
    "hepatitis B": "chronic hepatitis B|adverse event",
    "infection": "adverse event",
    "COVID-19": "adverse event|pneumonia",
    "pneumonitis": "adverse event|interstitial lung disease",
    "colitis": "adverse event|inflammatory bowel disease",
    "hypothyroidism": "adverse event|autoimmune disease",
    "hypertension": "adverse event",
    "pregnancy": "adverse event",
    "adverse event": "toxicity of prior therapy",
    "hereditary angioedema": "adverse event",
    "hypertensive encephalopathy": "hypertension",
    "peripheral neuropathy": "central nervous system disease|autoimmune disease",
    "Guillain-Barre syndrome": "adverse event",
    "corneal transplantation": "organ transplantation",
    "hematopoietic stem cell transplantation": "organ transplantation|tissue or organ transplantation",
    "HIV infection": "immunodeficiency",
    "iodinated contrast agent allergy": "iodine allergy",
    "infective endocarditis": "bacterial infection",
    "anorexia nervosa": "decreased appetite",
    "latent tuberculosis": "tuberculosis",
}

# A rule about the first stays open for a record of the second, or says no.
OPEN = [
    ("HER2-low breast cancer", "invasive ductal carcinoma of the breast"),
    ("male breast cancer", "invasive ductal carcinoma of the breast"),
    ("small cell component", "non-small cell lung cancer"),
    ("invasive malignancy", "bladder cancer"),
    ("toxicity of prior therapy", "alopecia"),
    ("hematologic toxicity", "neutropenia"),
    ("major bleeding", "epistaxis"),
    ("severe infection", "urinary tract infection"),
    ("superficial venous thrombosis", "deep vein thrombosis"),
    ("transformed lymphoma", "diffuse large B-cell lymphoma"),
]
CLEAR = [
    ("invasive malignancy", "ductal carcinoma in situ"),
    ("triple-negative breast cancer", "hormone receptor-positive breast cancer"),
    ("hormone receptor-positive HER2-negative breast cancer", "triple-negative breast cancer"),
    ("autoimmune disease", "peripheral neuropathy"),
    ("autoimmune disease", "neutropenia"),
    ("immune-related adverse event", "hypothyroidism"),
    ("immune-related adverse event", "diabetes mellitus"),
    ("neurological disease", "hypertension"),
    ("immune thrombocytopenia", "anemia"),
    ("brain metastases", "liver metastases"),
    ("intercurrent illness", "pancreatic ductal adenocarcinoma"),
]


def pairs(table: dict[str, str]) -> list[tuple[str, str]]:
    """Each name of a table with each of its entries."""
    return [(name, one) for name, cell in table.items() for one in cell.split("|")]


def is_open(rule: str, recorded: str) -> bool:
    """Whether a record neither shows nor rules out what a rule asks for."""
    inside, axes = {recorded, *concepts.ancestors("condition", recorded)}, concepts.axes("condition", recorded)
    about, own = {rule, *concepts.ancestors("condition", rule)}, concepts.axes("condition", rule)
    return (
        recorded in concepts.overlaps("condition", rule)
        or any(one.partition(" by ")[0] in inside and one not in axes for one in concepts.divides("condition", rule))
        or any(one.partition(" by ")[0] in about and one not in own for one in concepts.divides("condition", recorded))
    )


@pytest.mark.parametrize(("name", "spelling"), pairs(SPELLINGS))
def test_a_spelling_means_the_condition(name: str, spelling: str) -> None:
    assert concepts.lookup("condition", spelling) == name


@pytest.mark.parametrize(("name", "above"), pairs(INSIDE))
def test_inside(name: str, above: str) -> None:
    assert above in concepts.ancestors("condition", name)


@pytest.mark.parametrize(("name", "other"), pairs(OUTSIDE))
def test_outside(name: str, other: str) -> None:
    assert {name, other} <= set(concepts.table("condition"))
    assert other not in concepts.ancestors("condition", name)


@pytest.mark.parametrize(("rule", "recorded"), OPEN)
def test_what_a_record_does_not_say_stays_open(rule: str, recorded: str) -> None:
    assert rule not in concepts.ancestors("condition", recorded)
    assert is_open(rule, recorded)


@pytest.mark.parametrize(("rule", "recorded"), CLEAR)
def test_a_new_name_opens_no_other_question(rule: str, recorded: str) -> None:
    assert rule not in concepts.ancestors("condition", recorded)
    assert not is_open(rule, recorded)


@pytest.mark.parametrize("name", ["surgery", "disease", "platinum-sensitive ovarian cancer"])
def test_what_is_no_condition(name: str) -> None:
    assert concepts.lookup("condition", name) is None


def test_an_adverse_event_is_a_state() -> None:
    assert not concepts.is_event("condition", "adverse event")
    assert concepts.ancestors("condition", "adverse event") == frozenset()

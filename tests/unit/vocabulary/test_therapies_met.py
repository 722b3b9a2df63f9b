"""Names of treatments and medicines that protocols use, and what each of them is and is not."""

import pytest

from eligo.vocabulary import concepts

# The canonical name, then spellings that mean it.
MET = """
nivolumab: Opdivo | BMS-936558 | nivolumab and hyaluronidase
pembrolizumab: MK-3475 | Keytruda | Keytruda Qlex
atezolizumab: MPDL3280A | Tecentriq
toripalimab: JS001 | triprizumab
sintilimab: IBI308
camrelizumab: SHR-1210
PD-1 inhibitor: anti-PD-1 | anti-PD1 antibodies | anti-programmed cell death protein 1 antibody | PD-1 blockade
PD-L1 inhibitor: anti-PD-L1 | anti-programmed death-ligand 1 antibody
PD-L2 inhibitor: anti-PD-L2 | anti-PD-L2 agents
CTLA-4 inhibitor: anti-CTLA-4 | anti-cytotoxic T-lymphocyte-associated antigen-4 antibody
T-cell costimulation or checkpoint agent: antibody or drug targeting T-cell costimulation or checkpoint pathways
OX40 agonist: anti-OX40 antibody | anti-OX-40
CD137 agonist: anti-CD137 | 4-1BB agonist
immune checkpoint inhibitor: ICI | checkpoint inhibitors | immune checkpoint blockade
CAR T-cell therapy: CAR-T | CAR-T cell therapy | chimeric antigen receptor T cells
BCMA-directed therapy: anti-BCMA therapy | BCMA-targeted therapy
CD20 antibody: anti-CD20 antibody
monoclonal antibody: monoclonal antibodies | mAb
therapeutic antibody against cancer: anticancer monoclonal antibody | anti-cancer monoclonal antibodies
trastuzumab emtansine: T-DM1 | Kadcyla | ado-trastuzumab emtansine
trastuzumab deruxtecan: DS-8201 | T-DXd | Enhertu
izalontamab brengitecan: BL-B01D1
denileukin diftitox: Ontak
anticancer therapy: anti-cancer therapy | antineoplastic agents | anti-tumour treatment | cancer-directed therapy
systemic therapy: systemic anti-cancer therapy | systemic antineoplastic therapy | SACT
chemotherapy: cytotoxic chemotherapy | chemotherapeutic agents | anticancer chemotherapy | chemotherapy regimens
targeted therapy: target therapy | molecularly targeted therapies
small molecule targeted therapy: targeted small molecule therapy | small molecule therapy
immunotherapy: immuno-oncology therapy | immunotherapeutic agents
endocrine therapy: hormonal therapy | hormone therapies | anti-hormonal therapy
standard therapy: standard of care | standard-of-care therapy | standard treatment | SOC
treatment in another trial: therapy in another trial | treatment in another study | treatment in another clinical trial
investigational agent: investigational product | investigational medicinal product | experimental drugs
platinum agent: platinum-based chemotherapy | platinum-based treatment | platinum salts
cisplatin: CDDP | cisplatin-based chemotherapy
fluorouracil: 5-FU | 5-fluorouracil | 5-FU-based chemotherapy
nab-paclitaxel: Abraxane | albumin-bound paclitaxel
taxane: taxane-based chemotherapy | taxane-containing regimen
anthracycline: anthracyclines | anthracycline-containing chemotherapy
hydroxyurea: hydroxycarbamide | Hydrea
azacitidine: azacytidine | 5-azacytidine
tretinoin: ATRA | all-trans retinoic acid
mechlorethamine: chlormethine | nitrogen mustard
omacetaxine: homoharringtonine
trifluridine/tipiracil: TAS-102 | Lonsurf
erlotinib: Tarceva | OSI-774
rociletinib: CO-1686
abivertinib: avitinib
dacomitinib: PF-00299804
lapatinib: GW572016 | Tykerb
apatinib: rivoceranib | apatinib mesylate
cediranib: AZD2171
veliparib: ABT-888
iniparib: BSI-201
PARP inhibitor: PARPi | poly(ADP-ribose) polymerase inhibitors
capivasertib: AZD5363
afuresertib: GSK2110183
enzalutamide: MDV3100 | Xtandi
orteronel: TAK-700
amcenestrant: SAR439859
anastrozole: Arimidex | anastrazole
antiandrogen: anti-androgens | androgen receptor blocker
CYP17 inhibitor: CYP17A1 inhibitors
GnRH agonist: LHRH agonists | luteinizing hormone-releasing hormone agonist
androgen deprivation therapy: ADT | castration
alvocidib: flavopiridol
tipifarnib: R115777
endostatin: Endostar | recombinant human endostatin
radium-223: Xofigo | radium-223 dichloride
iobenguane I-131: MIBG therapy | 131I-MIBG
ibritumomab tiuxetan: Zevalin
PSMA radioligand therapy: lutetium PSMA therapy | PSMA-targeted radioligand therapy
lutetium vipivotide tetraxetan: Pluvicto | 177Lu-PSMA-617
aldesleukin: IL-2 | interleukin-2 | high-dose interleukin-2
oprelvekin: interleukin-11
radiotherapy: radiation therapy | RT | irradiation
external beam radiotherapy: EBRT | external beam radiation
whole brain radiotherapy: WBRT | whole brain radiation therapy | whole-brain radiation
stereotactic radiosurgery: SRS | Gamma Knife | stereotactic radiosurgeries
stereotactic body radiotherapy: SBRT | SABR | stereotactic body radiation
prophylactic cranial irradiation: PCI
craniospinal irradiation: CSI
thoracic radiotherapy: chest radiotherapy | thoracic radiation
accelerated partial breast irradiation: APBI | partial breast irradiation
proton therapy: proton beam therapy
brachytherapy: seed implantation | interstitial brachytherapy
chemoradiotherapy: concurrent chemoradiation | CCRT | chemo-radiotherapy
transarterial chemoembolization: TACE | transcatheter arterial chemoembolization
transarterial radioembolization: TARE | SIRT | Y-90 radioembolization
hyperthermic intraperitoneal chemotherapy: HIPEC | heated intraperitoneal chemotherapy
high-intensity focused ultrasound: HIFU
radiofrequency ablation: RFA
tumor treating fields: TTFields | Optune
photodynamic therapy: PDT
major surgery: major surgical procedures | major operation
minor surgery: minor surgical procedure | minor procedures
cancer surgery: tumour resection | surgical resection
cytoreductive surgery: debulking surgery | cytoreduction
lumpectomy: breast conserving surgery | breast-conserving surgery
transurethral resection of a bladder tumor: TURBT
hysterectomy: total hysterectomy
oophorectomy: bilateral oophorectomy
salpingo-oophorectomy: bilateral salpingo-oophorectomies | BSO
lymphadenectomy: lymph node dissection
pancreaticoduodenectomy: Whipple procedure
central venous catheter placement: port placement | vascular access device placement
biopsy: tumor biopsies | tissue biopsy
needle biopsy: core needle biopsy | core biopsies
fine needle aspiration: FNA
sentinel lymph node biopsy: sentinel node biopsy | SLNB
bone marrow biopsy: bone marrow aspiration
leukapheresis: white cell apheresis
plasmapheresis: plasma exchange
parenteral nutrition: total parenteral nutrition | TPN | intravenous alimentation
strong CYP3A4 inhibitor: strong CYP3A4 inhibitors | potent inhibitors of CYP3A4 | strong CYP3A inhibitors
moderate CYP3A4 inducer: moderate CYP3A inducers
P-glycoprotein inhibitor: P-gp inhibitors
sensitive CYP3A4 substrate: sensitive substrates of CYP3A4
QT-prolonging drug: drugs known to prolong the QT interval | QTc-prolonging medications
grapefruit juice: grapefruit
St. John's wort: Hypericum perforatum | hyperforin
phenytoin: diphenylhydantoin
enzyme-inducing antiepileptic drug: EIAED | enzyme-inducing anticonvulsants
anticonvulsant: antiepileptic drugs | anti-seizure medications
lopinavir/ritonavir: Kaletra
antiretroviral: anti-retroviral therapy | ART | HAART
hepatitis B antiviral: HBV antiviral | anti-HBV therapy
therapeutic anticoagulation: full-dose anticoagulation
prophylactic anticoagulation: low-dose anticoagulation | thromboprophylaxis
vitamin K antagonist: VKA | coumarin derivatives
low molecular weight heparin: LMWH | low-molecular-weight heparin
direct oral anticoagulant: DOAC | NOAC
antiplatelet agent: antiplatelet therapy | anti-platelet agents
low-dose aspirin: baby aspirin
glycoprotein IIb/IIIa inhibitor: GP IIb/IIIa inhibitors
systemic corticosteroid: systemic steroids | oral corticosteroids | systemic glucocorticoids
local corticosteroid: inhaled steroids | topical corticosteroids | intra-articular corticosteroid
corticosteroid replacement therapy: physiologic corticosteroid replacement therapy | adrenal replacement steroids
immunosuppressant: immunosuppressive medication | systemic immunosuppressive medications
disease-modifying antirheumatic drug: disease modifying agents | DMARD
immunostimulatory agent: systemic immunostimulatory agents | immunostimulants
TNF inhibitor: TNF-alpha antagonists | anti-tumour necrosis factor agents
live vaccine: live attenuated vaccines | live virus vaccine
inactivated vaccine: killed virus vaccines
live influenza vaccine: FluMist | Flu-Mist | intranasal flu vaccine
inactivated influenza vaccine: inactivated flu vaccines
zoster vaccine: shingles vaccine
human papillomavirus vaccine: HPV vaccine | Gardasil
growth factor: colony-stimulating factors | hematopoietic growth factor
granulocyte colony-stimulating factor: G-CSF | myeloid growth factors
erythropoiesis-stimulating agent: ESA | erythropoietin
thrombopoietic growth factor: rhTPO | thrombopoietin
blood product transfusion: transfusions | transfusion support
red blood cell transfusion: packed red blood cell transfusion | RBC transfusions
bisphosphonate: bisphosphonates | biphosphonate
denosumab: Xgeva | Prolia
acid-reducing agent: acid reducer | gastric acid suppressants
proton pump inhibitor: proton-pump inhibitors | PPI
antibiotic: systemic antibiotics | antibacterials
intravenous antibiotic: IV antibiotics
antifungal azole: azole antifungals
monoamine oxidase inhibitor: MAO inhibitors
selective serotonin reuptake inhibitor: SSRI
cannabinoid: medical marijuana | cannabis
opioid: narcotics | opioid analgesics
hormone replacement therapy: HRT | hormonal replacement therapy
intrauterine device: IUD
hormone-releasing intrauterine system: Mirena | IUS
injectable contraceptive: Depo-Provera
five alpha-reductase inhibitor: 5-alpha reductase inhibitors
finasteride: Proscar
saw palmetto: Serenoa repens
ginkgo: Ginkgo biloba
traditional Chinese medicine: Chinese herbal medicine | Chinese patent medicines
herbal medicine: herbal supplements | herbal remedies
amifostine: Ethyol
Bacillus Calmette-Guerin: BCG
fusion protein: fusion proteins
deferoxamine: desferrioxamine
iodinated contrast: iodine-based contrast
gadolinium contrast: gadolinium
"""

# A named combination, and the agents that it means.
COMBINED = """
FOLFOX and bevacizumab: fluorouracil | leucovorin | oxaliplatin | bevacizumab
AC-TH: doxorubicin | cyclophosphamide | taxane | trastuzumab
CROSS regimen: carboplatin | paclitaxel | radiotherapy
azacitidine and venetoclax: azacitidine | venetoclax
GDP: gemcitabine | dexamethasone | cisplatin
DKd: daratumumab | carfilzomib | dexamethasone
Stupp protocol: temozolomide | radiotherapy
R2 regimen: rituximab | lenalidomide
BV-AVD: brentuximab vedotin | doxorubicin | vinblastine | dacarbazine
camrelizumab and apatinib: camrelizumab | apatinib
Truvada: emtricitabine | tenofovir
ProQuad: MMR vaccine | varicella vaccine
Akeega: niraparib | abiraterone
EMA-CO: etoposide | methotrexate | dactinomycin | cyclophosphamide | vincristine
"""

IS_A = """
nivolumab: PD-1 inhibitor | immune checkpoint inhibitor | monoclonal antibody | T-cell costimulation or checkpoint agent
iparomlimab and tuvonralimab: PD-1 inhibitor | CTLA-4 inhibitor
urelumab: T-cell costimulation or checkpoint agent | immunostimulatory agent
odronextamab: bispecific T-cell engager | CD20-directed agent | immunotherapy
teclistamab: BCMA-directed therapy | bispecific antibody
ciltacabtagene autoleucel: BCMA-directed therapy | cell therapy
belantamab mafodotin: BCMA-directed therapy | antibody-drug conjugate
blinatumomab: CD19-directed therapy
rituximab: CD20-directed agent | monoclonal antibody
ocrelizumab: CD20-directed agent | immunosuppressant
ibritumomab tiuxetan: radiopharmaceutical therapy | CD20-directed agent
infliximab: monoclonal antibody | disease-modifying antirheumatic drug
izalontamab brengitecan: EGFR-targeted therapy | antibody-drug conjugate
erlotinib: first-generation EGFR tyrosine kinase inhibitor | tyrosine kinase inhibitor
befotertinib: third-generation EGFR tyrosine kinase inhibitor
alectinib: second-generation ALK inhibitor | targeted therapy
cabozantinib: RET inhibitor | MET tyrosine kinase inhibitor | VEGF pathway inhibitor
regorafenib: KIT/PDGFRA inhibitor
olaparib: DNA damage response inhibitor
palbociclib: CDK inhibitor
ivosidenib: IDH1 inhibitor | IDH inhibitor
ponatinib: third-generation BCR-ABL inhibitor
ruxolitinib: JAK inhibitor | anticancer therapy
tofacitinib: JAK inhibitor | immunosuppressant
enzalutamide: antiandrogen | androgen receptor pathway inhibitor
abiraterone: CYP17 inhibitor | endocrine therapy
bicalutamide: antiandrogen
megestrol: progestin | endocrine therapy
liposomal paclitaxel: taxane
oral azacitidine: hypomethylating agent
valrubicin: intravesical therapy | local therapy
estramustine: chemotherapy
radium-223: bone-seeking radionuclide
stereotactic radiosurgery: stereotactic radiotherapy | external beam radiotherapy | radiotherapy
proton therapy: particle therapy
craniospinal irradiation: cranial radiotherapy
lobectomy of the lung: major surgery | cancer surgery
hysterectomy: major surgery
radical hysterectomy: cancer surgery | hysterectomy
total gastrectomy: abdominal surgery
open biopsy: biopsy | surgery
fine needle aspiration: biopsy
clarithromycin: strong CYP3A4 inhibitor | macrolide antibiotic | antibiotic | anti-infective
indinavir: strong CYP3A4 inhibitor | antiretroviral
fluconazole: moderate CYP3A4 inhibitor | antifungal
rifabutin: moderate CYP3A4 inducer
apalutamide: strong CYP3A4 inducer
carbamazepine: enzyme-inducing antiepileptic drug | strong CYP3A4 inducer
amiodarone: class III antiarrhythmic | QT-prolonging drug
thioridazine: QT-prolonging drug | psychotropic drug
prednisone: systemic corticosteroid | immunosuppressant
hydrocortisone replacement: corticosteroid replacement therapy | hydrocortisone
tacrolimus: calcineurin inhibitor
tocilizumab: interleukin-6 inhibitor | disease-modifying antirheumatic drug
live zoster vaccine: live vaccine | zoster vaccine
oral typhoid vaccine: live vaccine
inactivated polio vaccine: inactivated vaccine
famotidine: acid-reducing agent
enoxaparin: parenteral anticoagulant | anticoagulant
clopidogrel: P2Y12 inhibitor | antiplatelet agent
eltrombopag: thrombopoietic growth factor | growth factor
nabilone: cannabinoid
hormone-releasing intrauterine system: intrauterine device | hormonal contraceptive
"""

IS_NOT_A = """
nivolumab: PD-L1 inhibitor | CTLA-4 inhibitor | PD-L2 inhibitor | targeted therapy
durvalumab: PD-1 inhibitor
magrolimab: immune checkpoint inhibitor
CAR T-cell therapy: monoclonal antibody
ocrelizumab: anticancer therapy
tofacitinib: anticancer therapy | tyrosine kinase inhibitor
dupilumab: immunosuppressant
iniparib: PARP inhibitor
tivantinib: MET tyrosine kinase inhibitor
lenvatinib: RET inhibitor
sorafenib: BRAF inhibitor
osimertinib: first-generation EGFR tyrosine kinase inhibitor
abiraterone: antiandrogen
denosumab: bisphosphonate | anticancer therapy
estradiol: endocrine therapy
hormonal contraceptive: endocrine therapy
isotretinoin: anticancer therapy
clomiphene: endocrine therapy
elagolix: androgen deprivation therapy
valrubicin: systemic therapy
portal vein embolization: local therapy
stereotactic body radiotherapy: brachytherapy | non-stereotactic radiotherapy
radiopharmaceutical therapy: radiotherapy
appendectomy: cancer surgery
needle biopsy: surgery
biopsy: surgery
leukapheresis: surgery
grapefruit juice: strong CYP3A4 inhibitor
ciprofloxacin: strong CYP3A4 inhibitor
rifapentine: strong CYP3A4 inducer
levetiracetam: enzyme-inducing antiepileptic drug
budesonide: systemic corticosteroid
corticosteroid replacement therapy: local corticosteroid
fludrocortisone: systemic corticosteroid
mRNA vaccine against COVID-19: live vaccine
cancer vaccine: vaccine
oprelvekin: immunostimulatory agent
palifermin: growth factor
apixaban: parenteral anticoagulant
sucralfate: acid-reducing agent
leucovorin: vitamin
"""


def pairs(table: str) -> list[tuple[str, str]]:
    """Each name of a table with each of the entries behind it."""
    lines = (line.rpartition(": ") for line in table.strip().splitlines())
    return [(name, one.strip()) for name, _, rest in lines for one in rest.split(" | ")]


@pytest.mark.parametrize(("name", "spelling"), pairs(MET))
def test_a_spelling_that_protocols_use_is_known(name: str, spelling: str) -> None:
    assert concepts.lookup("therapy", spelling) == name


@pytest.mark.parametrize(("name", "agents"), [line.split(": ") for line in COMBINED.strip().splitlines()])
def test_a_named_combination_means_its_agents(name: str, agents: str) -> None:
    assert sorted(concepts.regimen(name)) == sorted(agents.split(" | "))


@pytest.mark.parametrize(("name", "above"), pairs(IS_A))
def test_what_a_treatment_is(name: str, above: str) -> None:
    assert above in concepts.ancestors("therapy", name)


@pytest.mark.parametrize(("name", "apart"), pairs(IS_NOT_A))
def test_what_a_treatment_is_not(name: str, apart: str) -> None:
    assert {name, apart} <= set(concepts.table("therapy"))
    assert apart not in concepts.ancestors("therapy", name)


def test_enough_is_looked_at() -> None:
    assert len(pairs(MET)) > 250 and len(pairs(IS_A)) + len(pairs(IS_NOT_A)) > 150


@pytest.mark.parametrize("name", ["standard therapy", "treatment in another trial"])
def test_what_a_key_of_the_profile_says_is_above_and_below_nothing(name: str) -> None:
    entry = concepts.table("therapy")[name]
    assert entry.row["note"] == "given by a key of the profile, not by a drug"
    assert not concepts.ancestors("therapy", name) and not concepts.is_class(name)


@pytest.mark.parametrize(
    ("entry", "asked"),
    [
        ("lenvatinib", "RET inhibitor"),
        ("sorafenib", "BRAF inhibitor"),
        ("glofitamab", "CD20 antibody"),
        ("iberdomide", "immunomodulatory imide drug"),
        ("abiraterone", "antiandrogen"),
        ("valproate", "HDAC inhibitor"),
        ("estradiol", "hormone replacement therapy"),
        ("enoxaparin", "therapeutic anticoagulation"),
        ("aspirin", "low-dose aspirin"),
        ("stereotactic body radiotherapy", "thoracic radiotherapy"),
        ("thoracic radiotherapy", "stereotactic radiotherapy"),
        ("modified vaccinia Ankara vaccine", "live vaccine"),
        ("hepatectomy", "cancer surgery"),
        ("estramustine", "endocrine therapy"),
        ("topiramate", "enzyme-inducing antiepileptic drug"),
    ],
)
def test_what_stays_open_between_an_entry_and_a_class(entry: str, asked: str) -> None:
    """Neither inside nor outside: the class divides what holds the entry, in a way the entry has no place in."""
    around = {entry, *concepts.ancestors("therapy", entry)}
    divides = concepts.divides("therapy", asked)
    assert asked not in around
    assert any(axis.partition(" by ")[0] in around for axis in divides - concepts.axes("therapy", entry))


@pytest.mark.parametrize(
    ("name", "list_"),
    [
        ("nivolumab", "therapies"), ("warfarin", "medications"), ("biopsy", "procedures"),
        ("leukapheresis", "procedures"), ("live vaccine", "medications"), ("estradiol", "medications"),
    ],
)  # fmt: skip
def test_where_a_profile_puts_it(name: str, list_: str) -> None:
    assert concepts.home("therapy", name) == list_

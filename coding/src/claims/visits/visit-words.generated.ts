// Made by `npm run data`. Do not edit.
import type { VisitWords } from './visit-words.ts'

export const visitWords: VisitWords = {
  "problems": {
    "chronic": [
      "B18",
      "B20",
      "C",
      "D45",
      "D46",
      "D47",
      "D50",
      "D51",
      "D53",
      "D57",
      "D63",
      "D66",
      "D68",
      "D69",
      "D80",
      "D86",
      "E03",
      "E05",
      "E06",
      "E10",
      "E11",
      "E13",
      "E20",
      "E21",
      "E22",
      "E23",
      "E24",
      "E26",
      "E27.1",
      "E28",
      "E29",
      "E55",
      "E61",
      "E66",
      "E78",
      "E88",
      "F01",
      "F02",
      "F03",
      "F10.2",
      "F11.2",
      "F12.2",
      "F13.2",
      "F14.2",
      "F15.2",
      "F17",
      "F2",
      "F31",
      "F32",
      "F33",
      "F34",
      "F40",
      "F41",
      "F42",
      "F43.1",
      "F45",
      "F50",
      "F51",
      "F6",
      "F7",
      "F80",
      "F81",
      "F84",
      "F9",
      "G12",
      "G20",
      "G24",
      "G25",
      "G30",
      "G31",
      "G35",
      "G40",
      "G43",
      "G47",
      "G50",
      "G56",
      "G57",
      "G60",
      "G62",
      "G70",
      "G71",
      "G80",
      "G81",
      "G82",
      "G89.2",
      "G89.4",
      "H25",
      "H26",
      "H33",
      "H34",
      "H35",
      "H36",
      "H40",
      "H52",
      "H90",
      "H91",
      "I05",
      "I06",
      "I07",
      "I08",
      "I1",
      "I20.8",
      "I20.9",
      "I25",
      "I27",
      "I34",
      "I35",
      "I36",
      "I42",
      "I44",
      "I45",
      "I48",
      "I49.5",
      "I50",
      "I65",
      "I67",
      "I69",
      "I70",
      "I71.2",
      "I71.4",
      "I73",
      "I82.5",
      "I83",
      "I87",
      "I89",
      "J30",
      "J31",
      "J32",
      "J33",
      "J35",
      "J41",
      "J42",
      "J43",
      "J44",
      "J45",
      "J47",
      "J60",
      "J84",
      "K21",
      "K22",
      "K25.7",
      "K26.7",
      "K29.4",
      "K29.5",
      "K30",
      "K40",
      "K41",
      "K42",
      "K43",
      "K44",
      "K31.84",
      "K50",
      "K51",
      "K52.83",
      "K57.3",
      "K58",
      "K59.0",
      "K70",
      "K72.1",
      "K73",
      "K74",
      "K75.4",
      "K75.81",
      "K76.0",
      "K86",
      "K90",
      "L20",
      "L30",
      "L40",
      "L50.1",
      "L63",
      "L70",
      "L71",
      "L73.2",
      "L80",
      "L89",
      "L97",
      "M05",
      "M06",
      "M08",
      "M1",
      "M32",
      "M33",
      "M34",
      "M35",
      "M41",
      "M43",
      "M45",
      "M46.1",
      "M47",
      "M48",
      "M50",
      "M51",
      "M54.1",
      "M72",
      "M75.1",
      "M79.7",
      "M80",
      "M81",
      "M87",
      "N02",
      "N03",
      "N18",
      "N20.0",
      "N25",
      "N28.1",
      "N30.1",
      "N39.3",
      "N39.4",
      "N40",
      "N46",
      "N52",
      "N80",
      "N81",
      "N87",
      "N95",
      "Q",
      "R73.03",
      "Z21",
      "Z94",
      "Z95"
    ],
    "threat": [
      "A40",
      "A41",
      "R65.2",
      "R57",
      "I16.1",
      "I20.0",
      "I21",
      "I22",
      "I24.0",
      "I24.8",
      "I24.9",
      "I26",
      "I46",
      "I49.0",
      "I60",
      "I61",
      "I62",
      "I63",
      "G45",
      "I71.0",
      "I71.1",
      "I71.3",
      "I71.5",
      "J80",
      "J95.82",
      "J96.0",
      "J96.2",
      "J93.0",
      "K35.2",
      "K35.32",
      "K35.33",
      "K63.1",
      "K65",
      "K72.0",
      "N17",
      "G00",
      "G04",
      "G06",
      "G41",
      "G93.5",
      "E10.1",
      "E11.0",
      "E11.1",
      "E13.1",
      "E27.2",
      "E05.01",
      "O14.1",
      "O14.2",
      "O15",
      "O00",
      "T78.0",
      "T78.2",
      "D65",
      "R40.2",
      "T14.91",
      "S06.4",
      "S06.5",
      "S06.6",
      "S25",
      "S26",
      "S35",
      "S36",
      "S37.0",
      "I31.4",
      "K55.0",
      "K56.2",
      "M72.6",
      "N44.0"
    ],
    "systemic": [
      "A02",
      "A04",
      "A09",
      "A37",
      "B27",
      "J09",
      "J10",
      "J11",
      "J12",
      "J13",
      "J14",
      "J15",
      "J16",
      "J18",
      "J85",
      "K51.9",
      "K52.0",
      "K57.2",
      "K57.32",
      "K80.0",
      "K81.0",
      "K83.0",
      "K85",
      "K35",
      "M00",
      "M86",
      "N10",
      "N12",
      "N13.2",
      "N13.6",
      "N15.1",
      "N20.1",
      "N70",
      "N71",
      "N73",
      "O86",
      "U07.1",
      "I33",
      "I40",
      "I80",
      "I82.4",
      "I82.6",
      "G03",
      "A69.2",
      "M31.5",
      "M31.6"
    ],
    "uncertain_signs": [
      "N63",
      "R04.2",
      "R06.0",
      "R07.1",
      "R07.2",
      "R07.8",
      "R07.9",
      "R10",
      "R18",
      "R19.0",
      "R22",
      "R29.810",
      "R31",
      "R40",
      "R41.0",
      "R41.3",
      "R41.82",
      "R47",
      "R55",
      "R56.9",
      "R59",
      "R63.4",
      "R91",
      "R92",
      "R93",
      "R97",
      "H53.1",
      "H53.13",
      "I82.9",
      "K92",
      "N95.0",
      "E04.1",
      "D37",
      "D38",
      "D39",
      "D40",
      "D41",
      "D42",
      "D43",
      "D44",
      "D48",
      "D49",
      "D64.9",
      "R00.2",
      "R26",
      "R27",
      "R29.6",
      "R42",
      "R53.1"
    ],
    "grave_if_suspected": [
      "C",
      "D0",
      "D3",
      "D4",
      "G0",
      "G4",
      "G93",
      "I2",
      "I3",
      "I4",
      "I5",
      "I6",
      "I7",
      "I8",
      "J18",
      "J85",
      "J9",
      "K35",
      "K5",
      "K8",
      "M86",
      "M00",
      "N10",
      "N17",
      "A",
      "B2",
      "O",
      "S06",
      "S82",
      "S72"
    ],
    "minor": [
      "J00",
      "J06.9",
      "B35.4",
      "B07",
      "H61.2",
      "L22",
      "L23.7",
      "L24",
      "L25",
      "L55.0",
      "L74",
      "B85",
      "R21",
      "S00",
      "S10",
      "S20",
      "S30",
      "S40",
      "S50",
      "S60",
      "S70",
      "S80",
      "S90",
      "T14.8",
      "W57",
      "H00.0",
      "K12.0",
      "B00.1",
      "B08.1",
      "D18.01",
      "I78.1",
      "L82",
      "L84",
      "L85.3",
      "L91.8",
      "Z30",
      "Z34",
      "Z71",
      "Z76.0",
      "R09.81",
      "R06.6"
    ],
    "complicated_injuries": [
      "S02.0",
      "S02.1",
      "S06",
      "S12",
      "S14",
      "S22",
      "S24",
      "S27",
      "S32",
      "S34",
      "S42.2",
      "S42.4",
      "S52.5",
      "S72",
      "S82.1",
      "S82.2",
      "S82.3",
      "S82.8",
      "S83.5",
      "S86.0",
      "T07",
      "T20.3",
      "T21.3",
      "T22.3",
      "T23.3",
      "T24.3",
      "T25.3"
    ],
    "complicated_titles": [
      "(?<!non)displaced",
      "open fracture",
      "dislocation",
      "comminuted",
      "traumatic rupture"
    ],
    "none": [
      "Z0",
      "Z1",
      "Z20",
      "Z23",
      "Z28",
      "Z3A",
      "Z37",
      "Z38",
      "Z51.5",
      "Z55",
      "Z56",
      "Z57",
      "Z58",
      "Z59",
      "Z6",
      "Z72",
      "Z73",
      "Z74",
      "Z75",
      "Z77",
      "Z78",
      "Z79",
      "Z8",
      "Z90",
      "Z91",
      "Z92",
      "Z93",
      "Z96",
      "Z97",
      "Z98",
      "Z99",
      "V",
      "W",
      "X",
      "Y",
      "B95",
      "B96",
      "B97",
      "R73.01"
    ],
    "stable": [
      "\\b(?:remains? |is |are |currently |clinically |very |doing )?stable\\b",
      "\\b(?:well|adequately|better|nicely) ?-?controlled\\b",
      "\\bcontrolled\\b",
      "\\bat (?:his |her |their |the |treatment )?(?:goal|target|baseline)\\b",
      "\\bin remission\\b",
      "\\bdoing (?:very |quite |pretty )?well\\b",
      "\\basymptomatic\\b",
      "\\bno (?:recent )?(?:flares?|exacerbations?|attacks?)\\b",
      "\\bunchanged\\b",
      "\\bwell[- ]managed\\b",
      "\\bgood control\\b",
      "\\bwithin goal\\b"
    ],
    "unstable": [
      "\\bun-?controlled\\b",
      "\\bnot (?:well |yet |adequately |optimally |currently |quite |fully )?(?:at (?:his |her |their |the |treatment )?(?:goal|target|baseline)|controlled|stable|optimal|responding|improving)\\b",
      "\\bstill not (?:at|controlled)\\b",
      "\\b(?:poorly|inadequately|suboptimally|incompletely|partially) ?-?controlled\\b",
      "\\b(?:poor|inadequate|suboptimal) control\\b",
      "\\bexacerbat(?:ion|ed|ing)\\b",
      "\\bflare[sd]?(?: ?-?up)?\\b",
      "\\bflaring\\b",
      "\\bworse(?:n(?:s|ed|ing))?\\b",
      "\\bprogress(?:ion|ing|ed|ive)\\b(?! (?:well|from|nicely|to full))",
      "\\bdecompensat(?:ed|ion)\\b",
      "\\bacute on chronic\\b",
      "\\bacute-on-chronic\\b",
      "\\babove (?:his |her |the )?(?:goal|target)\\b",
      "\\b(?:having|has|had|due to|because of|developed|experienc\\w+|reports?|caused|troubled by|intolerable|significant) [^.;]{0,25}\\bside effects?\\b",
      "\\bnot tolerat(?:ed|ing)\\b",
      "\\bunstable\\b",
      "\\bfail(?:ed|ing|ure of) (?:conservative|medical|oral|therapy|treatment|first|initial)",
      "\\brefractory\\b",
      "\\brecurr(?:ed|ence)\\b(?! risk)",
      "\\bbreakthrough (?:seizures?|symptoms?|bleeding|episodes?)\\b",
      "\\bdeteriorat(?:ed|ing|ion)\\b",
      "\\bnot (?:doing|managing) well\\b",
      "\\bout of (?:control|range)\\b",
      "\\bmore frequent\\b",
      "\\b(?:enlarging|growing|bigger|more (?:painful|severe|symptomatic|bothersome|swollen))\\b",
      "\\bnot (?:yet )?improved(?: enough)?\\b"
    ],
    "unstable_values": [
      "\\b(?:a1c|ldl|bp|blood pressure|sugars?|glucose|tsh|inr)[^.;]{0,25}\\b(?:elevated|rising|high|climbing|above goal|up from)\\b",
      "\\b(?:elevated|rising|high)\\b[^.;]{0,12}\\b(?:a1c|ldl|blood pressure|sugars?|glucose (?:levels?|readings?))\\b",
      "\\bincreas(?:ed|ing) (?:need|symptoms?|pain|swelling|dyspnea|frequency)",
      "\\bsymptomatic\\b"
    ],
    "severe": [
      "\\bsevere(?:ly)? (?:exacerbat\\w+|progress\\w+|decompensat\\w+|worsen\\w*|flare\\w*|uncontrolled|relapse)",
      "\\bseverely (?:worse|limit\\w+ by)\\b",
      "\\bstatus asthmaticus\\b",
      "\\b(?:sickle|myasthenic|adrenal|thyroid|hypertensive|vaso-?occlusive)[ -](?:cell )?(?:crisis|storm)\\b",
      "\\bsevere (?:acute )?(?:side effects?|toxicity)\\b",
      "\\blife[- ]threatening\\b",
      "\\bimpending (?:respiratory failure|arrest|intubation)\\b",
      "\\bcardiogenic shock\\b",
      "\\b(?:metasta\\w+|stage (?:iv|4))\\b[^.;]{0,60}\\b(?:progress(?:ion|ing|ed|ive)|new lesions?)\\b",
      "\\bprogress(?:ion|ing|ed|ive)\\b[^.;]{0,60}\\bmetasta\\w+"
    ],
    "threat_words": [
      "\\blife[- ]threatening\\b",
      "\\bthreat to (?:life|limb|vision|bodily function|organ)\\b",
      "\\bcritically ill\\b",
      "\\b(?:septic|cardiogenic|hemorrhagic|anaphylactic) shock\\b",
      "\\blimb[- ]threatening\\b",
      "\\b(?:suicidal|homicidal) (?:ideation|intent|thoughts?)[^.;]{0,20} with (?:a )?(?:plan|intent)\\b",
      "\\bplan and intent\\b",
      "\\bperforat(?:ed|ion)\\b",
      "\\bperitonitis\\b",
      "\\bsevere respiratory distress\\b"
    ],
    "systemic_words": [
      "\\bsystemic (?:symptoms|signs|inflammatory|toxicity)\\b",
      "\\bfevers?\\b[^.;]{0,40}\\b(?:rigors?|tachycardia|hypotension|vomiting|chills)\\b",
      "\\bsirs\\b",
      "\\bdehydrat(?:ed|ion)\\b"
    ],
    "uncertain_words": [
      "\\b(?:uncertain|unclear|unknown|undetermined) (?:cause|etiology|aetiology|origin|prognosis|significance|diagnosis)\\b",
      "\\b(?:cause|etiology|aetiology|origin|diagnosis|prognosis) (?:is |remains )?(?:uncertain|unclear|unknown)\\b",
      "\\bconcern(?:ed|ing)? (?:for|about|that)\\b",
      "\\bsuspicious\\b",
      "\\bsuspicion (?:for|of)\\b",
      "\\bworrisome\\b",
      "\\brul(?:e|ing) ?-?out\\b",
      "\\bto be ruled out\\b",
      "\\br/o\\b",
      "\\bundifferentiated\\b",
      "\\bundiagnosed\\b",
      "\\bneeds? (?:further )?work-?up\\b",
      "\\bcould represent\\b",
      "\\bpossible malignancy\\b",
      "\\bdifferential (?:includes|diagnosis)\\b",
      "\\bsuspect(?:ed)?\\b"
    ],
    "improving": [
      "\\bimprov(?:ed|ing|ement)\\b",
      "\\bresolving\\b",
      "\\bhealing\\b",
      "\\bresolved\\b",
      "\\bnear(?:ly)? (?:baseline|resolved)\\b",
      "\\bstable\\b"
    ],
    "elsewhere": [
      "\\b(?:managed|followed|treated|handled|being seen|monitored|under the care) (?:closely |regularly |there )?(?:by|with|of|per) (?:his |her |their |the |an? |outside )?(?:dr\\.? \\w+|cardiolog\\w+|endocrin\\w+|nephrolog\\w+|neurolog\\w+|psychiatr\\w+|oncolog\\w+|pulmonolog\\w+|rheumatolog\\w+|gastroenterolog\\w+|urolog\\w+|hematolog\\w+|specialist|pcp|primary care|surgery|surgeon|pain (?:clinic|management)|ob/?gyn|vascular\\w*)",
      "\\bdefer(?:red)? to (?:his |her |their |the )?(?:pcp|primary care|cardiolog\\w+|endocrin\\w+|nephrolog\\w+|psychiatr\\w+|oncolog\\w+|specialist)",
      "\\bper (?:cardiology|endocrinology|nephrology|psychiatry|oncology|rheumatology|neurology|pulmonology|pcp)\\b",
      "\\bfollow-? ?up with (?:his |her |their )?(?:pcp|primary care(?: physician| provider)?) for\\b"
    ],
    "not_problems": [
      "^(?:normal|well\\b|no\\b|doing|stable|negative|unremarkable|as above|see\\b|improv)",
      "^(?:health ?care |health )?maintenance",
      "^health",
      "^prevent",
      "^screening",
      "^(?:dispo|disposition|follow|fu\\b|f/u|return|rtc|labs?\\b|imaging|orders?|meds?\\b|medications?|continue|start|stop|refill|increase|decrease|order|obtain|check|refer|schedule|will\\b|plan\\b|code status|full code|dvt|vte|gi ppx|prophylaxis|diet|fen\\b|ppx|access|lines|activity|patient|discussed|counsel|educat|immuniz|vaccin|status post|s/p|\\d+ (?:weeks?|months?|days?|years?) (?:status|s/p|post))"
    ]
  },
  "data": {
    "tests": [
      {
        "id": "cbc",
        "label": "CBC",
        "words": [
          "cbc",
          "complete blood count",
          "blood count",
          "hemoglobin(?! a1c)",
          "hgb",
          "hematocrit",
          "wbc",
          "white (?:blood )?(?:cell )?count",
          "leukocytosis",
          "platelets?(?: count)?",
          "h&h"
        ]
      },
      {
        "id": "cmp",
        "label": "CMP",
        "words": [
          "cmp",
          "comprehensive metabolic(?: panel)?",
          "chem ?14",
          "chemistry panel"
        ]
      },
      {
        "id": "bmp",
        "label": "BMP",
        "within": "cmp",
        "words": [
          "bmp",
          "basic metabolic(?: panel)?",
          "chem ?7",
          "electrolytes?",
          "lytes",
          "creatinine",
          "bun",
          "potassium",
          "sodium",
          "egfr",
          "gfr",
          "bicarb(?:onate)?",
          "renal (?:function|panel)",
          "kidney function"
        ]
      },
      {
        "id": "hepatic",
        "label": "Liver panel",
        "within": "cmp",
        "words": [
          "lfts?",
          "liver (?:function|panel|enzymes|tests)(?: tests?)?",
          "hepatic (?:function|panel)",
          "ast",
          "alt",
          "bilirubin",
          "alkaline phosphatase",
          "transaminases?",
          "albumin"
        ]
      },
      {
        "id": "a1c",
        "label": "Hemoglobin A1c",
        "words": [
          "(?:hemoglobin |hgb |hb)?a1c",
          "hba1c",
          "glycated hemoglobin"
        ]
      },
      {
        "id": "glucose",
        "label": "Glucose",
        "words": [
          "fasting glucose",
          "random glucose",
          "glucose tolerance(?: test)?",
          "fingerstick",
          "poc glucose",
          "blood glucose level"
        ]
      },
      {
        "id": "lipids",
        "label": "Lipid panel",
        "words": [
          "lipid(?:s| panel| profile)?",
          "cholesterol panel",
          "ldl",
          "hdl",
          "triglycerides"
        ]
      },
      {
        "id": "tsh",
        "label": "TSH",
        "words": [
          "tsh",
          "thyroid stimulating hormone",
          "thyroid (?:panel|function|studies|labs)"
        ]
      },
      {
        "id": "t4",
        "label": "Free T4",
        "words": [
          "free t4",
          "ft4",
          "t4",
          "thyroxine level"
        ]
      },
      {
        "id": "urinalysis",
        "label": "Urinalysis",
        "words": [
          "urinalysis",
          "ua",
          "u/a",
          "urine dip(?:stick)?",
          "dipstick"
        ]
      },
      {
        "id": "urine-culture",
        "label": "Urine culture",
        "words": [
          "urine cultures?",
          "ucx"
        ]
      },
      {
        "id": "microalbumin",
        "label": "Urine albumin",
        "words": [
          "(?:urine )?microalbumin(?:/creatinine)?(?: ratio)?",
          "uacr",
          "urine albumin(?:[ -]creatinine ratio)?",
          "urine protein"
        ]
      },
      {
        "id": "blood-culture",
        "label": "Blood cultures",
        "words": [
          "blood cultures?",
          "bcx"
        ]
      },
      {
        "id": "culture",
        "label": "Culture",
        "words": [
          "wound cultures?",
          "throat cultures?",
          "sputum cultures?",
          "stool cultures?",
          "cultures?"
        ]
      },
      {
        "id": "troponin",
        "label": "Troponin",
        "words": [
          "(?:hs-?|high[- ]sensitivity )?troponins?(?: [it])?",
          "trop"
        ]
      },
      {
        "id": "procalcitonin",
        "label": "Procalcitonin",
        "words": [
          "procalcitonin",
          "pct(?= \\d)"
        ]
      },
      {
        "id": "bnp",
        "label": "BNP",
        "words": [
          "(?:nt-?)?(?:pro-?)?bnp"
        ]
      },
      {
        "id": "d-dimer",
        "label": "D-dimer",
        "words": [
          "d-?dimer"
        ]
      },
      {
        "id": "lactate",
        "label": "Lactate",
        "words": [
          "lactate",
          "lactic acid"
        ]
      },
      {
        "id": "inr",
        "label": "INR",
        "words": [
          "inr",
          "pt/inr",
          "prothrombin time",
          "coags",
          "coagulation studies"
        ]
      },
      {
        "id": "psa",
        "label": "PSA",
        "words": [
          "psa",
          "prostate[- ]specific antigen"
        ]
      },
      {
        "id": "esr",
        "label": "ESR",
        "words": [
          "esr",
          "sed(?:imentation)? rate"
        ]
      },
      {
        "id": "crp",
        "label": "CRP",
        "words": [
          "crp",
          "c-reactive protein"
        ]
      },
      {
        "id": "ana",
        "label": "ANA",
        "words": [
          "ana",
          "antinuclear antibod(?:y|ies)"
        ]
      },
      {
        "id": "rheumatoid-factor",
        "label": "Rheumatoid factor",
        "words": [
          "rheumatoid factor",
          "anti-?ccp"
        ]
      },
      {
        "id": "uric-acid",
        "label": "Uric acid",
        "words": [
          "uric acid"
        ]
      },
      {
        "id": "vitamin-d",
        "label": "Vitamin D level",
        "words": [
          "vitamin d level",
          "25-?(?:oh|hydroxy) vitamin d",
          "25-oh d"
        ]
      },
      {
        "id": "b12",
        "label": "Vitamin B12",
        "words": [
          "(?:vitamin )?b12 level",
          "b12 levels?",
          "vitamin b12(?= (?:level|\\d))"
        ]
      },
      {
        "id": "iron",
        "label": "Iron studies",
        "words": [
          "iron studies",
          "ferritin",
          "tibc",
          "iron panel"
        ]
      },
      {
        "id": "lipase",
        "label": "Lipase",
        "words": [
          "lipase",
          "amylase"
        ]
      },
      {
        "id": "pregnancy-test",
        "label": "Pregnancy test",
        "words": [
          "(?:urine |serum )?pregnancy test",
          "u?hcg",
          "beta[- ]?hcg",
          "upt"
        ]
      },
      {
        "id": "strep",
        "label": "Strep test",
        "words": [
          "rapid strep(?: test)?",
          "strep (?:test|swab|screen|pcr)"
        ]
      },
      {
        "id": "influenza",
        "label": "Influenza test",
        "words": [
          "(?:rapid )?(?:flu|influenza)(?: a/b)? (?:test|swab|pcr)",
          "flu swab"
        ]
      },
      {
        "id": "covid",
        "label": "COVID-19 test",
        "words": [
          "(?:rapid )?covid(?:-19)? (?:test|swab|pcr|antigen)",
          "sars-cov-2 (?:test|pcr|antigen)"
        ]
      },
      {
        "id": "respiratory-panel",
        "label": "Respiratory panel",
        "words": [
          "respiratory (?:viral )?panel",
          "rsv (?:test|swab|pcr)"
        ]
      },
      {
        "id": "sti",
        "label": "Sexually transmitted infection tests",
        "words": [
          "sti (?:panel|screen\\w*|tests?)",
          "gonorrhea/chlamydia",
          "gc/ct",
          "chlamydia (?:test|pcr|naat)"
        ]
      },
      {
        "id": "hiv",
        "label": "HIV test",
        "words": [
          "hiv (?:test|screen|antibody|viral load)",
          "viral load",
          "cd4(?: count)?"
        ]
      },
      {
        "id": "hepatitis",
        "label": "Hepatitis tests",
        "words": [
          "hepatitis (?:panel|serolog\\w+|[abc] (?:antibody|antigen))"
        ]
      },
      {
        "id": "lyme",
        "label": "Lyme test",
        "words": [
          "lyme (?:titer|test|serolog\\w+|antibod\\w+)",
          "western blot"
        ]
      },
      {
        "id": "drug-screen",
        "label": "Drug screen",
        "words": [
          "(?:urine )?(?:drug|tox(?:icology)?) screen",
          "uds"
        ]
      },
      {
        "id": "alcohol-level",
        "label": "Alcohol level",
        "words": [
          "(?:blood )?alcohol level",
          "ethanol level",
          "etoh level"
        ]
      },
      {
        "id": "drug-level",
        "label": "Drug level",
        "words": [
          "(?:lithium|digoxin|vancomycin|phenytoin|valpro\\w+|tacrolimus|cyclosporine|theophylline|drug) (?:level|trough)s?"
        ]
      },
      {
        "id": "blood-gas",
        "label": "Blood gas",
        "words": [
          "abg",
          "vbg",
          "(?:arterial|venous) blood gas"
        ]
      },
      {
        "id": "cortisol",
        "label": "Cortisol",
        "words": [
          "cortisol"
        ]
      },
      {
        "id": "testosterone",
        "label": "Testosterone",
        "words": [
          "testosterone level",
          "testosterone(?= \\d)"
        ]
      },
      {
        "id": "magnesium",
        "label": "Magnesium",
        "words": [
          "magnesium level",
          "magnesium(?= \\d)",
          "mag level"
        ]
      },
      {
        "id": "tumor-marker",
        "label": "Tumor marker",
        "words": [
          "cea",
          "ca[- ]?125",
          "ca[- ]?19-?9",
          "afp"
        ]
      },
      {
        "id": "pap",
        "label": "Pap smear",
        "words": [
          "pap(?: smear| test)?",
          "hpv (?:test|co-?test\\w*)",
          "cervical cytology"
        ]
      },
      {
        "id": "stool",
        "label": "Stool test",
        "words": [
          "fit test",
          "fecal (?:occult|immunochemical)[a-z ]{0,12}",
          "stool (?:studies|guaiac|pcr|occult)",
          "hemoccult",
          "calprotectin",
          "cologuard"
        ]
      },
      {
        "id": "biopsy-result",
        "label": "Pathology",
        "words": [
          "biopsy result\\w*",
          "patholog(?:y|ic)(?: report| result)?s?",
          "histolog\\w+"
        ]
      },
      {
        "id": "csf",
        "label": "Cerebrospinal fluid",
        "words": [
          "lumbar puncture",
          "csf(?: studies)?"
        ]
      },
      {
        "id": "ecg",
        "label": "ECG",
        "words": [
          "ecg",
          "ekg",
          "electrocardiogram",
          "12-lead"
        ],
        "billed": [
          [
            "93000",
            "93010"
          ]
        ]
      },
      {
        "id": "stress-test",
        "label": "Stress test",
        "words": [
          "(?:exercise |nuclear |treadmill )?stress (?:test|echo\\w*)"
        ],
        "billed": [
          [
            "93015",
            "93018"
          ],
          [
            "93350",
            "93352"
          ],
          [
            "78451",
            "78454"
          ]
        ]
      },
      {
        "id": "holter",
        "label": "Cardiac monitor",
        "words": [
          "holter(?: monitor)?",
          "event monitor",
          "zio(?: patch)?",
          "cardiac monitor"
        ],
        "billed": [
          [
            "93224",
            "93248"
          ]
        ]
      },
      {
        "id": "echocardiogram",
        "label": "Echocardiogram",
        "words": [
          "(?:trans(?:thoracic|esophageal) )?echo(?:cardiogram|cardiography)?",
          "tte",
          "tee"
        ],
        "billed": [
          [
            "93303",
            "93355"
          ]
        ]
      },
      {
        "id": "chest-x-ray",
        "label": "Chest x-ray",
        "words": [
          "(?:portable )?chest (?:x-?rays?|radiographs?|films?)",
          "cxr"
        ],
        "billed": [
          [
            "71045",
            "71048"
          ]
        ]
      },
      {
        "id": "x-ray",
        "label": "X-ray",
        "sited": true,
        "within": "chest-x-ray",
        "words": [
          "x-?rays?",
          "radiographs?",
          "plain films?",
          "kub"
        ],
        "billed": [
          [
            "70030",
            "74022"
          ]
        ]
      },
      {
        "id": "ct",
        "label": "CT",
        "sited": true,
        "words": [
          "ct(?: scan| angiogram| angiography)?s?",
          "cta",
          "cat scan",
          "computed tomography"
        ],
        "billed": [
          [
            "70450",
            "76380"
          ]
        ]
      },
      {
        "id": "mri",
        "label": "MRI",
        "sited": true,
        "words": [
          "mr[ia](?: scan)?s?",
          "magnetic resonance[a-z ]{0,12}"
        ],
        "billed": [
          [
            "70336",
            "77059"
          ]
        ]
      },
      {
        "id": "ultrasound",
        "label": "Ultrasound",
        "sited": true,
        "words": [
          "ultrasounds?",
          "sonogram",
          "sonograph\\w+",
          "duplex(?: ultrasound)?",
          "dopplers?"
        ],
        "billed": [
          [
            "76506",
            "76999"
          ],
          [
            "93880",
            "93990"
          ]
        ]
      },
      {
        "id": "mammogram",
        "label": "Mammogram",
        "words": [
          "(?:diagnostic |screening )?mammogra(?:m|phy)s?"
        ],
        "billed": [
          [
            "77065",
            "77067"
          ]
        ]
      },
      {
        "id": "bone-density",
        "label": "Bone density scan",
        "words": [
          "dexa(?: scan)?",
          "dxa",
          "bone density(?: scan| test)?"
        ],
        "billed": [
          [
            "77080",
            "77086"
          ]
        ]
      },
      {
        "id": "pet",
        "label": "PET scan",
        "words": [
          "pet(?:/ct)?(?:[- ]ct)? scan",
          "pet/ct"
        ],
        "billed": [
          [
            "78608",
            "78816"
          ]
        ]
      },
      {
        "id": "bone-scan",
        "label": "Bone scan",
        "words": [
          "bone scan",
          "hida scan",
          "v/q scan"
        ],
        "billed": [
          [
            "78300",
            "78582"
          ]
        ]
      },
      {
        "id": "spirometry",
        "label": "Pulmonary function test",
        "words": [
          "spirometry",
          "pfts?",
          "pulmonary function (?:tests?|studies)",
          "peak flow"
        ],
        "billed": [
          [
            "94010",
            "94799"
          ]
        ]
      },
      {
        "id": "sleep-study",
        "label": "Sleep study",
        "words": [
          "sleep study",
          "polysomnogra\\w+",
          "home sleep test"
        ],
        "billed": [
          [
            "95782",
            "95811"
          ]
        ]
      },
      {
        "id": "eeg",
        "label": "EEG",
        "words": [
          "eeg",
          "electroencephalogra\\w+"
        ],
        "billed": [
          [
            "95812",
            "95830"
          ]
        ]
      },
      {
        "id": "emg",
        "label": "Nerve conduction study",
        "words": [
          "emg(?:/ncs)?",
          "ncs",
          "nerve conduction(?: study| studies| velocity)?",
          "electromyogra\\w+"
        ],
        "billed": [
          [
            "95860",
            "95913"
          ]
        ]
      },
      {
        "id": "endoscopy",
        "label": "Endoscopy report",
        "words": [
          "egd",
          "(?:upper )?endoscopy",
          "colonoscopy",
          "sigmoidoscopy",
          "bronchoscopy",
          "cystoscopy"
        ],
        "billed": [
          [
            "43200",
            "45398"
          ],
          [
            "31622",
            "31651"
          ],
          [
            "52000",
            "52000"
          ]
        ]
      },
      {
        "id": "angiogram",
        "label": "Angiogram",
        "words": [
          "(?:coronary |cardiac )?(?:angiogram|catheterization)",
          "left heart cath"
        ],
        "billed": [
          [
            "93451",
            "93462"
          ]
        ]
      },
      {
        "id": "audiogram",
        "label": "Audiogram",
        "words": [
          "audiogram",
          "audiometry",
          "tympanogra\\w+"
        ],
        "billed": [
          [
            "92550",
            "92588"
          ]
        ]
      },
      {
        "id": "visual-field",
        "label": "Eye imaging",
        "words": [
          "visual field(?:s| test\\w*)",
          "humphrey",
          "optical coherence tomography",
          "macular oct",
          "oct"
        ],
        "billed": [
          [
            "92081",
            "92083"
          ],
          [
            "92132",
            "92137"
          ],
          [
            "92250",
            "92250"
          ]
        ]
      },
      {
        "id": "abi",
        "label": "Ankle-brachial index",
        "words": [
          "abis?",
          "ankle[- ]brachial ind\\w+"
        ],
        "billed": [
          [
            "93922",
            "93924"
          ]
        ]
      },
      {
        "id": "skin-test",
        "label": "Allergy test",
        "words": [
          "allergy test\\w*",
          "skin prick test\\w*",
          "rast"
        ]
      },
      {
        "id": "tb-test",
        "label": "Tuberculosis test",
        "words": [
          "quantiferon\\w*",
          "ppd",
          "tb (?:test|skin test|gold)"
        ]
      }
    ],
    "unnamed": [
      "labs?",
      "lab ?work",
      "blood ?work",
      "laborator(?:y|ies)(?: studies| tests| results)?",
      "imaging(?: studies)?",
      "routine labs"
    ],
    "sites": [
      "abdomen",
      "pelvis",
      "abdomen and pelvis",
      "head",
      "brain",
      "neck",
      "chest",
      "thora\\w+",
      "lumbar",
      "cervical",
      "spine",
      "back",
      "shoulder",
      "elbow",
      "wrist",
      "hand",
      "finger",
      "thumb",
      "hip",
      "knee",
      "ankle",
      "foot",
      "toe",
      "leg",
      "arm",
      "forearm",
      "femur",
      "tibia",
      "humerus",
      "renal",
      "kidney",
      "liver",
      "gallbladder",
      "right upper quadrant",
      "thyroid",
      "breast",
      "scrotal",
      "testicular",
      "pelvic",
      "carotid",
      "venous",
      "arterial",
      "sinus",
      "orbit",
      "face",
      "ribs?",
      "abdominal"
    ],
    "ordering": [
      "\\border(?:s|ed|ing)?\\b",
      "\\bobtain(?:ed|ing)?\\b",
      "\\bcheck(?:ed|ing)?\\b",
      "\\brecheck\\b",
      "\\brepeat(?:ed)?\\b",
      "\\bschedul(?:e|ed|ing)\\b",
      "\\bsend(?:ing)?\\b",
      "\\bsent\\b",
      "\\bget\\b",
      "\\bperform(?:ed)?\\b",
      "\\bpending\\b",
      "\\brequest(?:ed|ing)?\\b",
      "\\bevery \\d+ (?:weeks|months)\\b",
      "\\bdraw(?:n)?\\b",
      "\\brecommend(?:ed)?\\b",
      "\\bwill need\\b",
      "\\bneeds?\\b",
      "\\bdone today\\b",
      "\\bundergo\\b",
      "\\bproceed with\\b",
      "\\bgo for\\b"
    ],
    "reviewing": [
      "\\breview(?:ed|ing|s)?\\b",
      "\\bshow(?:s|ed|ing|n)?\\b",
      "\\breveal(?:s|ed|ing)?\\b",
      "\\bdemonstrat(?:es|ed|ing)\\b",
      "\\bresults?\\b",
      "\\b(?:was|were|is|are|of|at)? ?(?:normal|abnormal|negative|positive|elevated|low|high|unremarkable|stable|pending)\\b",
      "\\b\\d+(?:\\.\\d+)?\\b",
      "\\bimproved\\b",
      "\\b(?:sensitive|resistant|susceptible) to\\b",
      "\\bgr(?:ew|ows|owing)\\b",
      "\\bno growth\\b",
      "\\bconsistent with\\b",
      "\\bwithin normal\\b",
      "\\bfindings\\b",
      "\\binterpret\\w*\\b",
      "\\bnoted\\b"
    ],
    "not_ordered": [
      "\\b(?:no|not|without|never|declin\\w+|defer\\w*|hold(?:ing)? off|unnecessary|refus\\w+|avoid|do not need|does not need|did not|cancel\\w*|rather than|instead of)\\b[^.;:]{0,40}$",
      "\\b(?:if|consider|considering|unless|in case|should (?:he|she|it|symptoms|they|this)|may need|might need|could need|discuss(?:ed)? (?:possible|the possibility of))\\b[^.;]{0,80}$"
    ],
    "not_needed": [
      "^(?:(?!\\b(?:and|then|to|call|return|rtc|follow)\\b)[^.;,]){0,30}\\b(?:if|unless|in case|should (?:symptoms|pain|it|he|she|they|this))\\b(?! (?:possible|available|able))",
      "^[^.;]{0,25}\\b(?:not (?:needed|necessary|indicated|done|obtained|performed|required|ordered)|declined|deferred|unnecessary|cancelled|refused)\\b"
    ],
    "ordered_before": [
      "\\bordered (?:at|during|on) (?:the |his |her |our |my )?(?:last|previous|prior) (?:visit|appointment|encounter)\\b",
      "\\b(?:i|we) (?:had )?ordered (?:last|at the last)\\b"
    ],
    "historian": {
      "stated": [
        "\\b(?:(?:additional |collateral |further )?history|information|hpi)(?: (?:was|is|has been))? (?:primarily |mainly |largely |partly |also )?(?:obtained|provided|given|supplied|taken|gathered|collected|corroborated|supplemented|confirmed) (?:from|by|with) (?:the |his |her |their |patient's )?(?:mother|father|mom|dad|parents?|wife|husband|spouse|partner|daughter|son|sister|brother|sibling|family|caregiver|guardian|grandmother|grandfather|aunt|uncle|ems|paramedics?|nursing home|facility|group home|police|friend|roommate|foster|staff|aide|niece|nephew)\\w*",
        "\\bcollateral(?: history| information)?(?: was| is)? (?:obtained |provided |gathered )?(?:from|by)\\b",
        "\\b(?:history|hpi) (?:from|per|by) (?:the |his |her |their |patient's )?(?:mother|father|mom|dad|parents?|wife|husband|spouse|partner|daughter|son|family|caregiver|guardian|ems|paramedics?)\\b",
        "\\b(?:mother|father|mom|dad|parents?|wife|husband|spouse|partner|daughter|son|family|caregiver|guardian|ems|paramedics?) (?:[a-z]+ (?:[a-z]+ )?and )?(?:provides?|provided|gives|gave|supplies|supplied|supplements?|supplemented|corroborates?|corroborated) (?:the |all |most of the |additional |further |some of the )?(?:history|collateral|information)",
        "\\bhistorian(?: is|:)? (?:the )?(?:mother|father|mom|dad|parents?|wife|husband|spouse|daughter|son|caregiver|guardian)",
        "\\b(?:unable to (?:give|provide)|cannot (?:give|provide)|poor historian|unreliable historian)[^.;]{0,80}\\b(?:mother|father|wife|husband|spouse|daughter|son|family|caregiver|ems|sister|brother)\\b",
        "\\b(?:mother|father|wife|husband|spouse|daughter|son|family|caregiver|ems)[^.;]{0,60}\\b(?:because|since|as) (?:the |he|she|patient)[^.;]{0,30}\\b(?:unable|cannot|confus\\w+|dementia|nonverbal|aphasi\\w+|sedated|intubated)"
      ],
      "child": [
        "\\b(?:mother|father|mom|dad|parents?|guardian|grandmother|grandfather|foster mother|caregiver) (?:also )?(?:reports?|reported|states?|stated|says|said|notes|noted|describes?|denies|denied|brings|is concerned|are concerned)\\b",
        "\\b(?:per|according to) (?:his |her |their |the )?(?:mother|father|mom|dad|parents?|guardian|grandmother|caregiver)\\b"
      ],
      "child_below_years": 12
    },
    "external": {
      "reviewed": [
        "\\breview(?:ed|ing|s)?(?: of)?\\b[^.;]{0,60}?\\b(?<source>discharge summar(?:y|ies)|(?:outside|external|prior|previous|hospital|ed|er|emergency (?:department|room)|urgent care|consult(?:ation|ant)?|referral|referring|specialist|pcp|primary care|cardiology|oncology|neurology|nephrology|pulmonology|gastroenterology|surgical|surgery|orthopedics?|psychiatry|rheumatology|endocrinology|urology|dermatology|ob(?:/?gyn)?|nursing home|transfer|ems|therapy|physical therapy|school)[a-z' -]{0,20}?(?:notes?|records?|reports?|letters?|documentation|chart|visit|summar(?:y|ies)|paperwork)|(?:notes?|records?|letters?|reports?|summar(?:y|ies)|documentation)(?: sent)? from (?:the |his |her |an? )?(?:[a-z']+ ){0,2}[a-z']+|care ?everywhere)",
        "\\b(?<source>(?:outside|external|ems|transfer|discharge|cardiology|oncology|neurology|nephrology|ed|emergency department|urgent care|hospital|referring|pcp) (?:notes?|records?|summar(?:y|ies)|reports?|letters?|documentation))[^.;]{0,30}\\b(?:was|were|is|are|has been|have been)? ?reviewed\\b",
        "\\b(?<source>records? from [^.;]{3,40}) (?:was|were|have been) reviewed\\b",
        "\\breview(?:ed|ing|s)?(?: of)? (?<source>dr\\.? [a-z][a-z'-]+(?:'s|’s)? (?:[a-z]+ ){0,2}(?:notes?|records?|reports?|letters?))\\b",
        "\\b(?<source>(?:dr\\.? [a-z][a-z'’-]+ )?referral (?:notes?|letters?))[^.;]{0,30}\\breviewed\\b",
        "\\b(?<source>(?:old |prior |previous |medical )?(?:records?|notes?|charts?) from [^.;]{3,40}?) (?:were |was )?reviewed\\b",
        "\\bper (?:the )?(?<source>(?:outside|discharge|transfer|ems|cardiology|oncology|hospital|consult) (?:summary|notes?|records?|report))\\b"
      ],
      "further": "\\b(?:and|,|&) (?:the |an? |his |her )?(?<source>(?:outside|external|ems|transfer|discharge|cardiology|oncology|neurology|nephrology|pulmonology|gastroenterology|surgery|surgical|orthopedics?|psychiatry|rheumatology|endocrinology|urology|dermatology|ob(?:/?gyn)?|ed|emergency department|urgent care|hospital|referring|pcp|nursing home|physical therapy) (?:notes?|records?|summar(?:y|ies)|reports?|letters?))\\b",
      "own": [
        "\\bmy (?:prior|previous|last|own)\\b",
        "\\bour (?:prior|previous|last|own)\\b",
        "\\bnursing notes?\\b",
        "\\btriage notes?\\b"
      ]
    },
    "interpretation": [
      "\\bindependent(?:ly)? (?:interpret\\w*|review\\w*|visualiz\\w*|view\\w*|evaluat\\w*|read\\w*|assess\\w*)\\b",
      "\\b(?:i )?personally (?:interpret\\w*|review\\w*|visualiz\\w*|viewed|read|evaluated|looked at) (?:and interpret\\w* )?(?:the |his |her |these |this |today's |x-?ray |mri |ct )?(?:[a-z-]+ ){0,3}(?:images?|imaging|films?|tracings?|x-?rays?|radiographs?|ecg|ekg|ct|mri|scans?|strips?|slides?|smear)",
      "\\bmy (?:own |independent |personal )?(?:interpretation|read(?:ing)?|review of the (?:images|films|tracing))\\b",
      "\\b(?:interpreted|read|visualized|viewed|looked at|seen) by (?:me|myself)\\b",
      "\\bi (?:have )?viewed (?:the |his |her |this |these )?(?:[a-z-]+ ){0,3}(?:images?|films?|tracings?|x-?rays?|radiographs?|ecg|ekg|ct|mri|scans?)",
      "\\bas (?:interpreted|read) by me\\b",
      "\\bi (?:have )?(?:interpreted|read|looked at) (?:the |his |her |this |these )?(?:[a-z-]+ ){0,3}(?:images?|films?|tracings?|x-?rays?|radiographs?|ecg|ekg|ct|mri|scans?)",
      "\\bindependent interpretation\\b"
    ],
    "looked_at": [
      "\\b(?:images?|films?|tracings?)\\b[^.;]{0,30}\\breviewed\\b",
      "\\breviewed (?:the |his |her )?(?:images?|films?|tracings?)\\b"
    ],
    "discussion": {
      "verbs": [
        "\\b(?:discuss(?:ed|ing)?|d/w|spoke|spoken|speaking|conferred|consulted|reviewed the case|reviewed (?:the )?(?:results|management|findings|plan)|talked|case discussed|coordinated|curbsided|telephone call|phone call|secure chat|peer[- ]to[- ]peer)\\b[^.;]{0,60}?\\b(?:with |to )?(?:the |his |her |their |an? |on-?call |our |consulting |accepting |admitting |attending |covering )*(?<who>dr\\.? ?[a-z][a-z'-]+|doctor [a-z]+|cardiolog\\w+|(?:neuro|orthopedic |general |vascular |trauma |plastic |ct |oral |spine )?surg(?:ery|eon)\\w*|hospitalist\\w*|radiolog\\w+|neurolog\\w+|nephrolog\\w+|oncolog\\w+|patholog(?:ist|y)\\w*|pulmonolog\\w+|gastroenterolog\\w+|\\bgi\\b|infectious diseases?|\\bid\\b|urolog\\w+|orthop\\w+|\\bent\\b|otolaryngolog\\w+|psychiatr\\w+|psycholog\\w+|hematolog\\w+|endocrinolog\\w+|rheumatolog\\w+|dermatolog\\w+|ophthalmolog\\w+|obstetric\\w+|\\bob\\b|gynecolog\\w+|intensivist|icu (?:team|attending)|critical care|poison control|toxicolog\\w+|pharmacist|case manager|social worker|care manager|school (?:nurse|counselor|teacher)|teacher|parole officer|probation officer|lawyer|attorney|pcp|primary care (?:physician|provider|doctor)|consultant|specialist|therapist|admitting (?:team|physician)|medicine team|transfer center|palliative care)\\b"
      ],
      "not": [
        "\\b(?:referr?al|refer(?:red)?|follow-? ?up|appointment|schedule[d]?|see|evaluat\\w+ by|option of|need for|seeing|see a|recommend\\w*|wants? to|patient will|should (?:be )?(?:discuss|follow))\\b",
        "\\bwill (?:discuss|speak|talk|confer|contact|call)\\b",
        "\\bdiscuss(?:ed)? with (?:the )?(?:patient|family|mother|father|wife|husband|parents?|daughter|son|him|her|them)\\b"
      ]
    }
  },
  "risk": {
    "drugs": {
      "stems": [
        "pril",
        "sartan",
        "statin",
        "olol",
        "alol",
        "dipine",
        "prazole",
        "tidine",
        "gliptin",
        "gliflozin",
        "glutide",
        "formin",
        "glitazone",
        "glinide",
        "oxetine",
        "azepam",
        "azolam",
        "triptan",
        "cillin",
        "cycline",
        "floxacin",
        "mycin",
        "micin",
        "conazole",
        "vir",
        "mab",
        "nib",
        "xaban",
        "parin",
        "gatran",
        "platin",
        "rubicin",
        "taxel",
        "sone",
        "solone",
        "solide",
        "terol",
        "tropium",
        "lukast",
        "afil",
        "osin",
        "setron",
        "barbital",
        "profen",
        "olac",
        "oxicam",
        "fenac",
        "codone",
        "morphone",
        "thiazide",
        "semide",
        "lactone",
        "azosin",
        "gabalin",
        "pentin",
        "peridol",
        "pidem",
        "clone",
        "azone",
        "dronate",
        "tinib",
        "zolamide",
        "oxacin",
        "penem",
        "idone",
        "piprazole",
        "apine",
        "dopa",
        "giline",
        "tadine"
      ],
      "names": [
        "clavulan(?:ate|ic acid)",
        "potassium clavulanate",
        "sulbactam",
        "tazobactam",
        "sulfamethoxazole",
        "glargine",
        "lispro",
        "aspart",
        "detemir",
        "degludec",
        "lantus",
        "basaglar",
        "toujeo",
        "tresiba",
        "levemir",
        "humalog",
        "novolog",
        "acyclovir",
        "adalimumab",
        "adderall",
        "albuterol",
        "allopurinol",
        "amiodarone",
        "amitriptyline",
        "amphetamine",
        "antibiotics?",
        "antidepressants?",
        "anticoagula\\w+",
        "antihypertensives?",
        "anti-?inflammator(?:y|ies) prescri\\w+",
        "apixaban",
        "aripiprazole",
        "augmentin",
        "azathioprine",
        "azithromycin",
        "baclofen",
        "bactrim",
        "budesonide",
        "budesonide-formoterol",
        "buprenorphine",
        "bupropion",
        "buspirone",
        "carbamazepine",
        "carbidopa",
        "cefazolin",
        "cefdinir",
        "cefepime",
        "ceftriaxone",
        "celecoxib",
        "celebrex",
        "cephalexin",
        "chemotherapy",
        "chlorthalidone",
        "ciprofloxacin",
        "citalopram",
        "clindamycin",
        "clonazepam",
        "clonidine",
        "clopidogrel",
        "clozapine",
        "colchicine",
        "coumadin",
        "cozaar",
        "crestor",
        "cyclobenzaprine",
        "cymbalta",
        "depakote",
        "dexamethasone",
        "digoxin",
        "diltiazem",
        "divalproex",
        "doxycycline",
        "dulaglutide",
        "dulcolax prescri\\w+",
        "duloxetine",
        "eliquis",
        "empagliflozin",
        "epinephrine",
        "epipen",
        "escitalopram",
        "estradiol",
        "estrogen",
        "ethambutol",
        "etanercept",
        "ezetimibe",
        "farxiga",
        "fentanyl",
        "flexeril",
        "flomax",
        "fluconazole",
        "flonase prescri\\w+",
        "flovent",
        "fluticasone-salmeterol",
        "folic acid 1 mg",
        "furosemide",
        "gabapentin",
        "glimepiride",
        "glipizide",
        "glyburide",
        "haloperidol",
        "heparin",
        "hydralazine",
        "hydrochlorothiazide",
        "hctz",
        "hydrocodone",
        "hydromorphone",
        "hydroxychloroquine",
        "hydroxyzine",
        "humira",
        "imdur",
        "insulin",
        "inhalers?",
        "inhaled (?:cortico)?steroids?",
        "isosorbide",
        "isotretinoin",
        "jardiance",
        "keflex",
        "keppra",
        "klonopin",
        "lamotrigine",
        "lantus",
        "lasix",
        "latanoprost",
        "leflunomide",
        "letrozole",
        "anastrozole",
        "tamoxifen",
        "levetiracetam",
        "levothyroxine",
        "lexapro",
        "linezolid",
        "lipitor",
        "liraglutide",
        "lithium",
        "lorazepam",
        "lyrica",
        "meclizine",
        "medrol",
        "meloxicam",
        "mercaptopurine",
        "metformin",
        "methadone",
        "methimazole",
        "methocarbamol",
        "methotrexate",
        "methylphenidate",
        "metoprolol",
        "metronidazole",
        "mirtazapine",
        "mobic",
        "montelukast",
        "singulair",
        "morphine",
        "mounjaro",
        "muscle relaxant",
        "mycophenolate",
        "naprosyn",
        "naltrexone",
        "nebulizers?",
        "nitrofurantoin",
        "macrobid",
        "nitroglycerin",
        "norepinephrine",
        "norvasc",
        "nortriptyline",
        "olanzapine",
        "ondansetron",
        "zofran",
        "oral contracepti\\w+",
        "birth control pills?",
        "orlistat",
        "oseltamivir",
        "oxycodone",
        "ozempic",
        "paroxetine",
        "paxlovid",
        "percocet",
        "phenytoin",
        "plavix",
        "pravastatin",
        "prednisone",
        "prednisolone",
        "pregabalin",
        "premarin",
        "promethazine",
        "propranolol",
        "protonix",
        "prozac",
        "quetiapine",
        "ranolazine",
        "risperidone",
        "ritalin",
        "rituximab",
        "rosuvastatin",
        "seroquel",
        "sertraline",
        "zoloft",
        "ssri",
        "semaglutide",
        "spironolactone",
        "statins?",
        "steroid (?:taper|dose pack|burst|cream)",
        "steroids?",
        "suboxone",
        "sulfasalazine",
        "sumatriptan",
        "synthroid",
        "tacrolimus",
        "tamsulosin",
        "testosterone (?:gel|cypionate|injections?)",
        "tirzepatide",
        "topiramate",
        "topical steroids?",
        "tramadol",
        "ultram",
        "trazodone",
        "tretinoin",
        "trelegy",
        "triamcinolone",
        "symbicort",
        "valacyclovir",
        "valsartan",
        "vancomycin",
        "venlafaxine",
        "verapamil",
        "victoza",
        "vitamin d 50,?000",
        "vyvanse",
        "warfarin",
        "wellbutrin",
        "xarelto",
        "zolpidem",
        "ambien",
        "eye ?drops prescri\\w+",
        "timolol",
        "dorzolamide",
        "acetazolamide",
        "benzoyl peroxide-clindamycin",
        "acitretin",
        "ustekinumab",
        "dupixent",
        "infliximab",
        "tocilizumab",
        "denosumab",
        "alendronate",
        "fosamax",
        "raloxifene",
        "finasteride",
        "oxybutynin",
        "mirabegron",
        "desmopressin",
        "cabergoline",
        "entresto",
        "carvedilol",
        "atorvastatin",
        "lisinopril",
        "losartan",
        "amlodipine",
        "bumetanide",
        "torsemide",
        "dofetilide",
        "flecainide",
        "sotalol",
        "ticagrelor",
        "prasugrel",
        "rivaroxaban",
        "dabigatran",
        "enoxaparin",
        "lovenox"
      ],
      "over_the_counter": [
        "acetaminophen",
        "tylenol",
        "ibuprofen",
        "advil",
        "motrin",
        "naproxen",
        "aleve",
        "aspirin",
        "loratadine",
        "claritin",
        "cetirizine",
        "zyrtec",
        "fexofenadine",
        "allegra",
        "diphenhydramine",
        "benadryl",
        "pseudoephedrine",
        "sudafed",
        "guaifenesin",
        "mucinex",
        "dextromethorphan",
        "robitussin",
        "famotidine",
        "pepcid",
        "tums",
        "antacids?",
        "miralax",
        "polyethylene glycol",
        "senna",
        "docusate",
        "colace",
        "bisacodyl",
        "loperamide",
        "imodium",
        "pepto-?bismol",
        "simethicone",
        "hydrocortisone 1 ?%",
        "calamine",
        "bacitracin",
        "neosporin",
        "benzoyl peroxide",
        "salicylic acid",
        "clotrimazole",
        "miconazole",
        "artificial tears",
        "fluticasone nasal",
        "flonase",
        "oxymetazoline",
        "afrin",
        "melatonin",
        "multivitamins?",
        "vitamin [cd]3?",
        "calcium",
        "magnesium oxide",
        "probiotics?",
        "lozenges?",
        "nicotine (?:patch|gum|lozenge)e?s?",
        "nsaids?",
        "over[- ]the[- ]counter",
        "otc",
        "zinc oxide",
        "permethrin 1 ?%",
        "emollients?",
        "moisturizers?",
        "debrox",
        "cough drops"
      ],
      "prescription_strength": [
        "ibuprofen (?:600|800)",
        "naproxen (?:375|500)",
        "famotidine 40",
        "motrin (?:600|800)"
      ],
      "dose": "\\b\\d[\\d,.]*(?:/\\d[\\d.]*)? ?(?:mg|mcg|g|grams?|units?|iu|meq|ml|puffs?|tabs?|tablets?|caps?|capsules?|drops?|%|sprays?)\\b",
      "decisions": [
        "\\b(?:re-?)?start(?:s|ed|ing)?\\b",
        "\\bbegin\\b",
        "\\bbegan\\b",
        "\\binitiat(?:e|ed|es|ing)\\b",
        "\\bcontinu(?:e|es|ed|ing)\\b",
        "\\bincreas(?:e|ed|es|ing)\\b",
        "\\bdecreas(?:e|ed|es|ing)\\b",
        "\\breduc(?:e|ed|ing)\\b",
        "\\b(?:raise[ds]?|raising|lower(?:ed|ing)?|doubl(?:e|ed|ing)|halv(?:e|ed|ing)|bump(?:ed|ing)? up|cut (?:down )?to|went (?:up|down) (?:on|to)|went (?:up|down) from [\\d.]+ (?:mg |mcg |units? )?to [\\d.]+ ?(?:mg|mcg|units?))\\b",
        "\\btitrat(?:e|ed|ing)\\b",
        "\\bswitch(?:ed|ing)?\\b",
        "\\bchang(?:e|ed|ing)\\b",
        "\\bstop(?:ped|ping)?\\b",
        "\\bdiscontinu(?:e|ed|ing)\\b",
        "\\bwean(?:ed|ing)?\\b",
        "\\btaper(?:ed|ing)?\\b",
        "\\brefill(?:ed|s)?\\b",
        "\\bprescri(?:be|bed|bing|ption)s?\\b",
        "\\brx\\b",
        "\\bresum(?:e|ed|ing)\\b",
        "\\badd(?:ed|ing)?\\b",
        "\\badjust(?:ed|ing)?\\b",
        "\\bhold(?:ing)?\\b",
        "\\bgiven\\b",
        "\\bgave\\b",
        "\\badminister(?:ed)?\\b",
        "\\btreat(?:ed|ing)? (?:with|him with|her with)\\b",
        "\\brenew(?:ed)?\\b",
        "\\bput (?:him|her|the patient|them) on\\b",
        "\\bcomplete\\b",
        "\\bremain(?:s)? on\\b",
        "\\bkeep\\b",
        "\\bstay on\\b",
        "\\btwice\\b",
        "\\bdaily\\b",
        "\\bbid\\b",
        "\\btid\\b",
        "\\bqid\\b",
        "\\bqhs\\b",
        "\\bnightly\\b",
        "\\bweekly\\b",
        "\\bevery \\d+ hours\\b",
        "\\bfor \\d+ days\\b",
        "\\bas needed\\b",
        "\\bprn\\b",
        "\\b(?:once|two|three|four|2|3|4) (?:times )?(?:a|per) day\\b",
        "\\bfor (?:a|one|two|\\d+) weeks?\\b",
        "\\bat (?:bedtime|night)\\b",
        "\\biv\\b",
        "\\bsent to (?:the )?pharmacy\\b",
        "\\bneeded\\b"
      ],
      "not_decided": [
        "\\b(?:if|consider(?:ing)?|would|could|may|might|unless|should (?:he|she|it|symptoms|they)|in case|discuss(?:ed)? (?:possible|the possibility|option)|possibility of|declin\\w+|refus\\w+|defers?|allerg\\w+|intoleran\\w+|avoid|no need for|not (?:start|need|indicated)|without|history of|previously|in the past|tried|failed)\\b[^.;]{0,60}$",
        "\\b(?:no|never|denies)\\b[^.;,]{0,20}$"
      ]
    },
    "generic_continue": [
      "\\bcontinue (?:with )?(?:his |her |their |the |all |on )?(?:current |present |home |same )?(?:medications?|meds|regimen|management|therapy|treatment)\\b",
      "\\bmedications? (?:reviewed|reconciled|list)\\b"
    ],
    "toxicity": {
      "drugs": [
        "methotrexate",
        "azathioprine",
        "6-mercaptopurine",
        "mercaptopurine",
        "leflunomide",
        "cyclophosphamide",
        "mycophenolate",
        "tacrolimus",
        "cyclosporine",
        "sirolimus",
        "amiodarone",
        "dofetilide",
        "digoxin",
        "lithium",
        "clozapine",
        "carbamazepine",
        "valpro\\w+",
        "divalproex",
        "phenytoin",
        "vancomycin",
        "gentamicin",
        "tobramycin",
        "amikacin",
        "amphotericin",
        "colistin",
        "cisplatin",
        "carboplatin",
        "oxaliplatin",
        "doxorubicin",
        "paclitaxel",
        "docetaxel",
        "bleomycin",
        "gemcitabine",
        "capecitabine",
        "5-fu",
        "fluorouracil",
        "folfox",
        "folfirinox",
        "chemotherapy",
        "immunotherapy",
        "pembrolizumab",
        "nivolumab",
        "ipilimumab",
        "imatinib",
        "ibrutinib",
        "lenalidomide",
        "isotretinoin",
        "acitretin",
        "natalizumab",
        "tofacitinib",
        "hydroxyurea",
        "linezolid",
        "ganciclovir",
        "insulin drip",
        "nitroprusside"
      ],
      "monitoring": [
        "\\btoxicit(?:y|ies)\\b",
        "\\bmonitor(?:ed|ing)? (?:for|of|closely|cbc|lfts?|liver|renal|levels?|labs?|counts|qtc?|weekly|thyroid)",
        "\\b(?:safety|monitoring|toxicity) labs?\\b",
        "\\b(?:drug|trough|serum|lithium|digoxin|tacrolimus|vancomycin) (?:level|trough)s?\\b",
        "\\bhigh-?risk (?:drug|medication)\\b",
        "\\b(?:cbc|lfts?|cmp|creatinine|tsh|ecg|ekg|anc)\\b[^.;]{0,60}\\b(?:monitor|every|weekly|monthly|toxic\\w*|before each|prior to (?:each )?(?:cycle|infusion))",
        "\\b(?:cytopenias?|neutropenia|myelosuppression|hepatotoxicity|nephrotoxicity|cardiotoxicity|agranulocytosis)\\b"
      ]
    },
    "surgery": {
      "decision": [
        "\\b(?:decision (?:for|to (?:proceed|operate|perform))|decid(?:ed|es) (?:to (?:proceed|undergo|have)|on|for)|elect(?:s|ed)? (?:to (?:proceed|undergo|have)|for)|(?:will|would like to|wishes to|agrees to|agreed to|plan(?:s|ned)? to|wants to|consents to|consented to|recommend(?:ed)?|recommending|we will|going to) (?:proceed (?:with|to)|undergo|perform|have|take (?:him|her|the patient|them) (?:to|for))|(?:will be |was |is )?(?:scheduled?|scheduling|booked|consented|indicated|candidate) for|scheduled|proceed(?:ing)? (?:with|to)|schedule|recommend(?:ed)?|to the (?:or|operating room)|emergen(?:t|cy)|urgent|performed today|was performed|(?:after|with) (?:informed |verbal |written )?consent|plan for|after discussion)\\b",
        "^ (?:is |planned |set )?(?:for )?(?:today|tomorrow|tonight|this (?:morning|afternoon|evening))\\b"
      ],
      "major": [
        "(?:total |partial |reverse )?(?:hip|knee|shoulder|ankle|joint) (?:arthroplasty|replacement)",
        "(?:hemi)?arthroplasty",
        "(?:laparoscopic |open )?(?:cholecystectomy|appendectomy|colectomy|hysterectomy|nephrectomy|prostatectomy|splenectomy|gastrectomy|mastectomy|thyroidectomy|parathyroidectomy|lobectomy|pneumonectomy|esophagectomy|cystectomy|adrenalectomy|oophorectomy|craniotomy|laparotomy|thoracotomy|bowel resection|whipple)",
        "cabg",
        "coronary (?:artery )?bypass",
        "bypass surgery",
        "valve replacement",
        "tavr",
        "aneurysm repair",
        "endarterectomy",
        "(?:spinal|lumbar|cervical|posterior) (?:fusion|decompression)",
        "laminectomy",
        "discectomy",
        "microdiscectomy",
        "orif",
        "open reduction(?: and)? internal fixation",
        "(?:inguinal|ventral|hiatal|umbilical|incisional) hernia repair",
        "hernia repair",
        "open repair",
        "repair with mesh",
        "rotator cuff repair",
        "acl reconstruction",
        "meniscectomy",
        "bariatric surgery",
        "gastric (?:bypass|sleeve)",
        "cesarean(?: section| delivery)?",
        "c-section",
        "transplant\\w*",
        "amputation",
        "fasciotomy",
        "cataract (?:surgery|extraction)",
        "tonsillectomy",
        "exploratory surgery",
        "cardiac catheterization with (?:stent|intervention)",
        "pci",
        "thrombectomy",
        "ablation",
        "pacemaker(?: placement| implantation)?",
        "defibrillator(?: placement| implantation)?",
        "major surgery",
        "surgical (?:repair|fixation|resection|decompression|debridement)",
        "operative (?:repair|fixation|management)",
        "surgery"
      ],
      "minor": [
        "incision and drainage",
        "i ?& ?d",
        "(?:skin |punch |shave |excisional )?biops(?:y|ies)",
        "shave removal",
        "excision of (?:the )?(?:lesion|cyst|mole|lipoma|nevus)",
        "(?:lesion|cyst|mole|lipoma|skin tag|nail|toenail) (?:excision|removal|avulsion)",
        "laceration repair",
        "sutur(?:es?|ed|ing)(?: repair)?",
        "cryotherapy",
        "joint injections?",
        "(?:cortico)?steroid injections?",
        "cortisone injections?",
        "(?:knee|shoulder|hip|elbow|wrist|ankle|bursa|tendon sheath|joint|finger|thumb|heel) (?:was |is |were )?injected",
        "(?:trigger point|epidural|bursa|knee|shoulder|joint|intra-?articular) (?:steroid )?injections?",
        "arthrocentesis",
        "colposcopy",
        "endometrial biopsy",
        "iud (?:insertion|placement|removal)",
        "vasectomy",
        "paracentesis",
        "thoracentesis",
        "cerumen (?:removal|disimpaction)",
        "minor (?:surgery|procedure)",
        "colonoscopy",
        "egd",
        "upper endoscopy",
        "foreign body removal",
        "splint\\w*",
        "closed reduction",
        "carpal tunnel (?:release|injection)",
        "trigger finger release",
        "debridement",
        "hemorrhoid banding",
        "mohs(?: surgery)?"
      ],
      "emergency": [
        "\\bemergen(?:t|cy|tly)\\b",
        "\\burgent(?:ly)?\\b",
        "\\bstat\\b",
        "\\bimmediate(?:ly)?\\b",
        "\\btonight\\b",
        "\\bto the or\\b"
      ],
      "risk": [
        "\\b(?:high|increased|elevated|higher|added|significant|moderate)(?:er)? (?:surgical|operative|perioperative|cardiac|bleeding|anesthetic|procedural|infection|risk)\\b",
        "\\brisk factors?\\b(?! (?:modif|reduc))",
        "\\bhigh[- ]risk (?:patient|surgery|candidate)\\b",
        "\\bincreased risk\\b",
        "\\brisk (?:of (?:the )?(?:surgery|operation|anesthesia) )?(?:is )?(?:increased|elevated|higher)\\b",
        "\\bbecause of (?:his|her|their) (?:diabetes|anticoagulation|heart|copd|obesity|age|smoking)",
        "\\bgiven (?:his|her|their) (?:diabetes|anticoagulation|heart|cardiac|copd|obesity|ckd|coronary)",
        "\\basa (?:class )?(?:3|4|iii|iv)\\b",
        "\\brequires (?:medical|cardiac) clearance\\b",
        "\\bhold(?:ing)? (?:anticoagula\\w+|warfarin|apixaban|clopidogrel)\\b"
      ],
      "no_risk": [
        "\\b(?:no|without|denies|absence of)\\b[^.;]{0,30}\\brisk factors?\\b",
        "\\blow (?:surgical|operative|perioperative) risk\\b"
      ],
      "not_decided": [
        "\\b(?:if|consider(?:ing)?|may|might|could|eventual(?:ly)?|possible|declin\\w+|refus\\w+|not (?:interested|a candidate|recommend\\w*|indicated|need)|defers?|deferred|avoid|prior|previous|history of|status post|s/p|underwent|had|after|following|since|recovering|likely require|option of|not)\\b[^.;]{0,60}$"
      ]
    },
    "hospitalization": [
      "\\badmi(?:t|tted|tting)(?: (?:him|her|the patient|patient|them))? (?:to|for|under|into)\\b",
      "\\bwill (?:be )?admit(?:ted)?\\b",
      "^\\W*(?:plan:? )?admit(?:ted)?\\b",
      "\\b(?:decision (?:made )?(?:for|to)|requires?|requiring|warrants?|needs?|recommend(?:ed)?|agree(?:s|d) (?:to|with)) (?:hospital ?i[sz]ation|hospital admission|inpatient admission|admission|admit)\\b",
      "\\b(?:plan(?:ned)? for|accepted for|arranged?) (?:direct )?(?:admission|hospital ?i[sz]ation)\\b",
      "\\bdirect admission\\b",
      "\\b(?:transfer(?:red)?|upgrade[d]?|escalate[d]?|move[d]?) (?:him |her |the patient |patient |care )?to (?:the )?(?:icu|intensive care|step-?down|higher level|ed\\b|emergency department|emergency room|hospital|tertiary|trauma center|cardiac care unit)",
      "\\b(?:sent|send|sending|referred|directed) (?:him |her |the patient |patient )?(?:directly |immediately )?to (?:the )?(?:ed\\b|er\\b|emergency (?:department|room)|hospital)",
      "\\bplaced? (?:in|under) observation\\b",
      "\\bescalation of (?:hospital-level )?care\\b",
      "\\bambulance (?:was )?called\\b",
      "\\b911 (?:was )?(?:called|activated)\\b",
      "\\bems (?:was )?called\\b",
      "\\binvoluntary (?:hold|commitment|admission)\\b"
    ],
    "hospitalization_past": [
      "\\b(?:was|were|been|recently|last|previous(?:ly)?|prior|had been|ago|history of|previous|since (?:his|her))\\b[^.;]{0,30}$",
      "\\b(?:if|unless|should|to avoid|avoid|no need for|does not (?:need|require)|not|declin\\w+|refus\\w+|return to|consider(?:ed|ing)?|go to|low threshold|advised? to|in order to prevent|prevent|call|when|told to|instructed to|worse\\w*|otherwise)\\b[^.;]{0,60}$"
    ],
    "hospitalization_ago": [
      "\\b(?:days?|weeks?|months?|years?) ago\\b",
      "\\blast (?:week|month|year|night)\\b",
      "\\bin (?:19|20)\\d\\d\\b",
      "\\byesterday\\b"
    ],
    "de_escalation": [
      "\\b(?:made|changed to|now|becomes?|elects?|elected|chooses?|chose|decid(?:es|ed)|agree[sd]?|wishes|transition(?:ed|ing)?|requests?|requested|opts?|opted|want(?:s|ed)?)\\b[^.;]{0,60}\\b(?:dnr(?:/dni)?|do[- ]not[- ]resuscitate|comfort (?:care|measures)|hospice|palliative (?:care )?only|withdraw\\w* (?:of )?(?:care|support|treatment)|stop(?:ping)? (?:chemotherapy|dialysis|treatment)|no (?:further|more) (?:chemotherapy|dialysis|aggressive))",
      "\\b(?:decision|discussed|discussion)\\b[^.;]{0,60}\\b(?:dnr|do[- ]not[- ]resuscitate|withdraw\\w* (?:of )?care|de-?escalat\\w+|comfort (?:care|measures)|hospice)",
      "\\bde-?escalat\\w+ (?:of )?care\\b",
      "\\bcomfort measures only\\b",
      "\\bcode status (?:was )?(?:changed|updated) to (?:dnr|dni)"
    ],
    "prognosis": [
      "\\bprognosis\\b",
      "\\bterminal\\b",
      "\\bhospice\\b",
      "\\bcomfort\\b",
      "\\bend[- ]stage\\b",
      "\\bmetasta\\w+",
      "\\bfutile\\b",
      "\\bdying\\b",
      "\\birreversible\\b",
      "\\bmoribund\\b",
      "\\blife expectancy\\b"
    ],
    "parenteral": [
      "\\b(?:morphine|hydromorphone|dilaudid|fentanyl|meperidine|demerol|ketamine|midazolam|versed|lorazepam|ativan|diazepam|valium|phenobarbital)\\b[^.;]{0,25}\\b(?:iv\\b|i\\.v\\.|intravenous(?:ly)?|im\\b|i\\.m\\.|intramuscular(?:ly)?|subcutaneous(?:ly)?|sq\\b|pca|drip|infusion|push)",
      "\\b(?:iv|i\\.v\\.|intravenous|im|parenteral) (?:push )?(?:morphine|hydromorphone|dilaudid|fentanyl|meperidine|ketamine|midazolam|lorazepam|ativan|diazepam|opioids?|opiates?|narcotics?|benzodiazepines?|controlled substances?)\\b"
    ],
    "parenteral_others": [
      "\\bems\\b",
      "\\bparamedics?\\b",
      "\\bpre-?hospital\\b",
      "\\bprior to arrival\\b",
      "\\bat (?:the )?outside hospital\\b"
    ],
    "social": [
      "\\b(?:cannot|can ?not|can't|could not|unable to|not able to|does not|no longer able to) (?:currently )?(?:afford|pay for|obtain|fill|get|access|store|refrigerate|attend|travel|keep|come)\\b[^.;]{0,80}",
      "\\b(?:limited|complicated|delayed|hampered|prevented|affected|constrained|restricted) by (?:his |her |their |the |lack of |homeless\\w*|food|housing|transport\\w*|financ\\w*|insurance|cost|poverty|literacy|unstable housing)[^.;]{0,60}",
      "\\b(?:due to|because of|given|owing to) (?:his |her |their |the )?(?:current |ongoing )?(?:cost|homelessness|housing (?:instability|insecurity)|unstable housing|food insecurity|lack of (?:transportation|insurance|housing|refrigeration|money|funds|internet|childcare|a phone)|no (?:transportation|insurance)|financial (?:constraints|hardship|strain)|being uninsured|uninsured status|poverty|low health literacy|language barrier)",
      "\\bsocial determinants? (?:of health )?(?:significantly )?(?:limit\\w*|affect\\w*|complicat\\w*|impact\\w*)"
    ],
    "social_topics": [
      "\\bafford\\b",
      "\\bcosts?\\b",
      "\\bpay for\\b",
      "\\bhomeless\\w*",
      "\\bhousing\\b",
      "\\bfood\\b",
      "\\btransport\\w*",
      "\\binsur\\w*",
      "\\bfinanc\\w*",
      "\\bpoverty\\b",
      "\\bliteracy\\b",
      "\\brefrigerat\\w*",
      "\\blost (?:his|her|their) (?:job|insurance|home)",
      "\\bmoney\\b",
      "\\bfunds\\b",
      "\\bsocial determinants?\\b",
      "\\blanguage barrier\\b",
      "\\bshelter\\b",
      "\\binternet\\b",
      "\\bchildcare\\b"
    ],
    "therapy": [
      "\\b(?:physical|occupational|speech|cognitive behavioral|behavioral) therap(?:y|ies|ist)\\b",
      "\\bpt/ot\\b",
      "\\b(?:refer(?:red|ral)?|start|continue|outpatient)\\b[^.;]{0,30}\\bpt\\b",
      "\\bpsychotherapy\\b",
      "\\bcounsel(?:or|ing) (?:weekly|sessions?|referral)\\b",
      "\\biv fluids?\\b",
      "\\bhome exercise",
      "\\borthotics?\\b",
      "\\bbrace\\b",
      "\\b(?:splint|sling|short[- ]arm cast|short[- ]leg cast|walking boot|cam boot|crutches|immobilizer)\\b"
    ],
    "minimal": [
      "\\brest\\b",
      "\\breassur(?:ance|ed)\\b",
      "\\bcompress(?:es)?\\b",
      "\\bbandag\\w+",
      "\\bdressing\\b",
      "\\bgargl\\w+",
      "\\bsupportive care\\b",
      "\\bobserv(?:e|ation)\\b",
      "\\bwatchful waiting\\b",
      "\\bice\\b",
      "\\bfluids\\b",
      "\\bhydration\\b",
      "\\bmonitor\\b",
      "\\belevation\\b",
      "\\bno (?:additional |further )?treatment (?:needed|required)\\b"
    ]
  },
  "time": {
    "total": [
      "\\btotal(?: visit| encounter| face[- ]to[- ]face| physician| provider| clinician)? ?time\\b",
      "\\btotal of\\b",
      "\\btime (?:spent|today)\\b",
      "\\bspent\\b",
      "\\bdevoted\\b",
      "\\bminutes? (?:of (?:total )?time )?(?:was |were )?(?:in total|total|today|on the (?:day|date)|for this (?:visit|encounter)|dedicated)\\b",
      "\\bon the (?:date|day) of (?:the |this |service|encounter|visit)",
      "\\b(?:visit|encounter) (?:time|duration|length)\\b",
      "\\btime:",
      "\\bdischarge (?:took|required|lasted)\\b",
      "\\bdischarge (?:day )?(?:time|management|planning)\\b"
    ],
    "staff": [
      "\\b(?:nurse|nursing|ma|medical assistant|rn|lpn|staff|resident|student|intern|scribe|technician|pharmacist|dietitian|social worker|care coordinator)s?\\b[^.;]{0,25}\\b(?:spent|time|minutes|devoted)\\b",
      "\\b(?:minutes?|time) (?:of |by |with )(?:the )?(?:nurse|nursing|medical assistant|ma\\b|rn\\b|staff|clinical staff|resident|student)"
    ],
    "other_day": [
      "\\byesterday\\b",
      "\\blast (?:night|week|month)\\b",
      "\\b(?:the )?(?:previous|prior|next|following) day\\b",
      "\\btomorrow\\b",
      "\\bon \\d{1,2}/\\d{1,2}\\b",
      "\\bdays? (?:ago|before)\\b"
    ],
    "separate": [
      {
        "name": "psychotherapy",
        "words": [
          "\\bpsychotherap\\w*",
          "\\btherapy\\b"
        ],
        "codes": [
          "90833",
          "90836",
          "90838"
        ]
      },
      {
        "name": "tobacco counseling",
        "words": [
          "\\b(?:tobacco|smoking|nicotine|cessation)\\b"
        ],
        "codes": [
          "99406",
          "99407"
        ]
      },
      {
        "name": "advance care planning",
        "words": [
          "\\b(?:advance care|advance directives?|acp|goals of care)\\b"
        ],
        "codes": [
          "99497",
          "99498"
        ]
      },
      {
        "name": "critical care",
        "words": [
          "\\bcritical care\\b"
        ],
        "codes": [
          "99291",
          "99292"
        ]
      },
      {
        "name": "alcohol counseling",
        "words": [
          "\\b(?:alcohol|sbirt?|brief intervention)\\b"
        ],
        "codes": [
          "99408",
          "99409"
        ]
      },
      {
        "name": "a procedure",
        "words": [
          "\\b(?:procedures?|injection|biopsy|laceration|cpr|intubation|ecg interpretation|test interpretation|ultrasound)\\b"
        ],
        "codes": []
      },
      {
        "name": "teaching",
        "words": [
          "\\bteaching\\b(?! (?:the )?patient)"
        ],
        "codes": []
      },
      {
        "name": "travel",
        "words": [
          "\\b(?:travel|driv(?:e|ing))\\b"
        ],
        "codes": []
      }
    ],
    "excludes": [
      "\\b(?:excluding|exclusive of|not including|does not include|separate from|in addition to|apart from|other than|minus|without)\\b"
    ],
    "includes": [
      "\\b(?:of which|of this|including|includes|which included?)\\b"
    ],
    "not_work": [
      "\\b(?:wait(?:ed|ing)?|walk\\w*|exercise\\w*|run\\w*|sleep\\w*|meditat\\w*|every|each|per day|daily|last(?:ed|ing|s)?|episodes?|onset|arriv\\w*|late|after (?:the )?(?:dose|meal|eating)|before (?:meals|bed)|apgar|intervals?|for the (?:last|past)|swim\\w*|soak|ice (?:it|her|his|the)|rest for)\\b"
    ]
  },
  "patient": {
    "new": [
      "\\bnew (?:patient|pt)\\b",
      "\\bestablish(?:ing)? care\\b",
      "\\bnew to (?:me|us|our (?:practice|clinic)|the (?:practice|clinic))\\b",
      "\\bfirst (?:visit|appointment) (?:with|to|at|in) (?:me|us|our|this)\\b",
      "\\bnever (?:been )?seen (?:here|in (?:this|our))",
      "\\binitial (?:visit|consultation|evaluation|office visit)\\b"
    ],
    "established": [
      "\\b(?:established|estab|est\\.?) (?:patient|pt)\\b",
      "\\b(?:well[- ])?known to (?:me|us|our|this)\\b",
      "\\b(?:follow-? ?up|f/u|fu)\\b(?! (?:with|in|as needed|appointment|prn|if|by|visit in))",
      "\\b(?:returns?|returning|here again|presents again)\\b(?! (?:if|to (?:the )?(?:ed|er|work|school|clinic|activity|sport)|precaution|in \\d|for any|with any|sooner|as needed|call|or\\b))",
      "\\bsince (?:his |her |their |the |our )?last (?:visit|appointment|seen)\\b",
      "\\blast (?:seen|visit|saw)\\b",
      "\\bseen (?:here|in (?:this|our) (?:clinic|office|practice))\\b",
      "\\bsince i last saw\\b",
      "\\bannual (?:exam|physical|visit)\\b",
      "\\bour clinic since\\b"
    ]
  },
  "stay": {
    "discharge": [
      "\\bdischarge summary\\b",
      "\\bdischarge day\\b",
      "\\bhospital course\\b",
      "\\bday of discharge\\b",
      "\\bdischarge(?:d)? (?:home|to)\\b"
    ],
    "initial": [
      "\\bhistory and physical\\b",
      "\\bh ?& ?p\\b",
      "\\badmission (?:note|h&p|history)\\b",
      "\\badmit(?:ting)? note\\b",
      "\\bconsult(?:ation)? note\\b",
      "\\bchief complaint\\b",
      "\\breason for admission\\b"
    ],
    "subsequent": [
      "\\bprogress note\\b",
      "\\bhospital day\\b",
      "\\bhd ?#?\\d\\b",
      "\\bovernight events?\\b",
      "\\binterval events?\\b",
      "\\bdaily note\\b",
      "\\bpod ?#?\\d\\b"
    ],
    "consult": [
      "\\bconsultation\\b[^;]{0,120}\\b(?:request(?:ed)?|at the request|asked|referred) (?:by|of|from)\\b",
      "\\b(?:requested by|at the request of) dr\\.? [a-z]",
      "\\bconsulted by\\b"
    ],
    "types": {
      "34117-2": "initial",
      "47039-3": "initial",
      "11506-3": "subsequent",
      "18842-5": "discharge",
      "11488-4": "consult"
    }
  }
}

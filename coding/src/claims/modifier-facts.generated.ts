// Made by `npm run data`. Do not edit.
import type { ModifierFacts } from './modifier-facts.ts'

export const modifierFacts: ModifierFacts = {
  "pricing": [
    "22",
    "24",
    "25",
    "26",
    "TC",
    "50",
    "52",
    "53",
    "54",
    "55",
    "56",
    "57",
    "58",
    "59",
    "XE",
    "XP",
    "XS",
    "XU",
    "62",
    "66",
    "73",
    "74",
    "76",
    "77",
    "78",
    "79",
    "80",
    "81",
    "82",
    "AS",
    "91",
    "FS",
    "JW",
    "JZ"
  ],
  "anatomic": [
    "LT",
    "RT",
    "E1",
    "E2",
    "E3",
    "E4",
    "FA",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "TA",
    "T1",
    "T2",
    "T3",
    "T4",
    "T5",
    "T6",
    "T7",
    "T8",
    "T9",
    "LC",
    "LD",
    "LM",
    "RC",
    "RI"
  ],
  "sides": {
    "left": [
      "LT",
      "E1",
      "E2",
      "FA",
      "F1",
      "F2",
      "F3",
      "F4",
      "TA",
      "T1",
      "T2",
      "T3",
      "T4"
    ],
    "right": [
      "RT",
      "E3",
      "E4",
      "F5",
      "F6",
      "F7",
      "F8",
      "F9",
      "T5",
      "T6",
      "T7",
      "T8",
      "T9"
    ]
  },
  "visits_only": [
    "24",
    "25",
    "57"
  ],
  "never_on_visits": [
    "50",
    "51",
    "58",
    "59",
    "XE",
    "XP",
    "XS",
    "XU",
    "76",
    "77",
    "78",
    "79",
    "LT",
    "RT"
  ],
  "laboratory": {
    "from": "80047",
    "to": "89398"
  },
  "repeats": [
    "76",
    "77",
    "91",
    "59",
    "XE",
    "XP",
    "XS",
    "XU"
  ],
  "in_global_period": {
    "visits": [
      "24",
      "FT"
    ],
    "procedures": [
      "58",
      "78",
      "79"
    ]
  },
  "audio_only": [
    "93",
    "FQ"
  ],
  "telehealth_places": [
    "02",
    "10"
  ],
  "telehealth_services": [
    {
      "from": "90785",
      "to": "90853"
    },
    {
      "from": "96156",
      "to": "96171"
    },
    {
      "from": "97802",
      "to": "97804"
    },
    {
      "from": "99401",
      "to": "99412"
    },
    {
      "from": "99497",
      "to": "99498"
    },
    {
      "from": "G0108",
      "to": "G0109"
    }
  ],
  "therapy_assistants": {
    "GP": "CQ",
    "GO": "CO"
  },
  "therapy_disciplines": [
    "GP",
    "GO",
    "GN"
  ],
  "sided_parts": [
    {
      "words": "thumb",
      "left": "FA",
      "right": "F5"
    },
    {
      "words": "(?:index|second|2nd|pointer) finger|index",
      "left": "F1",
      "right": "F6"
    },
    {
      "words": "(?:middle|long|third|3rd) finger",
      "left": "F2",
      "right": "F7"
    },
    {
      "words": "(?:ring|fourth|4th) finger",
      "left": "F3",
      "right": "F8"
    },
    {
      "words": "(?:little|small|fifth|5th|pinky) finger|pinky",
      "left": "F4",
      "right": "F9"
    },
    {
      "words": "(?:great|big|first|1st) toe(?:nail)?|hallux",
      "left": "TA",
      "right": "T5"
    },
    {
      "words": "(?:second|2nd) toe(?:nail)?",
      "left": "T1",
      "right": "T6"
    },
    {
      "words": "(?:third|3rd) toe(?:nail)?",
      "left": "T2",
      "right": "T7"
    },
    {
      "words": "(?:fourth|4th) toe(?:nail)?",
      "left": "T3",
      "right": "T8"
    },
    {
      "words": "(?:fifth|5th|little|small) toe(?:nail)?",
      "left": "T4",
      "right": "T9"
    },
    {
      "words": "upper (?:eye)?lid",
      "left": "E1",
      "right": "E3"
    },
    {
      "words": "lower (?:eye)?lid",
      "left": "E2",
      "right": "E4"
    }
  ],
  "sided_procedures": [
    {
      "from": "20526",
      "to": "20551"
    },
    {
      "from": "20600",
      "to": "20611"
    },
    {
      "from": "23000",
      "to": "29999"
    },
    {
      "from": "64702",
      "to": "64727"
    },
    {
      "from": "65091",
      "to": "68899"
    },
    {
      "from": "69000",
      "to": "69979"
    }
  ]
}

// Made by `npm run data`. Do not edit.
import type { VisitRules } from './visit-rules.ts'

export const visitRules: VisitRules = {
  "families": {
    "office-new": {
      "label": "New patient visit",
      "codes": [
        {
          "code": "99202",
          "level": "straightforward",
          "from": 15
        },
        {
          "code": "99203",
          "level": "low",
          "from": 30
        },
        {
          "code": "99204",
          "level": "moderate",
          "from": 45
        },
        {
          "code": "99205",
          "level": "high",
          "from": 60
        }
      ]
    },
    "office-established": {
      "label": "Established patient visit",
      "staff_only": "99211",
      "codes": [
        {
          "code": "99212",
          "level": "straightforward",
          "from": 10
        },
        {
          "code": "99213",
          "level": "low",
          "from": 20
        },
        {
          "code": "99214",
          "level": "moderate",
          "from": 30
        },
        {
          "code": "99215",
          "level": "high",
          "from": 40
        }
      ]
    },
    "emergency": {
      "label": "Emergency visit",
      "staff_only": "99281",
      "codes": [
        {
          "code": "99282",
          "level": "straightforward"
        },
        {
          "code": "99283",
          "level": "low"
        },
        {
          "code": "99284",
          "level": "moderate"
        },
        {
          "code": "99285",
          "level": "high"
        }
      ]
    },
    "hospital-initial": {
      "label": "Initial hospital visit",
      "codes": [
        {
          "code": "99221",
          "level": "low",
          "from": 40
        },
        {
          "code": "99222",
          "level": "moderate",
          "from": 55
        },
        {
          "code": "99223",
          "level": "high",
          "from": 75
        }
      ]
    },
    "hospital-subsequent": {
      "label": "Subsequent hospital visit",
      "codes": [
        {
          "code": "99231",
          "level": "low",
          "from": 25
        },
        {
          "code": "99232",
          "level": "moderate",
          "from": 35
        },
        {
          "code": "99233",
          "level": "high",
          "from": 50
        }
      ]
    },
    "hospital-same-day": {
      "label": "Admission and discharge of one day",
      "codes": [
        {
          "code": "99234",
          "level": "low",
          "from": 45
        },
        {
          "code": "99235",
          "level": "moderate",
          "from": 70
        },
        {
          "code": "99236",
          "level": "high",
          "from": 85
        }
      ]
    },
    "hospital-discharge": {
      "label": "Discharge day",
      "time_only": true,
      "codes": [
        {
          "code": "99238",
          "from": 0,
          "words": "30 minutes or less"
        },
        {
          "code": "99239",
          "from": 31,
          "words": "more than 30 minutes"
        }
      ]
    },
    "consult-office": {
      "label": "Office consultation",
      "codes": [
        {
          "code": "99242",
          "level": "straightforward",
          "from": 20
        },
        {
          "code": "99243",
          "level": "low",
          "from": 30
        },
        {
          "code": "99244",
          "level": "moderate",
          "from": 40
        },
        {
          "code": "99245",
          "level": "high",
          "from": 55
        }
      ]
    },
    "consult-hospital": {
      "label": "Hospital consultation",
      "codes": [
        {
          "code": "99252",
          "level": "straightforward",
          "from": 35
        },
        {
          "code": "99253",
          "level": "low",
          "from": 45
        },
        {
          "code": "99254",
          "level": "moderate",
          "from": 60
        },
        {
          "code": "99255",
          "level": "high",
          "from": 80
        }
      ]
    },
    "nursing-initial": {
      "label": "Initial nursing facility visit",
      "codes": [
        {
          "code": "99304",
          "level": "low",
          "from": 25
        },
        {
          "code": "99305",
          "level": "moderate",
          "from": 35
        },
        {
          "code": "99306",
          "level": "high",
          "from": 50
        }
      ]
    },
    "nursing-subsequent": {
      "label": "Subsequent nursing facility visit",
      "codes": [
        {
          "code": "99307",
          "level": "straightforward",
          "from": 10
        },
        {
          "code": "99308",
          "level": "low",
          "from": 20
        },
        {
          "code": "99309",
          "level": "moderate",
          "from": 30
        },
        {
          "code": "99310",
          "level": "high",
          "from": 45
        }
      ]
    },
    "home-new": {
      "label": "Home visit, new patient",
      "codes": [
        {
          "code": "99341",
          "level": "straightforward",
          "from": 15
        },
        {
          "code": "99342",
          "level": "low",
          "from": 30
        },
        {
          "code": "99344",
          "level": "moderate",
          "from": 60
        },
        {
          "code": "99345",
          "level": "high",
          "from": 75
        }
      ]
    },
    "home-established": {
      "label": "Home visit, established patient",
      "codes": [
        {
          "code": "99347",
          "level": "straightforward",
          "from": 20
        },
        {
          "code": "99348",
          "level": "low",
          "from": 30
        },
        {
          "code": "99349",
          "level": "moderate",
          "from": 40
        },
        {
          "code": "99350",
          "level": "high",
          "from": 60
        }
      ]
    }
  },
  "prolonged": {
    "cpt": [
      {
        "code": "99417",
        "each": 15,
        "beside": {
          "99205": 75,
          "99215": 55,
          "99245": 70,
          "99345": 90,
          "99350": 75
        }
      },
      {
        "code": "99418",
        "each": 15,
        "beside": {
          "99223": 90,
          "99233": 65,
          "99236": 100,
          "99255": 95,
          "99306": 65,
          "99310": 60
        }
      }
    ],
    "medicare": [
      {
        "code": "G2212",
        "each": 15,
        "beside": {
          "99205": 89,
          "99215": 69
        }
      },
      {
        "code": "G0316",
        "each": 15,
        "beside": {
          "99223": 90,
          "99233": 65,
          "99236": 110
        }
      },
      {
        "code": "G0317",
        "each": 15,
        "beside": {
          "99306": 95,
          "99310": 85
        }
      },
      {
        "code": "G0318",
        "each": 15,
        "beside": {
          "99345": 140,
          "99350": 110
        }
      }
    ]
  },
  "critical_care": {
    "first": {
      "code": "99291",
      "from": 30
    },
    "further": {
      "code": "99292",
      "each": 30,
      "from": {
        "cpt": 75,
        "medicare": 104
      }
    }
  },
  "preventive": [
    {
      "from": 0,
      "to": 0,
      "new": "99381",
      "established": "99391"
    },
    {
      "from": 1,
      "to": 4,
      "new": "99382",
      "established": "99392"
    },
    {
      "from": 5,
      "to": 11,
      "new": "99383",
      "established": "99393"
    },
    {
      "from": 12,
      "to": 17,
      "new": "99384",
      "established": "99394"
    },
    {
      "from": 18,
      "to": 39,
      "new": "99385",
      "established": "99395"
    },
    {
      "from": 40,
      "to": 64,
      "new": "99386",
      "established": "99396"
    },
    {
      "from": 65,
      "new": "99387",
      "established": "99397"
    }
  ],
  "wellness": [
    "G0402",
    "G0438",
    "G0439"
  ],
  "longitudinal": {
    "code": "G2211",
    "beside": [
      {
        "from": "2024-01-01",
        "families": [
          "office-new",
          "office-established"
        ]
      },
      {
        "from": "2026-01-01",
        "families": [
          "home-new",
          "home-established"
        ]
      }
    ],
    "allowed_beside_25": [
      "G0402",
      "G0403",
      "G0404",
      "G0405",
      "G0438",
      "G0439",
      "G0513",
      "G0514",
      "G0136",
      "G0008",
      "G0009",
      "G0010",
      "90460",
      "90461",
      "90471",
      "90472",
      "90473",
      "90474",
      "90480",
      "M0201",
      "G0101",
      "G0102",
      "Q0091",
      "G0117",
      "G0118",
      "G0104",
      "G0105",
      "G0121",
      "G0108",
      "G0109",
      "G0270",
      "G0271",
      "97802",
      "97803",
      "97804",
      "G0296",
      "G0442",
      "G0443",
      "G0444",
      "G0445",
      "G0446",
      "G0447",
      "G0473",
      "99406",
      "99407",
      "99497",
      "99498",
      "77063",
      "77067",
      "77080",
      "77081",
      "76706",
      "71271"
    ],
    "silent_beside_25": [
      {
        "from": "80047",
        "to": "89398"
      },
      {
        "from": "36415",
        "to": "36416"
      },
      {
        "from": "90476",
        "to": "90477"
      },
      {
        "from": "90581",
        "to": "90759"
      },
      {
        "from": "91300",
        "to": "91329"
      },
      {
        "from": "J0120",
        "to": "J9999"
      },
      {
        "from": "Q2033",
        "to": "Q2039"
      }
    ]
  },
  "new_patient_years": 3,
  "visits": [
    {
      "from": "99202",
      "to": "99255"
    },
    {
      "from": "99281",
      "to": "99285"
    },
    {
      "from": "99291",
      "to": "99292"
    },
    {
      "from": "99304",
      "to": "99316"
    },
    {
      "from": "99341",
      "to": "99350"
    },
    {
      "from": "99381",
      "to": "99397"
    },
    {
      "from": "99460",
      "to": "99463"
    },
    {
      "from": "99468",
      "to": "99480"
    },
    {
      "from": "99483",
      "to": "99483"
    },
    {
      "from": "99495",
      "to": "99496"
    }
  ],
  "evaluations": [
    {
      "from": "99202",
      "to": "99499"
    },
    {
      "from": "92002",
      "to": "92014"
    },
    {
      "from": "90791",
      "to": "90792"
    },
    {
      "from": "G0402",
      "to": "G0402"
    },
    {
      "from": "G0438",
      "to": "G0439"
    },
    {
      "from": "G0463",
      "to": "G0463"
    }
  ]
}

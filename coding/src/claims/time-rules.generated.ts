// Made by `npm run data`. Do not edit.
import type { TimeRules } from './time-rules.ts'

export const timeRules: TimeRules = {
  "psychotherapy": {
    "standalone": [
      {
        "code": "90832",
        "from": 16,
        "to": 37
      },
      {
        "code": "90834",
        "from": 38,
        "to": 52
      },
      {
        "code": "90837",
        "from": 53
      }
    ],
    "with_visit": [
      {
        "code": "90833",
        "from": 16,
        "to": 37
      },
      {
        "code": "90836",
        "from": 38,
        "to": 52
      },
      {
        "code": "90838",
        "from": 53
      }
    ],
    "excluded": [
      {
        "id": "PSY-04",
        "codes": [
          "90785"
        ],
        "beside": [
          "90839",
          "90840",
          "90846",
          "90847",
          "90849"
        ]
      },
      {
        "id": "PSY-05",
        "codes": [
          "90791",
          "90792"
        ],
        "beside": [
          "90832",
          "90833",
          "90834",
          "90836",
          "90837",
          "90838"
        ]
      },
      {
        "id": "PSY-05",
        "codes": [
          "90791"
        ],
        "beside": [
          "90792"
        ]
      },
      {
        "id": "PSY-06",
        "codes": [
          "90839",
          "90840"
        ],
        "beside": [
          "90791",
          "90792",
          "90785",
          "90832",
          "90833",
          "90834",
          "90836",
          "90837",
          "90838"
        ]
      },
      {
        "id": "PSY-08",
        "codes": [
          "90832"
        ],
        "beside": [
          "90834",
          "90837"
        ]
      },
      {
        "id": "PSY-08",
        "codes": [
          "90834"
        ],
        "beside": [
          "90837"
        ]
      }
    ],
    "excluded_beside_visit": [
      "90792"
    ],
    "interactive": {
      "code": "90785",
      "primaries": [
        "90791",
        "90792",
        "90832",
        "90833",
        "90834",
        "90836",
        "90837",
        "90838",
        "90853"
      ]
    }
  },
  "services": {
    "crisis": {
      "about": [
        "crisis"
      ],
      "ladder": true,
      "codes": [
        {
          "code": "90839",
          "from": 30
        }
      ],
      "further": {
        "code": "90840",
        "from": 75,
        "each": 30
      }
    },
    "family": {
      "about": [
        "family",
        "conjoint",
        "couple",
        "parents?"
      ],
      "ladder": false,
      "codes": [
        {
          "code": "90846",
          "from": 26
        },
        {
          "code": "90847",
          "from": 26
        }
      ]
    },
    "tobacco": {
      "about": [
        "tobacco",
        "smok(?:ing|er|es)",
        "cessation",
        "nicotine",
        "vap(?:ing|es)"
      ],
      "ladder": true,
      "codes": [
        {
          "code": "99406",
          "from": 4,
          "to": 10
        },
        {
          "code": "99407",
          "from": 11
        }
      ]
    },
    "alcohol": {
      "about": [
        "alcohol",
        "drinking",
        "substance",
        "brief intervention",
        "sbirt?"
      ],
      "ladder": true,
      "codes": [
        {
          "code": "99408",
          "from": 15,
          "to": 30
        },
        {
          "code": "99409",
          "from": 31
        }
      ]
    },
    "advance-care-planning": {
      "about": [
        "advance care",
        "advance directives?",
        "goals of care",
        "code status",
        "acp",
        "polst",
        "molst",
        "health ?care proxy"
      ],
      "ladder": true,
      "codes": [
        {
          "code": "99497",
          "from": 16
        }
      ],
      "further": {
        "code": "99498",
        "from": 46,
        "each": 30
      }
    },
    "preventive-counseling": {
      "about": [
        "counsel(?:ing|ling|ed|led)",
        "risk reduction",
        "preventive"
      ],
      "ladder": true,
      "codes": [
        {
          "code": "99401",
          "from": 8,
          "to": 22
        },
        {
          "code": "99402",
          "from": 23,
          "to": 37
        },
        {
          "code": "99403",
          "from": 38,
          "to": 52
        },
        {
          "code": "99404",
          "from": 53
        }
      ]
    },
    "infusion": {
      "about": [
        "infus(?:ion|ed|ing)",
        "ivpb",
        "piggyback"
      ],
      "ladder": true,
      "codes": [
        {
          "code": "96365",
          "from": 16
        }
      ],
      "further": {
        "code": "96366",
        "from": 91,
        "each": 60
      },
      "below": "96374"
    },
    "hydration": {
      "about": [
        "hydrat(?:ion|ed)",
        "saline",
        "ringer",
        "fluids?",
        "bolus"
      ],
      "ladder": true,
      "codes": [
        {
          "code": "96360",
          "from": 31
        }
      ],
      "further": {
        "code": "96361",
        "from": 91,
        "each": 60
      }
    },
    "care-management": {
      "about": [
        "care management",
        "care coordination",
        "ccm",
        "calendar month",
        "this month",
        "non-?face"
      ],
      "ladder": false,
      "codes": [
        {
          "code": "99490",
          "from": 20,
          "further": {
            "code": "99439",
            "from": 40,
            "each": 20,
            "medicare_most": 2
          }
        },
        {
          "code": "99491",
          "from": 30,
          "further": {
            "code": "99437",
            "from": 60,
            "each": 30
          }
        },
        {
          "code": "99487",
          "from": 60,
          "further": {
            "code": "99489",
            "from": 90,
            "each": 30
          }
        },
        {
          "code": "99424",
          "from": 30,
          "further": {
            "code": "99425",
            "from": 60,
            "each": 30
          }
        },
        {
          "code": "99426",
          "from": 30,
          "further": {
            "code": "99427",
            "from": 60,
            "each": 30
          }
        },
        {
          "code": "99484",
          "from": 20
        },
        {
          "code": "99492",
          "from": 36,
          "further": {
            "code": "99494",
            "from": 86,
            "each": 30
          }
        },
        {
          "code": "99493",
          "from": 31,
          "further": {
            "code": "99494",
            "from": 76,
            "each": 30
          }
        }
      ]
    },
    "remote-monitoring": {
      "about": [
        "remote",
        "monitoring",
        "rpm",
        "device",
        "readings?"
      ],
      "ladder": true,
      "codes": [
        {
          "code": "99470",
          "from": 10,
          "to": 19,
          "since": "2026-01-01"
        },
        {
          "code": "99457",
          "from": 20
        }
      ],
      "further": {
        "code": "99458",
        "from": 40,
        "each": 20
      }
    },
    "check-in": {
      "about": [
        "check-?in",
        "virtual",
        "tele(?:phone|health)",
        "phone",
        "call",
        "discussion"
      ],
      "ladder": true,
      "codes": [
        {
          "code": "98016",
          "from": 5,
          "to": 10,
          "since": "2025-01-01"
        },
        {
          "code": "G2252",
          "from": 11,
          "to": 20
        }
      ]
    }
  },
  "days": {
    "remote-monitoring": {
      "about": [
        "remote",
        "monitoring",
        "rpm",
        "device",
        "readings?",
        "data",
        "transmi(?:tted|ssions?)"
      ],
      "codes": [
        {
          "code": "99445",
          "from": 2,
          "to": 15,
          "since": "2026-01-01"
        },
        {
          "code": "99454",
          "from": 16,
          "to": 30
        },
        {
          "code": "99453",
          "from": 2,
          "since": "2026-01-01"
        }
      ]
    },
    "respiratory-monitoring": {
      "about": [
        "remote",
        "monitoring",
        "rtm",
        "device",
        "readings?",
        "data",
        "transmi(?:tted|ssions?)"
      ],
      "codes": [
        {
          "code": "98984",
          "from": 2,
          "to": 15,
          "since": "2026-01-01"
        },
        {
          "code": "98976",
          "from": 16,
          "to": 30,
          "unconfirmed": true
        }
      ]
    },
    "musculoskeletal-monitoring": {
      "about": [
        "remote",
        "monitoring",
        "rtm",
        "device",
        "readings?",
        "data",
        "transmi(?:tted|ssions?)"
      ],
      "codes": [
        {
          "code": "98985",
          "from": 2,
          "to": 15,
          "since": "2026-01-01"
        },
        {
          "code": "98977",
          "from": 16,
          "to": 30,
          "unconfirmed": true
        }
      ]
    },
    "behavioral-monitoring": {
      "about": [
        "remote",
        "monitoring",
        "rtm",
        "device",
        "readings?",
        "data",
        "transmi(?:tted|ssions?)"
      ],
      "codes": [
        {
          "code": "98986",
          "from": 2,
          "to": 15,
          "since": "2026-01-01"
        },
        {
          "code": "98978",
          "from": 16,
          "to": 30,
          "unconfirmed": true
        }
      ]
    }
  },
  "one_of": [
    [
      "99445",
      "99454"
    ],
    [
      "99470",
      "99457"
    ]
  ],
  "transitional": {
    "contact_business_days": 2,
    "codes": [
      {
        "code": "99496",
        "visit_days": 7,
        "level": "high"
      },
      {
        "code": "99495",
        "visit_days": 14,
        "level": "moderate"
      }
    ]
  },
  "infusion_order": [
    {
      "initial": "96413",
      "beside": [
        "96415",
        "96417"
      ],
      "say": "infusion of chemotherapy"
    },
    {
      "initial": "96409",
      "beside": [
        "96411"
      ],
      "say": "push of chemotherapy"
    },
    {
      "initial": "96365",
      "beside": [
        "96366",
        "96367",
        "96368"
      ],
      "say": "infusion"
    },
    {
      "initial": "96374",
      "beside": [
        "96375",
        "96376"
      ],
      "say": "push"
    },
    {
      "initial": "96360",
      "beside": [
        "96361"
      ],
      "say": "hydration"
    }
  ],
  "once_a_day": [
    "96368"
  ],
  "facility_only": [
    "96376"
  ],
  "virtual_visits": {
    "ended": {
      "codes": [
        "99441",
        "99442",
        "99443",
        "G2012"
      ],
      "on": "2025-01-01",
      "instead": "98016"
    },
    "telemedicine": {
      "from": "98000",
      "to": "98015"
    },
    "audio": {
      "from": "98008",
      "to": "98015",
      "minutes": 11
    }
  },
  "therapy": {
    "minutes_a_unit": 15,
    "first_unit_from": 8,
    "services": [
      {
        "code": "97110",
        "words": [
          "therapeutic exercises?",
          "ther\\.? ?ex"
        ]
      },
      {
        "code": "97112",
        "words": [
          "neuromuscular re-?education",
          "neuro ?re-?ed"
        ]
      },
      {
        "code": "97116",
        "words": [
          "gait training"
        ]
      },
      {
        "code": "97140",
        "words": [
          "manual therapy",
          "manual techniques?"
        ]
      },
      {
        "code": "97530",
        "words": [
          "therapeutic activit(?:y|ies)",
          "ther\\.? ?act"
        ]
      },
      {
        "code": "97535",
        "words": [
          "self-?care",
          "adl training"
        ]
      },
      {
        "code": "97032",
        "words": [
          "attended e-?stim",
          "attended electrical stimulation"
        ]
      },
      {
        "code": "97033",
        "words": [
          "iontophoresis"
        ]
      },
      {
        "code": "97035",
        "words": [
          "ultrasound"
        ]
      }
    ]
  }
}

// Made by `npm run data`. Do not edit.
import type { FrequencyLimits } from './frequency-limits.ts'

export const frequencyLimits: FrequencyLimits = [
  {
    "codes": [
      "G0402"
    ],
    "together": [
      "G0402"
    ],
    "lifetime": true,
    "source": "42 CFR 410.16"
  },
  {
    "codes": [
      "G0438"
    ],
    "together": [
      "G0438"
    ],
    "lifetime": true,
    "source": "42 CFR 410.15"
  },
  {
    "codes": [
      "G0438",
      "G0439"
    ],
    "together": [
      "G0402",
      "G0438",
      "G0439"
    ],
    "months": 12,
    "source": "42 CFR 410.15"
  },
  {
    "codes": [
      "G0444"
    ],
    "together": [
      "G0444"
    ],
    "months": 12,
    "source": "NCD 210.9"
  },
  {
    "codes": [
      "G0442"
    ],
    "together": [
      "G0442"
    ],
    "months": 12,
    "source": "NCD 210.8"
  },
  {
    "codes": [
      "G0443"
    ],
    "together": [
      "G0443"
    ],
    "months": 12,
    "most": 4,
    "source": "NCD 210.8"
  },
  {
    "codes": [
      "G0446"
    ],
    "together": [
      "G0446"
    ],
    "months": 12,
    "source": "NCD 210.11"
  },
  {
    "codes": [
      "G0447",
      "G0473"
    ],
    "together": [
      "G0447",
      "G0473"
    ],
    "months": 12,
    "most": 22,
    "source": "NCD 210.12"
  },
  {
    "codes": [
      "99406",
      "99407"
    ],
    "together": [
      "99406",
      "99407"
    ],
    "months": 12,
    "most": 8,
    "source": "NCD 210.4.1"
  },
  {
    "codes": [
      "77067"
    ],
    "together": [
      "77067"
    ],
    "months": 12,
    "source": "42 CFR 410.34"
  },
  {
    "codes": [
      "71271"
    ],
    "together": [
      "71271"
    ],
    "months": 12,
    "source": "NCD 210.14"
  },
  {
    "codes": [
      "G0103"
    ],
    "together": [
      "G0103"
    ],
    "months": 12,
    "source": "42 CFR 410.39"
  },
  {
    "codes": [
      "G0121"
    ],
    "together": [
      "G0105",
      "G0121"
    ],
    "months": 120,
    "source": "42 CFR 410.37"
  },
  {
    "codes": [
      "G0105"
    ],
    "together": [
      "G0105",
      "G0121"
    ],
    "months": 24,
    "source": "42 CFR 410.37"
  },
  {
    "codes": [
      "99495",
      "99496"
    ],
    "together": [
      "99495",
      "99496"
    ],
    "days": 30,
    "source": "Medicare Claims Processing Manual, chapter 12, 30.6"
  },
  {
    "codes": [
      "99454"
    ],
    "together": [
      "99454"
    ],
    "days": 30,
    "source": "Physician Fee Schedule final rule 2021, 85 FR 84542"
  }
]

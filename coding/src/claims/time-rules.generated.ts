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
    ]
  }
}

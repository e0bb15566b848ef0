// Made by `npm run data`. Do not edit.
import type { PlacesOfService } from './places-of-service.ts'

export const placesOfService: PlacesOfService = {
  "visits": [
    {
      "from": "99202",
      "to": "99215",
      "never": [
        "21",
        "23",
        "51",
        "61"
      ],
      "say": "an office or other outpatient visit"
    },
    {
      "from": "99221",
      "to": "99239",
      "only": [
        "21",
        "22",
        "51",
        "61",
        "24",
        "31",
        "26",
        "02",
        "10"
      ],
      "say": "a hospital visit"
    },
    {
      "from": "99281",
      "to": "99285",
      "only": [
        "23",
        "19",
        "22",
        "02",
        "10"
      ],
      "say": "an emergency visit"
    },
    {
      "from": "99304",
      "to": "99316",
      "only": [
        "31",
        "32",
        "54",
        "56",
        "02",
        "10"
      ],
      "say": "a nursing facility visit"
    },
    {
      "from": "99341",
      "to": "99350",
      "only": [
        "12",
        "13",
        "14",
        "16",
        "33",
        "55",
        "04",
        "02",
        "10"
      ],
      "say": "a home visit"
    }
  ],
  "valid": [
    "01",
    "02",
    "03",
    "04",
    "05",
    "06",
    "07",
    "08",
    "09",
    "10",
    "11",
    "12",
    "13",
    "14",
    "15",
    "16",
    "17",
    "18",
    "19",
    "20",
    "21",
    "22",
    "23",
    "24",
    "25",
    "26",
    "27",
    "31",
    "32",
    "33",
    "34",
    "41",
    "42",
    "49",
    "50",
    "51",
    "52",
    "53",
    "54",
    "55",
    "56",
    "57",
    "58",
    "60",
    "61",
    "62",
    "65",
    "66",
    "71",
    "72",
    "81",
    "99"
  ]
}

// Made by `npm run data`. Do not edit.
import type { DiagnosisWords } from './diagnosis-words.ts'

export const diagnosisWords: DiagnosisWords = [
  {
    "code": "^G89\\.1",
    "needs": "\\b(?:acute|post-?op(?:erative)?|post-?thoracotomy|trauma\\w*)\\b",
    "severity": "warning",
    "section": "I.C.6.b",
    "message": "says that the pain is acute; no note does.",
    "advice": "Code the place of the pain, unless the provider documents that it is acute."
  },
  {
    "code": "^G89\\.[24]",
    "needs": "\\bchronic\\b",
    "severity": "warning",
    "section": "I.C.6.b",
    "message": "says that the pain is chronic; no note does.",
    "advice": "Code the place of the pain, unless the provider documents that it is chronic."
  },
  {
    "code": "^G89\\.[12]",
    "beside": "^(?:M0[5-9]|M1[0-9]|M4[5-9]|M5[01]|M80|S[0-9]|K2[5-9]|K8[015]|N20)",
    "unless": "\\bpain (?:management|control|clinic)\\b|\\b(?:for|to) (?:manag|control)\\w* (?:of )?(?:the |his |her )?pain\\b|\\bnerve block\\b|\\bpain pump\\b|\\bstimulator\\b",
    "severity": "warning",
    "section": "I.C.6.b.1.a",
    "message": "beside the cause of the pain, and no note says that the visit is for pain control.",
    "advice": "The cause says it. Keep the code of the pain only when controlling it is why the patient came.",
    "to": ""
  },
  {
    "code": "^L89",
    "needs": "\\bpressure[- ](?:ulcer|injur|sore)|\\bdecubit|\\bbed ?sore|\\bdeep tissue\\b",
    "severity": "question",
    "section": "I.C.12.a",
    "message": "names a pressure ulcer; no note does.",
    "advice": "What does the provider call the wound? Only the stage may come from nursing."
  },
  {
    "code": "^L89\\.(?:\\d\\d9|90)$",
    "says": "\\bunstageable\\b",
    "severity": "question",
    "section": "I.C.12.a.2",
    "message": "leaves the stage open; the note says unstageable, which has a code of its own.",
    "advice": "Is the ulcer unstageable, or was its stage not written down?"
  },
  {
    "code": "^L89\\.\\d\\d0",
    "needs": "\\bunstageable\\b|\\beschar\\b|\\bslough\\b|\\bgraft|\\bnecro",
    "severity": "question",
    "section": "I.C.12.a.2",
    "message": "says that the ulcer is unstageable; no note does.",
    "advice": "Which stage does the record document?"
  },
  {
    "code": "^L89\\.(?:\\d\\d|9)[^6]$",
    "says": "\\bdeep tissue (?:pressure )?(?:injury|damage)\\b",
    "unless": "\\bstage (?:[1-4]|I{1,3}|IV)\\b|\\bunstageable\\b",
    "severity": "question",
    "section": "I.C.12.a",
    "message": "gives another stage; the note says deep tissue injury, which has a code of its own.",
    "advice": "Is it a pressure-induced deep tissue injury?"
  },
  {
    "code": "^S\\d\\d.*A$",
    "says": "\\b(?:old|healed|recurrent)\\s+(?:\\w+\\s+){0,3}(?:injur|fracture|tear|dislocation|sprain|rupture|subluxation)\\w*",
    "severity": "question",
    "section": "I.C.13.b",
    "message": "says an injury that happened now; the note calls it old, healed or recurrent.",
    "advice": "Is it a new injury? What is old or recurrent is coded in chapter 13."
  },
  {
    "code": "^M(?:22\\.[01]|23\\.2|24\\.[34]|66|75\\.1)",
    "says": "\\bacute\\s+(?:traumatic\\s+)?(?:\\w+\\s+){0,2}(?:injur|fracture|tear|dislocation|sprain|rupture)\\w*|\\btraumatic\\s+(?:\\w+\\s+){0,2}(?:tear|dislocation|rupture)\\b",
    "severity": "question",
    "section": "I.C.13.b",
    "message": "says a condition that is old, recurrent or without injury; the note speaks of an acute one.",
    "advice": "Is it a new injury? An acute injury is coded in chapter 19."
  },
  {
    "code": "^Z21$",
    "says": "\\b(?:AIDS|HIV disease|HIV[- ]related (?:illness|condition|disease)|symptomatic HIV)\\b",
    "severity": "warning",
    "section": "I.C.1.a.2.d",
    "message": "says that there are no symptoms; the note names HIV disease.",
    "advice": "Once there is a related condition, the code is B20.",
    "to": "B20"
  },
  {
    "code": "^Z21$",
    "beside": "^(?:B59|C46|A07\\.[23]|A31\\.2|B25|B37\\.[178]|B45|B58\\.2|A81\\.2)",
    "severity": "warning",
    "section": "I.C.1.a.2.a",
    "message": "says that there are no symptoms, beside a condition that is usually related to HIV.",
    "advice": "Is it related? Then the code is B20, first."
  },
  {
    "code": "^B20$",
    "says": "\\basymptomatic HIV\\b|\\bHIV[- ](?:positive|infection)[^.;\\n]{0,20}\\basymptomatic\\b",
    "unless": "\\b(?:AIDS|HIV disease)\\b",
    "severity": "warning",
    "section": "I.C.1.a.2.d",
    "message": "says HIV disease; the note calls the infection asymptomatic.",
    "advice": "Without a related condition, now or earlier, the code is Z21, also under treatment.",
    "to": "Z21"
  },
  {
    "code": "^(?:T8[0-8]|I97|J95|K91|N99|G97|H59|H95|L76|M96|E89|D78)",
    "needs": "\\bcomplicat|\\bdue to\\b|\\bsecondary to\\b|\\bcaused by\\b|\\bresult(?:ing|ed)?\\b|\\w(?:ectomy|plasty|ostomy)\\b|\\bradiation\\b|\\bfrom (?:the |his |her )?(?:surgery|operation|procedure|catheter|line|device|implant|graft|prosthes)|\\bpost-?(?:op|surg|proc)|\\bafter (?:the |his |her )?(?:surgery|operation|procedure)|\\bassociated\\b|\\brelated\\b|\\bsurgical (?:site|wound)\\b|\\bdehisc|\\brejection\\b|\\bfail(?:ed|ure)\\b|\\bloose|\\bleak|\\bmalfunction|\\bdisplace|\\bobstruct|\\bclot(?:ted)?\\b|\\binfected\\b|\\bintraop",
    "severity": "question",
    "section": "I.B.16",
    "message": "is a complication of care; no note links the condition to the care.",
    "advice": "Does the provider document that the condition comes from the care, and that it matters? Not everything after a procedure is a complication."
  },
  {
    "code": "^(?:D3[7-9]|D4[0-4]|D48)",
    "needs": "\\bpatholog|\\bhistolog|\\bbiops|\\buncertain (?:behaviou?r|malignant potential)\\b|\\bSTUMP\\b",
    "severity": "warning",
    "section": "I.C.2, note at D37-D44 and D48",
    "message": "is what pathology could not decide; no note holds a result.",
    "advice": "Before the result code the growth as unspecified (D49), or the sign."
  },
  {
    "code": "^I10$",
    "says": "\\b(?:elevated|raised|high)\\s+(?:bp|blood pressure)\\b|\\b(?:bp|blood pressure)\\s+(?:is |was |reading )?(?:elevated|raised|high)\\b",
    "unless": "hypertens|\\bhtn\\b",
    "severity": "warning",
    "section": "I.C.9.a.7",
    "message": "is hypertension; the notes only have a raised reading.",
    "advice": "Without the diagnosis, report the reading: R03.0.",
    "to": "R03.0"
  },
  {
    "code": "^Z79\\.2$",
    "says": "\\b(?:amoxicillin|augmentin|azithromycin|cephalexin|ciprofloxacin|doxycycline|nitrofurantoin|antibiotics?|bactrim|levofloxacin)\\b[^.;\\n]{0,40}?(?:\\b(?:x|for)\\s*\\d+\\s*(?:d|days?)\\b|\\b\\d+[- ]day course\\b|\\bshort course\\b)",
    "unless": "\\blong[- ]term\\b|\\bprophyla|\\bsuppressi",
    "severity": "warning",
    "section": "I.C.21.c.3",
    "message": "is long-term use; the note has a short course.",
    "advice": "Take it off: a brief course is not coded.",
    "to": ""
  },
  {
    "code": "^Z79\\.52$",
    "says": "\\b(?:prednisone|prednisolone|methylprednisolone|medrol|dexamethasone|steroids?)\\b[^.;\\n]{0,40}?(?:\\b(?:x|for)\\s*\\d+\\s*(?:d|days?)\\b|\\btaper\\b|\\bburst\\b|\\bdose ?pack?\\b|\\bshort course\\b)",
    "unless": "\\blong[- ]term\\b|\\bchronic (?:steroid|prednis)|\\bmaintenance\\b",
    "severity": "warning",
    "section": "I.C.21.c.3",
    "message": "is long-term use; the note has a short course.",
    "advice": "Take it off: a brief course is not coded.",
    "to": ""
  },
  {
    "code": "^Z79\\.891$",
    "beside": "^F11\\.",
    "severity": "warning",
    "section": "I.C.21.c.3",
    "message": "is not for a drug that maintains a dependence.",
    "advice": "The dependence says it. Take the long-term use off.",
    "to": ""
  },
  {
    "code": "^Z79\\.891$",
    "says": "\\b(?:oxycodone|hydrocodone|tramadol|percocet|norco|morphine|opioids?)\\b[^.;\\n]{0,40}?(?:\\b(?:x|for)\\s*\\d+\\s*(?:d|days?)\\b|\\bshort course\\b)",
    "unless": "\\blong[- ]term\\b|\\bchronic (?:opioid|pain)",
    "severity": "warning",
    "section": "I.C.21.c.3",
    "message": "is long-term use; the note has a short course.",
    "advice": "Take it off: a brief course is not coded.",
    "to": ""
  },
  {
    "code": "^Z08$",
    "lacks": "^Z85",
    "severity": "warning",
    "section": "I.C.21.c.8",
    "message": "is follow-up after treatment of a cancer, and the draft does not say which.",
    "advice": "Add the history code (Z85) after it."
  },
  {
    "code": "^Z09$",
    "lacks": "^Z8[67]",
    "severity": "warning",
    "section": "I.C.21.c.8",
    "message": "is follow-up after treatment, and the draft does not say of what.",
    "advice": "Add the history code (Z86 or Z87) after it."
  },
  {
    "code": "^Z08$",
    "beside": "^C",
    "severity": "warning",
    "section": "I.C.21.c.8",
    "message": "says that no cancer is left, beside one that is.",
    "advice": "A cancer that came back takes the place of the follow-up.",
    "to": ""
  },
  {
    "code": "^Z0[89]$",
    "says": "\\b(?:on|receiving|undergoing|continues|continuing)\\s+(?:\\w+\\s+){0,2}(?:chemotherapy|radiation|radiotherapy|immunotherapy)\\b",
    "severity": "warning",
    "section": "I.C.21.c.8",
    "message": "says that treatment is complete; the note says that it goes on.",
    "advice": "While treatment goes on, code the condition."
  },
  {
    "code": "^Z12\\.3",
    "beside": "^(?:N6[0134]|R92|N64)",
    "severity": "warning",
    "section": "I.C.21.c.5",
    "message": "is a screening of the breast, beside a sign there.",
    "advice": "A test for a sign is diagnostic. Report the sign, unless the screening had been done before it was found.",
    "to": ""
  },
  {
    "code": "^Z12\\.1",
    "beside": "^(?:K92\\.[12]|K62\\.5|R19\\.[45]|R63\\.4|D50)",
    "severity": "warning",
    "section": "I.C.21.c.5",
    "message": "is a screening of the bowel, beside a sign there.",
    "advice": "A test for a sign is diagnostic. Report the sign, unless the screening had been done before it was found.",
    "to": ""
  },
  {
    "code": "^Z12\\.4",
    "beside": "^(?:N93|N92|R87\\.6)",
    "severity": "warning",
    "section": "I.C.21.c.5",
    "message": "is a screening of the cervix, beside a sign there.",
    "advice": "A test for a sign is diagnostic. Report the sign, unless the screening had been done before it was found.",
    "to": ""
  },
  {
    "code": "^Z12\\.5",
    "beside": "^(?:R97\\.20|R31|N40\\.[13])",
    "severity": "warning",
    "section": "I.C.21.c.5",
    "message": "is a screening of the prostate, beside a sign there.",
    "advice": "A test for a sign is diagnostic. Report the sign, unless the screening had been done before it was found.",
    "to": ""
  },
  {
    "code": "^Z12\\.2",
    "beside": "^(?:R04\\.2|R05|R91)",
    "severity": "warning",
    "section": "I.C.21.c.5",
    "message": "is a screening of the lungs, beside a sign there.",
    "advice": "A test for a sign is diagnostic. Report the sign, unless the screening had been done before it was found.",
    "to": ""
  },
  {
    "code": "^Z13\\.6$",
    "beside": "^(?:R07|R00|R55)",
    "severity": "warning",
    "section": "I.C.21.c.5",
    "message": "is a screening of heart and vessels, beside a sign there.",
    "advice": "A test for a sign is diagnostic. Report the sign, unless the screening had been done before it was found.",
    "to": ""
  },
  {
    "code": "^Z13\\.1$",
    "beside": "^(?:R35|R63\\.1|R73)",
    "severity": "warning",
    "section": "I.C.21.c.5",
    "message": "is a screening for diabetes, beside a sign of it.",
    "advice": "A test for a sign is diagnostic. Report the sign, unless the screening had been done before it was found.",
    "to": ""
  },
  {
    "code": "^Z11\\.[348]$",
    "beside": "^(?:R36|N34|N89\\.8|R30)",
    "severity": "warning",
    "section": "I.C.21.c.5",
    "message": "is a screening for an infection, beside a sign of one.",
    "advice": "A test for a sign is diagnostic. Report the sign, unless the screening had been done before it was found.",
    "to": ""
  }
]

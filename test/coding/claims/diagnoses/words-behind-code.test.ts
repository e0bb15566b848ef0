import { wordsBehindCode } from '#coding/claims/diagnoses/words-behind-code.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })
type Flag = [when: string, note: string, codes: string, says: RegExp, quotes?: readonly string[]]
const flag = (...[when, note, codes, says, quotes = []]: Flag) =>
  ({ when, notes: [note], draft: draft(...codes.split(' ')), severity: 'warning', says, quotes }) as const
const ask = (...given: Flag) => ({ ...flag(...given), severity: 'question' }) as const
const pass = (when: string, note: string, codes: string) =>
  ({ when, notes: [note], draft: draft(...codes.split(' ')) }) as const

describeRule(wordsBehindCode, {
  flags: [
    flag('chronic pain that nobody calls chronic', 'Assessment: Back pain.', 'G89.29', /pain is chronic; no note does/),
    flag('pain beside its cause', 'Assessment: Chronic pain, knee arthritis.', 'G89.29 M17.11', /beside the cause/),
    ask('a wound that nobody calls a pressure ulcer', 'Sacral wound, stage 3.', 'L89.153', /names a pressure ulcer/),
    ask(
      'an unstageable ulcer coded as unspecified',
      'Assessment: Sacral pressure ulcer, unstageable.',
      'L89.159',
      /stage open/,
      ['unstageable'],
    ),
    ask(
      'an unstageable code for a stage',
      'Assessment: Sacral pressure ulcer, stage 3.',
      'L89.150',
      /unstageable; no note/,
    ),
    ask(
      'a deep tissue injury under another stage',
      'Assessment: Deep tissue injury, sacrum.',
      'L89.153',
      /deep tissue/,
      ['Deep tissue injury'],
    ),
    ask('an old tear coded as a new injury', 'Assessment: Old meniscus tear.', 'S83.241A', /happened now/, [
      'Old meniscus tear',
    ]),
    ask('a traumatic tear coded as old', 'Assessment: Acute meniscus tear.', 'M23.201', /acute one/, [
      'Acute meniscus tear',
    ]),
    flag('HIV disease coded as asymptomatic', 'Assessment: HIV disease.', 'Z21', /the code is B20/, ['HIV disease']),
    flag('an illness of HIV beside the asymptomatic code', 'Assessment: Pneumocystis.', 'Z21 B59', /Is it related/),
    flag('asymptomatic HIV coded as the disease', 'Assessment: Asymptomatic HIV, on ART.', 'B20', /code is Z21/, [
      'Asymptomatic HIV',
    ]),
    ask('a complication without a link', 'Assessment: Ileus.', 'K91.89', /no note links/),
    flag('uncertain behavior before pathology', 'Assessment: Colon polyp, removed.', 'D37.4', /no note holds a result/),
    flag('a raised reading', 'Assessment: Elevated blood pressure, recheck.', 'I10', /R03\.0/, [
      'Elevated blood pressure',
    ]),
    flag('a short course of antibiotics', 'Plan: amoxicillin for 10 days.', 'Z79.2', /short course/, [
      'amoxicillin for 10 days',
    ]),
    flag('a steroid burst', 'Plan: prednisone 40 mg burst.', 'Z79.52', /short course/, ['prednisone 40 mg burst']),
    flag('maintenance of a dependence', 'Assessment: OUD.', 'F11.20 Z79.891', /maintains a dependence/),
    flag('follow-up without the history', 'Assessment: No cancer seen.', 'Z08', /history code \(Z85\)/),
    flag('follow-up beside a recurrence', 'Assessment: Cancer is back.', 'Z08 Z85.3 C50.911', /takes the place/),
    flag('screening beside a lump', 'Assessment: Breast lump.', 'Z12.31 N63.10', /screening of the breast/),
    flag('screening beside bleeding', 'Assessment: Rectal bleeding.', 'Z12.11 K62.5', /screening of the bowel/),
  ],
  passes: [
    pass('chronic pain', 'Assessment: Chronic low back pain.', 'G89.29'),
    pass('a visit for pain control', 'Chronic pain. Here for pain management.', 'G89.29 M17.11'),
    pass('a pressure ulcer with its stage', 'Assessment: Sacral decubitus, stage 3.', 'L89.153'),
    pass('an unstageable ulcer', 'Assessment: Pressure ulcer of sacrum, unstageable.', 'L89.150'),
    pass('a new injury', 'Assessment: Meniscus tear after a fall.', 'S83.241A'),
    pass('an old tear', 'Assessment: Old meniscus tear.', 'M23.201'),
    pass('asymptomatic HIV under treatment', 'Assessment: HIV, on ART, no AIDS-defining illness.', 'Z21'),
    pass('a denied disease', 'Assessment: No AIDS.', 'Z21'),
    pass('a complication that is linked', 'Assessment: Postoperative ileus.', 'K91.89'),
    pass('uncertain behavior by pathology', 'Pathology: uncertain behavior.', 'D37.4'),
    pass('the growth before pathology', 'Assessment: Colon polyp, removed.', 'D49.0'),
    pass('hypertension with a raised reading', 'Assessment: HTN, elevated blood pressure.', 'I10'),
    pass('long-term prophylaxis', 'Plan: nitrofurantoin for 90 days, prophylaxis.', 'Z79.2'),
    pass('opioids for chronic pain', 'Assessment: Chronic pain on opioids.', 'Z79.891'),
    pass('follow-up with its history', 'Assessment: No recurrence.', 'Z08 Z85.3'),
    pass('screening alone', 'Here for a mammogram.', 'Z12.31'),
    pass('screening beside something else', 'Here for a mammogram.', 'Z12.31 I10'),
    { when: 'no note', draft: draft('G89.29', 'D37.4', 'K91.89') },
  ],
})

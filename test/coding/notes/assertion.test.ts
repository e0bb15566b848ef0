import { describe, expect, test } from 'vitest'
import { findCues, judgeSpan } from '#coding/notes/assertion.ts'
import { tokenize } from '#coding/notes/tokens.ts'
import { knowledge } from '../an-encounter.ts'

/** The judgement of the words in brackets. */
function judge(text: string): string {
  const words = tokenize(text, knowledge.vocabulary.lexicon)
  const open = words.findIndex((token) => token.text === '[')
  const close = words.findIndex((token) => token.text === ']')
  const tokens = words.filter((_, index) => index !== open && index !== close)
  const lowers = tokens.map(({ lower }) => lower)
  const sentence = { from: 0, to: lowers.length }
  const source = { lowers, numbers: tokens.map(({ number }) => number), cues: knowledge.cues }
  const span = { from: open, to: close - 1 }
  const { existence, temporality, experiencer } = judgeSpan(
    source,
    { ...sentence, hits: findCues(source, sentence) },
    span,
  )
  return `${existence} ${temporality} ${experiencer}`
}

describe('existence', () => {
  test.each([
    ['No evidence of [pneumonia].', 'absent'],
    ['Denies fever, chills or [cough].', 'absent'],
    ['[Pneumonia] was ruled out.', 'absent'],
    ['[Edema]: none', 'absent'],
    ['She does not have [asthma].', 'absent'],
    ['No fever, but [cough] persists.', 'present'],
    ['No distress with [cough].', 'present'],
    ['Angiography was negative for [embolism].', 'absent'],
    ['Rapid resolution of [tachypnea].', 'absent'],
    ['I did not think he had a bacterial [infection].', 'absent'],
    ['It is unknown whether she has [diabetes].', 'uncertain'],
    ['There is a high likelihood for [bleeding].', 'uncertain'],
    ['Rule out malaria, dengue and [meningitis].', 'uncertain'],
    ['Need to exclude any systemic disease, e.g. [lupus].', 'uncertain'],
    ['Suspected malaria, fever, [headache].', 'present'],
    ['Dopplers to evaluate for [thrombosis].', 'uncertain'],
    ['She had no signs of a focal [infection].', 'absent'],
    ['No improvement in [cough].', 'present'],
    ['Gram negative [pneumonia].', 'present'],
    ['Not only [asthma] but also GERD.', 'present'],
    ['[Depression]: no plan to harm herself.', 'present'],
    ['Non-healing [ulcer].', 'present'],
    ['Probable [pneumonia].', 'uncertain'],
    ['Cannot rule out [pneumonia].', 'uncertain'],
    ['[Pneumonia] is suspected.', 'uncertain'],
    ['? [pneumonia]', 'uncertain'],
    ['[Pain], possible meniscus tear.', 'present'],
    ['Possible meniscus tear, [pain].', 'present'],
    ['Concern for embolism, [pneumonia] or effusion.', 'uncertain'],
    ['[Cough] likely due to bronchitis.', 'present'],
    ['Cough likely due to [bronchitis].', 'uncertain'],
    ['Evidence of [pneumonia].', 'present'],
    ['[COPD] versus asthma.', 'uncertain'],
    ['COPD versus [asthma].', 'uncertain'],
    ['Wheezing, [COPD] vs. asthma.', 'uncertain'],
    ['[Wheezing], COPD vs. asthma.', 'present'],
    ['GERD vs [ulcer disease] vs gastritis.', 'uncertain'],
    ['[Fatigue] due to anemia vs hypothyroidism.', 'present'],
    ['Knee [osteoarthritis] vs surgery discussed.', 'present'],
    ['Lumpectomy vs mastectomy for [breast cancer].', 'present'],
    ['[Chronic kidney disease] 3a vs 3b.', 'present'],
  ])('%s %s', (text, existence) => {
    expect(judge(text).split(' ')[0]).toBe(existence)
  })
})

describe('temporality', () => {
  test.each([
    ['History of [asthma].', 'historical'],
    ['Status post [fracture].', 'historical'],
    ['[Fracture] two years ago.', 'historical'],
    ['A two-day history of [fever].', 'current'],
    ['History of present illness: [fever].', 'current'],
    ['Return if [fever] develops.', 'hypothetical'],
    ['At risk for [falls].', 'hypothetical'],
    ['[Influenza] vaccine given.', 'hypothetical'],
    ['Prior to arrival [syncope].', 'current'],
    ['[Asthma], stable.', 'current'],
    ['Past medical history: significant for asthma, weakness with falls, [gout].', 'historical'],
    ['Past medical history is positive for asthma, weakness with falls and [gout].', 'historical'],
    ['Social history: the patient denies any [alcohol abuse].', 'historical'],
    ['No history of [seizures].', 'historical'],
    ['[Varicella] as a child.', 'historical'],
    ['[Hysterectomy] in 1998.', 'historical'],
    ['[Seizures] at age 12.', 'historical'],
    ['Crohn disease diagnosed in 2015, [fistula].', 'current'],
    ['[Asthma] since 2015.', 'current'],
    ['60-year-old woman with [chest pain].', 'current'],
    ['60 y/o with [chest pain].', 'current'],
    ['History of asthma, now with acute [bronchitis].', 'current'],
    ['History of COPD and recent diagnosis of [embolism].', 'current'],
    ['History of asthma who presents with [cough].', 'current'],
    ['History of diabetes with [neuropathy].', 'historical'],
    ['There was a [nodule] on the CT.', 'current'],
    ['Call also for any weight gain, rashes, [nausea], vomiting.', 'hypothetical'],
    ['She should return to the Emergency Department if she experiences [nausea].', 'hypothetical'],
    ['He returned for [nausea].', 'current'],
    ['She called about [chest pain].', 'current'],
  ])('%s %s', (text, temporality) => {
    expect(judge(text).split(' ')[1]).toBe(temporality)
  })
})

describe('experiencer', () => {
  test.each([
    ['Mother had [stroke].', 'other'],
    ['[Diabetes] in her father.', 'other'],
    ['Family history of [glaucoma].', 'other'],
    ['Mother reports [fever] for two days.', 'patient'],
    ['Accompanied by his wife, [cough] for a week.', 'patient'],
  ])('%s %s', (text, experiencer) => {
    expect(judge(text).split(' ')[2]).toBe(experiencer)
  })
})

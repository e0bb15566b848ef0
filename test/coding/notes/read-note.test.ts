import { describe, expect, test } from 'vitest'
import { readNote } from '#coding/notes/read-note.ts'
import { aNote, knowledge } from '../an-encounter.ts'

function read(text: string) {
  return readNote(aNote(text), knowledge)
}

function sectionsOf(text: string): string[] {
  return read(text).sections.map(({ id }) => id)
}

/** "role: words" of each sentence. */
function sentencesOf(text: string): string[] {
  const reading = read(text)
  return reading.sentences.map(({ role, from, to }) => {
    const words = reading.text.slice(reading.tokens[from]?.start, reading.tokens[to - 1]?.end)
    return `${role}: ${words.replaceAll('\n', ' ')}`
  })
}

describe('sections', () => {
  test.each([
    ['a heading with a colon', 'HPI: cough\nAssessment: asthma', ['hpi', 'assessment-plan']],
    ['a heading on its own line', 'ASSESSMENT AND PLAN\n\nAsthma.', ['assessment-plan']],
    ['markdown', '## Assessment\nAsthma', ['assessment-plan']],
    ['emphasis', '**Assessment:** asthma', ['assessment-plan']],
    [
      'letters of a SOAP note',
      'S: cough\nO: wheeze\nA: asthma\nP: albuterol',
      ['hpi', 'physical-exam', 'assessment-plan', 'plan'],
    ],
    ['headings in one line', 'HPI: cough. Assessment: asthma.', ['hpi', 'assessment-plan']],
    ['an unknown heading in capitals', 'ASSESSMENT\nAsthma\nBILLING NOTES\nnone', ['assessment-plan', 'other']],
    ['a condition in capitals is a problem, not a heading', 'ASSESSMENT\nHYPERTENSION\nstable', ['assessment-plan']],
    ['text before any heading', 'Here for cough.\nAssessment: asthma', ['unheaded', 'assessment-plan']],
    ['a word of a sentence is no heading', 'Assessment: asthma\nPlan was discussed at length.', ['assessment-plan']],
    [
      'a measured value is no heading',
      'Vitals:\nBMI: 42.1 kg/m2\nBP: 130/80\nAssessment: asthma',
      ['vitals', 'assessment-plan'],
    ],
    ['nor is one without a colon', 'ASSESSMENT\nAsthma\nBMI 42.', ['assessment-plan']],
    ['a heading before a numbered list is one', 'ASSESSMENT\nAsthma\nTO BE DONE: 1. CBC', ['assessment-plan', 'other']],
    [
      'a heading before a sentence with a number is one',
      'ASSESSMENT\nAsthma\nHOME: 3 steps to enter the house',
      ['assessment-plan', 'other'],
    ],
    ['a label below a problem is no section', 'A/P\n1. Asthma\n- Labs: none', ['assessment-plan']],
  ])('%s', (_, text, sections) => {
    expect(sectionsOf(text)).toEqual(sections)
  })
})

describe('sentences', () => {
  test.each([
    ['titles', 'HPI: Seen by Dr. White today. Better.', ['text: Seen by Dr. White today.', 'text: Better.']],
    ['doses', 'HPI: Takes 2.5 mg q.d. and sleeps.', ['text: Takes 2.5 mg q.d. and sleeps.']],
    ['wrapped lines', 'HPI: pain of the right\nknee since May.', ['text: pain of the right knee since May.']],
    ['a new line that begins anew', 'HPI: pain\nNo fever', ['text: pain', 'text: No fever']],
    [
      'problems and what stands below',
      'A/P:\n1. Asthma - stable\n- albuterol\n2. Gout',
      ['head: Asthma', 'item: stable', 'item: albuterol', 'head: Gout'],
    ],
    ['bullets as problems', 'Assessment\n• Asthma\n• Gout', ['head: Asthma', 'head: Gout']],
    ['running text is no problem name', 'Assessment:\nHe has asthma and gout.', ['text: He has asthma and gout.']],
  ])('%s', (_, text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences)
  })
})

describe('mentions', () => {
  function mentionsOf(text: string): string[] {
    const reading = read(`Assessment: ${text}`)
    return reading.mentions.map(({ concept, values }) =>
      [concept.id, ...values.map(({ value }) => value).toSorted()].join(' '),
    )
  }

  test.each([
    ['word order', 'osteoarthritis of the right knee', ['knee-osteoarthritis right']],
    ['abbreviation', 'R knee DJD', ['knee-osteoarthritis right']],
    ['inflection', 'torn meniscus, left knee', ['meniscus-tear left']],
    ['coordination', 'right shoulder and knee pain', ['shoulder-pain right', 'knee-pain right']],
    ['coordination with two sides', 'right shoulder and left knee pain', ['shoulder-pain right', 'knee-pain left']],
    ['a list is no coordination', 'knee pain, ankle swelling', ['knee-pain', 'edema localized']],
    ['the longer term wins', 'acute suppurative otitis media', ['otitis-media suppurative suppurative']],
    [
      'the nearest mention takes the value',
      'acute bronchitis and chronic sinusitis',
      ['acute-bronchitis', 'sinusitis chronic chronic'],
    ],
    ['an abbreviation without its context', 'MS', []],
    ['an abbreviation in its context', 'relapsing MS', ['multiple-sclerosis']],
    ['"does" is not DOE', 'She does well', []],
    ['"add" is not ADD', 'We will add a statin', []],
    ['a denied value', 'asthma without exacerbation', ['asthma uncomplicated']],
    ['a procedure keeps the words of its condition', 'carpal tunnel release', []],
    ['"left" as a verb of its own sentence', 'He left. Knee pain.', ['knee-pain']],
  ])('%s: %s', (_, text, mentions) => {
    expect(mentionsOf(text)).toEqual(mentions)
  })
})

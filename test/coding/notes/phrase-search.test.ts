import { describe, expect, test } from 'vitest'
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { createReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import { isEvidenceIn } from '#coding/domain/evidence.ts'
import { getReleaseTerms } from '#coding/knowledge/release-terms.ts'
import { aRelease } from '../../fixtures/a-release.ts'
import { anEncounter, knowledge } from '../an-encounter.ts'

const release = aRelease(2026)
const codeSet = createReleaseCodeSet([release])

function codesOf(note: string): string[] {
  const { findings } = analyseEncounter({ record: anEncounter({ notes: [note] }), knowledge, codeSet })
  return findings.flatMap((finding) => (finding.kind === 'code' ? [finding.code.code] : []))
}

// A made-up classification: zorblitis, gromp disease of the knee, a fictional fracture.
describe('phrases of the loaded release', () => {
  test.each([
    ['a main term of the index', 'zorblitis', ['Q00.9']],
    ['a title', 'acute zorblitis', ['Q00.0']],
    ['an inclusion term, without its small words', 'Sézary zorblitis', ['Q00.0']],
    ['a sub-term in another order, at its default', 'gromp of the knee', ['Q01.10']],
    ['with the side that stands beside it', 'gromp, left knee', ['Q01.9']],
    ['with the side between its words', 'gromp of the left knee', ['Q01.12']],
    ['with both sides', 'bilateral knee gromp', ['Q01.0']],
    ['a spelling of the main term', 'gromping', ['Q01.9']],
    ['a benign tumor of the table of neoplasms', 'benign neoplasm of test bone', ['Q00.9']],
    ['active treatment of an injury', 'upper fictional fracture, right test bone', ['Q02.11XA']],
  ])('%s: %s', (_, words, codes) => {
    expect(codesOf(`Assessment: ${words}`)).toEqual(codes)
  })

  test.each([
    ['negated', 'Assessment: no zorblitis'],
    ['uncertain', 'Assessment: possible zorblitis'],
    ['of another person', 'Assessment: mother had zorblitis'],
    ['in the history alone', 'PMH: zorblitis\nAssessment: stable'],
    ['a risk', 'Assessment: at risk for zorblitis'],
    ['in what is done', 'Assessment:\n1. Follow-up\n- Treatment: handout about zorblitis'],
    ['words that say nothing by themselves', 'Assessment: knee disease'],
    ['half a phrase', 'Assessment: fictional knee'],
    ['a cross-reference to no term', 'Assessment: kneecap'],
  ])('are not coded when %s', (_, note) => {
    expect(codesOf(note)).toEqual([])
  })

  test('yield to the knowledge', () => {
    expect(codesOf('Assessment: disease of the knee: osteoarthritis of the knee')).not.toContain('Q01.10')
  })

  test('are quoted exactly', () => {
    const record = anEncounter({ notes: ['Assessment: severe Zorblitis of\nthe  Sézary type today'] })
    const { findings } = analyseEncounter({ record, knowledge, codeSet })
    const [evidence] = findings.flatMap((finding) => (finding.kind === 'code' ? finding.evidence : []))
    expect(evidence?.quote).toBe('Zorblitis of\nthe  Sézary')
    expect(evidence !== undefined && record.notes.some((note) => isEvidenceIn(note, evidence))).toBe(true)
  })

  test('are compiled once a release', () => {
    expect(getReleaseTerms(release, knowledge)).toBe(getReleaseTerms(release, knowledge))
  })
})

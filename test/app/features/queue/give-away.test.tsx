import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { CoderChoice, findCoders } from '#app/features/queue/give-away.tsx'

const CODERS = [
  { id: 'a', person: 'https://ehr.example/fhir/Practitioner/17', name: 'Ada Lindqvist' },
  { id: 'b', person: 'Practitioner/tanaka', name: 'Kenji Tanaka' },
  { id: 'c', person: 'Practitioner/nobody' },
]
const draw = (coders: typeof CODERS) => renderToStaticMarkup(<CoderChoice coders={coders} onGive={() => {}} />)

describe('whom an encounter is given to', () => {
  test.each([
    ['', ['a', 'b', 'c']],
    ['lind ADA', ['a']],
    ['tanaka', ['b']],
    ['practitioner/17', ['a']],
    ['ehr.example', []],
  ])('«%s» finds %j', (words, ids) => {
    expect(findCoders(CODERS, words).map(({ id }) => id)).toEqual(ids)
  })

  test('stands by name and the EHR’s reference, without the EHR’s address', () => {
    const markup = draw(CODERS)
    expect(markup).toMatch(/Ada Lindqvist.*Practitioner\/17/)
    expect(markup).toContain('Practitioner/nobody')
    expect(markup).not.toContain('ehr.example')
  })

  test('is a few of many, and says how to find the others', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      id: `${index}`,
      person: `Practitioner/${index}`,
      name: `N ${index}`,
    }))
    const markup = draw(many)
    expect(markup.match(/<button/g)).toHaveLength(8)
    expect(markup).toContain('12 more: type a few letters')
  })

  test('is said to be nobody where nobody is known', () => {
    expect(draw([])).toContain('Nobody else has opened Postil as a coder')
  })
})

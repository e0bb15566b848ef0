import { describe, expect, test } from 'vitest'
import { findDeeds, findStatements } from '#coding/claims/find-statement.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { readNote } from '#coding/notes/read-note.ts'
import { aNote } from '../../app/features/builders.ts'

const knowledge = loadKnowledge()
const find = (text: string) => findStatements([readNote(aNote({ text }), knowledge)], /separate (?:site|incision)/gi)

describe('findStatements', () => {
  test('quotes what the note asserts, exactly', () => {
    const text = 'PROCEDURE:\nLesion removed.  Second lesion at a Separate site\nof the back.'
    const [found, ...others] = find(text)
    expect(others).toEqual([])
    expect(found?.evidence.quote).toBe('Separate site')
    expect(text.slice(found?.evidence.start, found?.evidence.end)).toBe('Separate site')
    expect(found?.sentence).toContain('Second lesion')
  })

  test.each([
    ['denied', 'There was no separate incision.'],
    ['doubted', 'Possible separate incision.'],
    ['absent', 'One incision was made.'],
  ])('leaves out what is %s', (_, text) => {
    expect(find(text)).toEqual([])
  })

  test('of deeds, leaves out what was planned, offered or turned down', () => {
    const text = 'Will need a separate incision if it recurs. Separate incision discussed. Separate incision was made.'
    const deeds = findDeeds([readNote(aNote({ text }), knowledge)], /separate incision/gi)
    expect(deeds.map(({ sentence }) => sentence)).toEqual(['Separate incision was made.'])
  })

  test('finds every place in every note', () => {
    expect(find('Separate site on the arm. Separate incision on the leg.')).toHaveLength(2)
  })
})

// A chart of many years: 5,000 conditions and 400 notes. The first card does not wait for all of it.
import type { Condition, DocumentReference } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { createLaunch } from '../support/launch.ts'
import { getCode } from '../support/panel.ts'
import { openPage, useWorld, VISIT_DAY } from '../support/stack.ts'
import { openInFrames } from './ehr-page.ts'

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem'
const ICD10CM = 'http://hl7.org/fhir/sid/icd-10-cm'
const CODES = ['I10', 'E11.9', 'M17.11', 'J45.909', 'K21.9', 'F32.A', 'E78.5', 'N18.30', 'G43.909', 'L40.0']

function aCondition(index: number): Condition {
  return {
    resourceType: 'Condition',
    id: `old-${index}`,
    clinicalStatus: { coding: [{ system: `${TERMINOLOGY}/condition-clinical`, code: 'active' }] },
    verificationStatus: { coding: [{ system: `${TERMINOLOGY}/condition-ver-status`, code: 'confirmed' }] },
    category: [{ coding: [{ system: `${TERMINOLOGY}/condition-category`, code: 'problem-list-item' }] }],
    code: { coding: [{ system: ICD10CM, code: CODES[index % CODES.length] ?? 'I10' }], text: `Problem ${index}` },
    subject: { reference: 'Patient/pat-knee' },
    recordedDate: `20${10 + (index % 15)}-03-01`,
  }
}

/** Progress notes of earlier visits, each some 4 KB. */
function aNote(index: number): DocumentReference {
  const date = `20${10 + (index % 15)}-0${1 + (index % 9)}-11T10:00:00Z`
  const text = `PROGRESS NOTE\n\nASSESSMENT:\n1. Hypertension, stable.\n\n${'He walks every day and sleeps well. '.repeat(110)}`
  return {
    resourceType: 'DocumentReference',
    id: `old-note-${index}`,
    status: 'current',
    docStatus: 'final',
    type: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] },
    subject: { reference: 'Patient/pat-knee' },
    date,
    content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(text).toString('base64') } }],
  }
}

describe('a chart of 5,000 conditions and 400 notes', () => {
  const getWorld = useWorld({
    moreResources: [
      ...Array.from({ length: 5000 }, (_, index) => aCondition(index)),
      ...Array.from({ length: 400 }, (_, index) => aNote(index)),
    ],
  })

  test('the question of today’s note comes all the same', async () => {
    const page = await openPage(getWorld(), 900)
    await page.addInitScript(() => {
      const tasks: number[] = []
      Object.assign(window, { longTasks: tasks })
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
        buffered: true,
      })
    })
    const url = await createLaunch(getWorld(), { patient: 'pat-knee' })
    const began = performance.now()
    const [frame] = await openInFrames(page, getWorld().stack.sandbox.url, [{ url }])
    if (!frame) throw new Error('No frame was opened.')
    await getCode(frame, 'M17.9').waitFor()
    const firstCard = performance.now() - began
    await frame.getByText(/^Checked \d/).waitFor()
    await frame.getByText(/^Checked \d/).click()
    await frame.getByText(/^Not read: .*Problem list/).waitFor()
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('HeapProfiler.collectGarbage')
    const { usedSize } = await devtools.send('Runtime.getHeapUsage')
    const tasks = await frame.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks)
    console.log(
      `${VISIT_DAY}: first card ${Math.round(firstCard)} ms, heap ${Math.round(usedSize / 2 ** 20)} MB, longest task ${Math.round(Math.max(0, ...tasks))} ms`,
    )
    expect(usedSize).toBeLessThan(150 * 2 ** 20)
  })
})

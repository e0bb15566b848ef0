import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '#app/ehr/connect.ts'
import { type Sandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import { buildPatients } from '../../../sandbox/patients/build-patients.ts'
import { launchFromSandbox, SIDEBAR_URL } from './support/launch-from-sandbox.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, sidebarUrl: SIDEBAR_URL, resources: buildPatients('2026-11-02') })
})
afterAll(() => sandbox.stop())

describe('EHR launch in the sandbox', () => {
  test('reads', async () => {
    const encs = await sandbox.search('Encounter', { _count: '50' })
    console.log(encs.map((e) => `${e.id} ${(e as any).subject.reference} ${(e as any).period?.start}`).join('\n'))
    console.log((await sandbox.search('Practitioner')).map((e) => e.id))
    for (const enc of encs as any[]) {
      const browser = await launchFromSandbox({
        sandbox, patientId: enc.subject.reference.split('/')[1], encounterId: enc.id, userId: (await sandbox.search('Practitioner'))[0]!.id!,
      })
      const result = await connect({ browser })
      if (result.kind !== 'connected') { console.log(enc.id, result); continue }
      const t = performance.now()
      const reading = await result.connection.readEncounter()
      console.log(enc.id, (performance.now()-t).toFixed(0)+'ms', await result.connection.findWriteTarget(), reading.banner.name, reading.record.dateOfService, reading.record.notes.map(n=>`${n.id}:${n.status}:${n.text.length}:${n.encounterCertain}`), 'cond', reading.record.conditions.length, 'ind', reading.record.indicators.length, 'proc', reading.record.procedures.length, reading.withheld, reading.gaps, reading.performer, reading.billingProvider, reading.coverage)
    }
  }, 60000)
})

// Where the EHR takes no Claim: planned ChargeItems, and where it takes nothing at all, Postil's own list.
import type { ChargeItem, Provenance } from '@medplum/fhirtypes'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openSidebar } from './support/launch.ts'
import { fileDraft, getDraft, putTogether } from './support/panel.ts'
import { listClaims, search } from './support/record.ts'
import { openPage, useWorld } from './support/stack.ts'
import { recordTraffic } from './support/traffic.ts'

describe('an EHR that takes less than a Claim', () => {
  const getWorld = useWorld()
  let page: Page

  function listCharges(patient: string): Promise<readonly ChargeItem[]> {
    return search<ChargeItem>(getWorld(), 'ChargeItem', { subject: `Patient/${patient}` })
  }

  test('gets a planned ChargeItem for each line, with Provenance', async () => {
    page = await openPage(getWorld(), 420)
    await openSidebar(getWorld(), page, { patient: 'pat-copd', base: 'charges' })
    const code = await putTogether(page)
    await page.getByText('Goes to the EHR as planned charges.').waitFor()
    await fileDraft(page)
    await getDraft(page)
      .getByText(/Saved in the EHR as planned charges/)
      .waitFor()
    const charges = await listCharges('pat-copd')
    expect(charges).toHaveLength(1)
    expect(charges[0]).toMatchObject({
      status: 'planned',
      code: { coding: [{ code: '99213' }] },
      context: { reference: 'Encounter/enc-copd' },
    })
    expect(charges[0]?.meta?.security?.map(({ code }) => code)).toContain('AIAST')
    expect(JSON.stringify(charges[0]?.reason)).toContain(code)
    const provenances = await search<Provenance>(getWorld(), 'Provenance', { target: `ChargeItem/${charges[0]?.id}` })
    expect(provenances).toHaveLength(1)
    expect(provenances[0]?.agent.map(({ type }) => type?.coding?.[0]?.code)).toEqual(['author', 'verifier'])
    expect(await listClaims(getWorld(), 'pat-copd')).toEqual([])
  })

  test('is not written to by filing again', async () => {
    const before = await listCharges('pat-copd')
    await fileDraft(page)
    await getDraft(page)
      .getByText(/Already saved; nothing was changed/)
      .waitFor()
    expect(await listCharges('pat-copd')).toEqual(before)
  })
  test('keeps the draft in Postil’s own list where no write was granted, and never tries', async () => {
    const page = await openPage(getWorld(), 420)
    const traffic = recordTraffic(page)
    const reads = ['Patient.r', 'Encounter.rs', 'Condition.rs', 'DocumentReference.rs', 'Binary.r', 'Coverage.rs']
    await openSidebar(getWorld(), page, {
      patient: 'pat-injection',
      scopes: [...reads.map((scope) => `patient/${scope}`), 'user/Practitioner.r', 'user/Organization.r'],
    })
    await putTogether(page)
    await page.getByText(/The EHR does not take drafts, so this goes to Postil’s own list/).waitFor()
    await fileDraft(page)
    const result = getDraft(page).getByText(/Kept in Postil’s list/)
    await result.waitFor()
    await page.getByText(/Claim: you were not granted it; ChargeItem: you were not granted it/).waitFor()
    await Promise.all([page.waitForResponse(`${getWorld().stack.proxy.url}/v1/writes`), fileDraft(page)])
    await result.waitFor()
    const { url } = getWorld().stack.sandbox
    expect(traffic.to(`${url}/fhir`).filter((request) => traffic.writes().includes(request))).toEqual([])
    expect(await listClaims(getWorld(), 'pat-injection')).toEqual([])
  })

  test('is told which parts of the chart the grant leaves out', async () => {
    const page = await openPage(getWorld(), 420)
    await openSidebar(getWorld(), page, {
      patient: 'pat-copd',
      scopes: ['patient/Patient.r', 'patient/Encounter.rs', 'patient/DocumentReference.rs', 'patient/Binary.r'],
    })
    await page.getByText(/^Checked \d/).click()
    expect((await page.getByText(/^Not read:/).allInnerTexts()).join()).toMatch(/Problem list: not allowed/)
  })
})

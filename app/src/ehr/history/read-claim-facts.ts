/** What a coder's claim asks of the directory and of earlier bills. Fetched for coders only, after the chart. */

import {
  findOrderer,
  findPayerNumber,
  findPayor,
  findTaxonomy,
  judgeTaxNumber,
  listOrders,
} from '#fhir-mappers/claim-facts.ts'
import { findPrimaryCoverage, mapCoverage } from '#fhir-mappers/coverage.ts'
import { findDay } from '#fhir-mappers/date-time.ts'
import { asObject, present } from '#fhir-mappers/loose.ts'
import { mapProviderReference } from '#fhir-mappers/practitioner.ts'
import { isOfOtherPatient } from '#fhir-mappers/resource-list.ts'
import { readVerifiedEncounter } from '../context-integrity.ts'
import { EhrError } from '../errors.ts'
import type { ClaimFacts } from '../session-types.ts'
import { type HistoryParts, readHistory } from './read-history.ts'

/** As many orders as one visit is likely to be for. */
const MOST_ORDERS = 3

/** @throws EhrError `session-ended`, `wrong-patient`, and the signal's reason */
export async function readClaimFacts(parts: HistoryParts, signal?: AbortSignal): Promise<ClaimFacts> {
  const { server, session, context, browser } = parts
  const allows = (type: string, letter: 'r' | 's') => session.scopes?.allows(type, letter) ?? true
  const { resource, encounter } = await readVerifiedEncounter(server, context, signal)
  const on = findDay(encounter.period.start, browser.timeZone)

  /** What cannot be read is a field that the coder fills. */
  async function tryRead(reference: string | undefined): Promise<unknown> {
    const [type = ''] = reference?.split('/') ?? []
    if (reference === undefined || !allows(type, 'r')) return undefined
    return settle(() => server.read(reference, signal), undefined)
  }

  async function trySearch(type: string, parameters: Readonly<Record<string, string>>): Promise<readonly unknown[]> {
    if (!allows(type, 's') || (await parts.abilities.offersSearch(type)) === false) return []
    return settle(async () => (await server.search(type, parameters, signal)).resources, [])
  }

  async function readPayer(): Promise<unknown> {
    const found = await trySearch('Coverage', { patient: context.patientId, _count: '50' })
    const coverages = found.filter((one) => !isOfOtherPatient(one, context.patientId))
    const mapped = coverages.map(mapCoverage).flatMap((one) => (one.ok ? [one.value] : []))
    const primary = on && findPrimaryCoverage(mapped, on)
    const id = primary?.reference.split('/')[1]
    return tryRead(findPayor(coverages.find((one) => asObject<{ id: unknown }>(one).id === id)))
  }

  async function readRole(): Promise<readonly unknown[]> {
    const { performer } = encounter
    if (performer?.startsWith('PractitionerRole/') === true) return [await tryRead(performer)]
    if (performer === undefined) return []
    const roles = await trySearch('PractitionerRole', { practitioner: performer, _count: '20' })
    return [...roles, await tryRead(performer)]
  }

  async function readOrders(): Promise<readonly unknown[]> {
    const procedures = allows('ServiceRequest', 'r')
      ? await trySearch('Procedure', { patient: context.patientId, encounter: context.encounterId, _count: '50' })
      : []
    const own = procedures.filter((one) => !isOfOtherPatient(one, context.patientId))
    const orders = [...new Set([resource, ...own].flatMap(listOrders))]
    const read = await Promise.all(orders.slice(0, MOST_ORDERS).map(tryRead))
    return read.filter((one) => !isOfOtherPatient(one, context.patientId))
  }

  const [history, payer, roles, biller, orders] = await Promise.all([
    readHistory(parts, signal),
    readPayer(),
    readRole(),
    tryRead(encounter.serviceProvider),
    readOrders(),
  ])
  const orderer = findOrderer(orders)
  const ordering = orderer && mapProviderReference(await tryRead(orderer.reference))
  return {
    history,
    filing: present({
      payerNumber: findPayerNumber(payer),
      performerTaxonomy: roles.map(findTaxonomy).find((one) => one !== undefined),
      billingTaxonomy: findTaxonomy(biller),
      orderingProvider: ordering?.ok === true ? ordering.value : orderer,
    }),
    ...(biller !== undefined && { billing: { taxNumber: judgeTaxNumber(biller) } }),
  }
}

async function settle<Value>(work: () => Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof EhrError) || error.code === 'session-ended') throw error
    return otherwise
  }
}

import type { EarlierServices, HistorySource, PriorService } from '#coding/claims/claim-context.ts'

const FROM: readonly (readonly [PriorService['from'], string, string])[] = [
  ['claim', 'on a claim', 'on claims'],
  ['charge', 'as a charge', 'as charges'],
  ['procedure', 'as a procedure', 'as procedures'],
]

const SOURCES: Readonly<Record<HistorySource, string>> = {
  billing: 'claims and charges',
  procedures: 'procedures',
  visits: 'visits',
}

/** What the rules know of earlier services, and where it stands in the EHR: "2 on claims, 1 earlier visit, since 2024-03-01." */
export function describeHistory({ priorServices, priorVisits, unseen }: EarlierServices): string {
  const services = FROM.flatMap(([from, one, many]) => {
    const count = priorServices.filter((service) => service.from === from).length
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]
  })
  const visits = priorVisits.length
  const parts = [...services, ...(visits === 0 ? [] : [`${visits} earlier ${visits === 1 ? 'visit' : 'visits'}`])]
  const oldest = [...priorServices, ...priorVisits].map(({ date }) => date).toSorted()[0]
  const known = parts.length === 0 ? 'none on record' : `${parts.join(', ')}, since ${oldest}`
  const missing = [...new Set(unseen.map(({ source }) => SOURCES[source]))]
  const open = missing.length === 0 ? '' : ` Not seen in full: ${missing.join(', ')}.`
  return `Earlier services in the EHR: ${known}.${open}`
}

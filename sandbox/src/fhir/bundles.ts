/** What `processBatch` needs before it and leaves out after it. */
import type { Bundle, BundleEntry } from '@medplum/fhirtypes'
import { entityTag } from './entity-tag.ts'

/** A `+` in a condition is a plus: URLSearchParams would read a space, and the draft would be created twice. */
export function encodePlus(condition: string): string {
  return condition.replaceAll('+', '%2B')
}

export function encodeConditions(bundle: Bundle): Bundle {
  const encode = (entry: BundleEntry): BundleEntry =>
    entry.request?.ifNoneExist === undefined
      ? entry
      : { ...entry, request: { ...entry.request, ifNoneExist: encodePlus(entry.request.ifNoneExist) } }
  return bundle.entry ? { ...bundle, entry: bundle.entry.map(encode) } : bundle
}

export function completeBundleResponse(bundle: Bundle, base: string): Bundle {
  return { ...bundle, entry: bundle.entry?.map((entry) => completeEntry(entry, base)) ?? [] }
}

function completeEntry(entry: BundleEntry, base: string): BundleEntry {
  const { resource, response } = entry
  const { versionId, lastUpdated } = resource?.meta ?? {}
  if (!response || !resource?.id || versionId === undefined) {
    return entry
  }
  const url = `${base}/${resource.resourceType}/${resource.id}`
  return {
    fullUrl: url,
    ...entry,
    response: {
      ...response,
      location: `${url}/_history/${versionId}`,
      etag: entityTag(versionId),
      ...(lastUpdated === undefined ? {} : { lastModified: lastUpdated }),
    },
  }
}

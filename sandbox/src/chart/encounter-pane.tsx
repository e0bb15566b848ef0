import type { Encounter, Patient } from '@medplum/fhirtypes'
import { CardsTab } from './cards-tab.tsx'
import type { ChartUser } from './chart-server.ts'
import { EncounterBanner } from './encounter-banner.tsx'
import type { Stored } from './fhir-client.ts'
import { MedicationsTab } from './medications-tab.tsx'
import { NoteTab } from './note-tab.tsx'
import { ProblemsTab } from './problems-tab.tsx'
import { ResultsTab } from './results-tab.tsx'
import { Tabs } from './tabs.tsx'
import { WrittenTab } from './written-tab.tsx'

type EncounterPaneProps = {
  readonly patient: Stored<Patient>
  readonly encounter: Stored<Encounter>
  readonly encounters: readonly Stored<Encounter>[]
  readonly user: ChartUser
  readonly onEncounter: (id: string) => void
  /** A card's link: opens the sidebar at what the card is about. */
  readonly onFollow: (appContext: string) => void
}

export function EncounterPane({ patient, encounter, encounters, user, onEncounter, onFollow }: EncounterPaneProps) {
  const ids = { patientId: patient.id, encounterId: encounter.id }
  return (
    <main className="encounter">
      <EncounterBanner patient={patient} encounter={encounter} encounters={encounters} onEncounter={onEncounter} />
      <Tabs
        label="Chart"
        tabs={[
          { name: 'Note', panel: <NoteTab {...ids} user={user} /> },
          { name: 'Problems', panel: <ProblemsTab {...ids} /> },
          { name: 'Results', panel: <ResultsTab patientId={patient.id} /> },
          { name: 'Medications', panel: <MedicationsTab patientId={patient.id} /> },
          { name: 'Cards', panel: <CardsTab {...ids} userId={user.id} onFollow={onFollow} /> },
          { name: 'Written by Postil', panel: <WrittenTab patientId={patient.id} /> },
        ]}
      />
    </main>
  )
}

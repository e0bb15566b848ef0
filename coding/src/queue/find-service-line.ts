import type { EncounterClass, EncounterRecord } from '../domain/encounter-record.ts'

const LINES: Readonly<Record<EncounterClass, string>> = {
  ambulatory: 'Outpatient',
  emergency: 'Emergency',
  inpatient: 'Inpatient',
  observation: 'Observation',
  virtual: 'Virtual',
  home: 'Home',
  other: 'Other',
}

/** @returns the part of the service that an encounter belongs to, as the EHR calls it; else the class of the encounter. */
export function findServiceLine({ encounterClass, visit }: Pick<EncounterRecord, 'encounterClass' | 'visit'>): string {
  return visit?.serviceLine ?? LINES[encounterClass]
}

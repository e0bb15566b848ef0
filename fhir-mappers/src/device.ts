/** The software as the AI Transparency guide's AIDevice: who proposed what a draft says. */
import type { Device } from '@medplum/fhirtypes'
import type { SoftwareIdentity } from './build-context.ts'
import { AI_DEVICE_TYPE, DEVICE_IDENTIFIER } from './systems.ts'

/** The coding by which the guide knows an artificial author, on a Device and on a Provenance agent. */
export const ARTIFICIAL_INTELLIGENCE = { system: AI_DEVICE_TYPE, code: 'Artificial-Intelligence' } as const

/** One Device for each release of the software and model: the identifier is stable, so a server keeps one of them. */
export function buildDevice(software: SoftwareIdentity): Device {
  const { version, model } = software
  return {
    resourceType: 'Device',
    identifier: [{ system: DEVICE_IDENTIFIER, value: buildDeviceKey(software) }],
    status: 'active',
    manufacturer: 'Postil',
    deviceName: [{ name: 'Postil', type: 'user-friendly-name' }],
    ...(model && { modelNumber: [model.name, model.version].filter((part) => part !== undefined).join(' ') }),
    type: { coding: [{ ...ARTIFICIAL_INTELLIGENCE }] },
    version: [{ value: version }],
  }
}

/** Letters, digits, dots and hyphens only: other characters break searches by identifier. */
function buildDeviceKey({ version, model }: SoftwareIdentity): string {
  const parts = ['postil', version, model?.name ?? 'rules', model?.version]
  return parts
    .filter((part) => part !== undefined)
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
}

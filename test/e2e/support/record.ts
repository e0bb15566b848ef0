// The EHR's record behind the browser's back: what stands in it, and what somebody else changes in it.
import type { Claim, DocumentReference, Resource } from '@medplum/fhirtypes'
import type { World } from './stack.ts'

export async function search<Kind extends Resource>(
  { stack }: World,
  type: Kind['resourceType'],
  parameters: Readonly<Record<string, string>>,
): Promise<readonly Kind[]> {
  return (await stack.sandbox.search(type, parameters)) as readonly Kind[]
}

export function listClaims(world: World, patient: string): Promise<readonly Claim[]> {
  return search<Claim>(world, 'Claim', { patient: `Patient/${patient}` })
}

export async function read<Kind extends Resource>({ stack }: World, reference: string): Promise<Kind> {
  const resource = await stack.sandbox.read(reference)
  if (!resource) throw new Error(`The sandbox has no ${reference}.`)
  return resource as Kind
}

/** A change by somebody else, through the open base. */
export async function update({ stack }: World, resource: Resource): Promise<void> {
  const response = await fetch(`${stack.sandbox.url}/open/fhir/${resource.resourceType}/${resource.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify(resource),
  })
  if (!response.ok) throw new Error(`The sandbox refused the change (${response.status}): ${await response.text()}`)
}

/** Saves another version of an inline note, as its author does. */
export async function rewriteNote(world: World, id: string, change: (text: string) => string): Promise<void> {
  const note = await read<DocumentReference>(world, `DocumentReference/${id}`)
  const content = note.content.map((part) => {
    const text = Buffer.from(part.attachment.data ?? '', 'base64').toString('utf8')
    const { hash: _hash, size: _size, ...attachment } = part.attachment
    return { ...part, attachment: { ...attachment, data: Buffer.from(change(text)).toString('base64') } }
  })
  await update(world, { ...note, content })
}

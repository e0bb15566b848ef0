import { formatVersion } from './autosave-status.ts'
import { CoderForm } from './coder-form.tsx'
import { splitJson } from './json-tokens.ts'
import { summarizeResource, type WrittenResource } from './resource-summary.ts'

type WrittenCardProps = { readonly resource: WrittenResource; readonly onChanged: () => void }

function isAiAssisted({ meta }: WrittenResource): boolean {
  return meta?.security?.some((label) => label.code === 'AIAST') ?? false
}

function Json({ resource }: { readonly resource: WrittenResource }) {
  return (
    <details>
      <summary>JSON</summary>
      <pre>
        {splitJson(JSON.stringify(resource, null, 2)).map(({ kind, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no other identity and never move
          <span key={index} className={`json-${kind}`}>
            {text}
          </span>
        ))}
      </pre>
    </details>
  )
}

export function WrittenCard({ resource, onChanged }: WrittenCardProps) {
  const { title, status, facts } = summarizeResource(resource)
  return (
    <article className="written-card" aria-label={`${title} ${resource.id}`}>
      <header>
        <h4>{title}</h4>
        <span className={status === 'draft' || status === 'planned' ? 'chip chip-open' : 'chip'}>{status}</span>
        {isAiAssisted(resource) && <span className="chip chip-ai">AI-assisted</span>}
        <span className="hint">
          {resource.id.slice(0, 8)} · {formatVersion(resource.meta?.versionId)}
        </span>
      </header>
      <dl>
        {facts.map((fact) => (
          <div key={fact.name}>
            <dt>{fact.name}</dt>
            <dd>{fact.value}</dd>
          </div>
        ))}
      </dl>
      {(resource.resourceType === 'Claim' || resource.resourceType === 'ChargeItem') && (
        <CoderForm key={resource.meta?.versionId} resource={resource} onChanged={onChanged} />
      )}
      <Json resource={resource} />
    </article>
  )
}

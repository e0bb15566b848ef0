/** One category of the risk model: what the notes say of it and of each of its codes, and the coder's remark. */
import type { Evidence } from '#coding/domain/evidence.ts'
import { REMARK_REASONS, REMARKS, type RemarkChoice } from '#coding/risk-review/risk-remark.ts'
import type { Proposal, ReviewedCode, ReviewedCondition, SupportKind } from '#coding/risk-review/risk-review.ts'
import { Words } from '../../ui/words.tsx'
import { REASON_WORDS, REMARK_WORDS, STANDING_WORDS } from './remarks.ts'

const PROPOSAL_WORDS: Readonly<Record<Proposal, string>> = {
  keep: 'Supported: keep',
  add: 'Supported, not among the visit’s diagnoses',
  remove: 'Among the visit’s diagnoses, not supported',
  none: 'Not among the visit’s diagnoses, not supported',
}

const KIND_WORDS: Readonly<Record<SupportKind, string>> = {
  monitor: 'Monitored',
  evaluate: 'Evaluated',
  assess: 'Assessed',
  treat: 'Treated',
}

type CardProps = {
  readonly showInNote: (evidence: Evidence) => void
  readonly condition: ReviewedCondition
  readonly choice: RemarkChoice | undefined
  readonly onChoose: (choice: RemarkChoice | undefined) => void
}

const CODE_PROPOSALS: Readonly<Record<Proposal, string>> = {
  keep: 'keep',
  add: 'could be added',
  remove: 'not supported',
  none: 'nothing to do',
}

/** A category that stands may hold codes that do not. */
function describeProposal({ proposal, codes }: ReviewedCondition): string {
  const isMixed = proposal === 'keep' && codes.some((one) => one.proposal === 'remove')
  return isMixed ? 'Supported, but not by every code of the visit' : PROPOSAL_WORDS[proposal]
}

export function ConditionCard({ condition, choice, onChoose, showInNote }: CardProps) {
  const { category, label, trumpedBy, codes, standing, named, support } = condition
  return (
    <article className="card" aria-label={`Category ${category}`}>
      <h3>
        <span className="numeric">{category}</span> {label !== undefined && `${label}. `}
        {describeProposal(condition)}
      </h3>
      {trumpedBy.length > 0 && (
        <p>
          Category <span className="numeric">{trumpedBy.join(', ')}</span>, supported as well, takes its place: the
          model does not count it beside that.
        </p>
      )}
      <ul>
        {codes.map((code) => (
          <CodeRow key={code.code} code={code} condition={condition} showInNote={showInNote} />
        ))}
      </ul>
      <p>{STANDING_WORDS[standing]}.</p>
      <Words evidence={named} showInNote={showInNote} />
      {support.length > 0 && (
        <dl className="risk-support">
          {support.map(({ kind, evidence }) => (
            <div key={kind}>
              <dt>{KIND_WORDS[kind]}</dt>
              <dd>
                <Words evidence={[evidence]} showInNote={showInNote} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Remarks category={category} choice={choice} onChoose={onChoose} />
    </article>
  )
}

const ORIGIN_WORDS = { visit: 'this visit', 'problem-list': 'problem list', note: 'the notes' } as const

type CodeRowProps = Pick<CardProps, 'condition' | 'showInNote'> & { readonly code: ReviewedCode }

/** What the category's own words say is not repeated at each of its codes. */
function CodeRow({ code: { code, title, origins, standing, proposal, named }, condition, showInNote }: CodeRowProps) {
  const isOwn = standing !== condition.standing
  return (
    <li>
      <span className="code-value numeric">{code}</span> {title}{' '}
      <span className="soft">({origins.map((origin) => ORIGIN_WORDS[origin]).join(', ')})</span>:{' '}
      <strong>{CODE_PROPOSALS[proposal]}</strong>
      {isOwn && `. ${STANDING_WORDS[standing]}.`}
      {isOwn && <Words evidence={named} showInNote={showInNote} />}
    </li>
  )
}

function Remarks({
  category,
  choice,
  onChoose,
}: Pick<CardProps, 'choice' | 'onChoose'> & { readonly category: string }) {
  const remark = choice?.remark
  return (
    <div className="row">
      <select
        className="field"
        aria-label={`Remark on category ${category}`}
        value={remark ?? ''}
        onChange={({ target }) => {
          const chosen = REMARKS.find((code) => code === target.value)
          onChoose(chosen && { remark: chosen })
        }}
      >
        <option value="">Remark: none</option>
        {REMARKS.map((code) => (
          <option key={code} value={code}>
            {REMARK_WORDS[code]}
          </option>
        ))}
      </select>
      {remark === 'assessed-not-present' && (
        <select
          className="field"
          aria-label={`Why category ${category} is not present`}
          value={choice?.reason ?? ''}
          onChange={({ target }) => {
            const reason = REMARK_REASONS.find((code) => code === target.value)
            onChoose({ remark, ...(reason && { reason }) })
          }}
        >
          <option value="">No reason given</option>
          {REMARK_REASONS.map((code) => (
            <option key={code} value={code}>
              {REASON_WORDS[code]}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}

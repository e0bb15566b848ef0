/** A source with its edition and section, and the way to the publication where it is public. */
import type { CheckFinding } from '#coding/domain/finding.ts'

const CMS = 'https://www.cms.gov'
const MANUALS = `${CMS}/regulations-and-guidance/guidance/manuals/internet-only-manuals-ioms-items`

/** By words of the title. Pages of the publisher that stay when an edition goes. */
const PUBLICATIONS: readonly (readonly [RegExp, string])[] = [
  [/Claims Processing Manual/, `${MANUALS}/cms018912`],
  [/Program Integrity Manual/, `${MANUALS}/cms019033`],
  [/Secondary Payer Manual/, `${MANUALS}/cms019017`],
  [/Benefit Policy Manual/, `${MANUALS}/cms012673`],
  [
    /Correct Coding Initiative/,
    `${CMS}/medicare/coding-billing/national-correct-coding-initiative-ncci-edits/medicare-ncci-policy-manual`,
  ],
  [/ICD-10-CM/, `${CMS}/medicare/coding-billing/icd-10-codes`],
  [/HCPCS/, `${CMS}/medicare/coding-billing/healthcare-common-procedure-system`],
  [/Place of Service/, `${CMS}/medicare/coding-billing/place-of-service-codes/code-sets`],
  [/Medicare Code Editor/, `${CMS}/medicare/coding-billing/icd-10-codes`],
  [/MLN006764/, `${CMS}/files/document/mln006764-evaluation-management-services.pdf`],
  [/^42 CFR/, 'https://www.ecfr.gov/current/title-42'],
  [/FHIR R4/, 'https://hl7.org/fhir/R4/'],
  [/X12 837/, 'https://x12.org/products/technical-reports'],
  [/^CMS/, `${CMS}/medicare-coverage-database/search.aspx`],
]

export function findPublication(title: string): string | undefined {
  return PUBLICATIONS.find(([words]) => words.test(title))?.[1]
}

type Props = { readonly source: CheckFinding['ruleSource'] }

export function SourceLink({ source: { title, edition, section } }: Props) {
  const address = findPublication(title)
  return (
    <>
      {address === undefined ? (
        title
      ) : (
        <a href={address} target="_blank" rel="noopener noreferrer">
          {title}
          <span className="visually-hidden"> (opens beside the chart)</span>
        </a>
      )}
      , {edition}, {section}
    </>
  )
}

/** What a site must have agreed to before a table keyed by CPT is imported, and the record that it did. */
export type Acceptance = {
  /** Who accepted, as they name themselves: it stands in the manifest of every table. */
  readonly by: string
  /** ISO 8601. */
  readonly at: string
  readonly terms: string
}

/** The publisher's page shows the licence in full; this notice never stands in for it. */
export const CPT_TERMS = `CPT codes are copyright of the American Medical Association. All rights reserved. CPT is a registered
trademark of the American Medical Association. Tables keyed by CPT (NCCI, MUE, add-on codes, fee schedule) may be used
only by those who hold a licence or have accepted the licence that CMS shows before the download
(https://www.cms.gov/license/ama). Postil ships none of them, downloads none of them, and keeps them outside the program.`

export const CPT_NOTICE =
  'It is keyed by CPT, which is copyright of the American Medical Association. Accept the terms with --accept-cpt-terms "Name, role", or answer the question at a terminal.'

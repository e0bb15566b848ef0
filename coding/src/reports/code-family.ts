/** Into which part of a report a code falls. */

// Chapters of ICD-10-CM FY2026 by their last category (public domain; tabular list, table of contents).
const CHAPTERS: readonly (readonly [last: string, name: string])[] = [
  ['B99', 'Infections'],
  ['D49', 'Neoplasms'],
  ['D89', 'Blood and immunity'],
  ['E89', 'Endocrine and metabolic'],
  ['F99', 'Mental and behavioral'],
  ['G99', 'Nervous system'],
  ['H59', 'Eye'],
  ['H95', 'Ear'],
  ['I99', 'Circulation'],
  ['J99', 'Respiration'],
  ['K95', 'Digestion'],
  ['L99', 'Skin'],
  ['M99', 'Musculoskeletal'],
  ['N99', 'Genitourinary'],
  ['O9A', 'Pregnancy and birth'],
  ['P96', 'Perinatal'],
  ['Q99', 'Congenital'],
  ['R99', 'Symptoms and findings'],
  ['T88', 'Injury and poisoning'],
  ['U85', 'Special purposes'],
  ['Y99', 'External causes'],
  ['Z99', 'Factors of health status'],
]

// CPT has five digits or four and a letter, HCPCS Level II a letter and four digits; ICD-10-CM has a dot after three.
const PROCEDURE = /^(\d{5}|\d{4}[A-Z]|[A-V]\d{4})$/

export function isProcedureCode(code: string): boolean {
  return PROCEDURE.test(code)
}

/** The chapter of a diagnosis; every procedure falls into `Procedures`. */
export function findCodeFamily(code: string): string {
  if (isProcedureCode(code)) return 'Procedures'
  const category = code.slice(0, 3).toUpperCase()
  return CHAPTERS.find(([last]) => category <= last)?.[1] ?? 'Other'
}

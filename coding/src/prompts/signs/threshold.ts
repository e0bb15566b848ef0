/** Thresholds as the catalogue writes them ("< 135 or > 145 mmol/L"), parsed once and applied to measured values. */

type Comparator = '<' | '<=' | '>' | '>='

export type Threshold = {
  /** One of them suffices; none where only the reference range that the laboratory sends can say. */
  readonly bounds: readonly { readonly comparator: Comparator; readonly value: number }[]
  /** By how much a value must have risen or fallen within the encounter. */
  readonly change?: { readonly direction: 'rise' | 'fall'; readonly by: number }
}

// What stands behind these words qualifies the bound, and what stands in brackets explains it.
const QUALIFIER = /\(|;| with | for | off | per | in | on | and /

/** @returns undefined for a text that names no value, direction or reference range ("total", "positive"). */
export function tryParseThreshold(text: string): Threshold | undefined {
  const change = /^(rise|fall) >= (\d+(?:\.\d+)?)/.exec(text)
  if (change)
    return { bounds: [], change: { direction: change[1] === 'rise' ? 'rise' : 'fall', by: Number(change[2]) } }
  const stated = text.split(QUALIFIER)[0] ?? ''
  const bounds = [...stated.matchAll(/(<=|>=|<|>) ?(\d[\d,]*(?:\.\d+)?)/g)].map(([, comparator, value]) => ({
    comparator: parseComparator(comparator ?? ''),
    value: Number((value ?? '').replaceAll(',', '')),
  }))
  if (bounds.length > 0) return { bounds }
  return /reference range|percentile|elevated/.test(text) ? { bounds: [] } : undefined
}

function parseComparator(text: string): Comparator {
  return text === '<' || text === '<=' || text === '>' ? text : '>='
}

function isBeyond(value: number, { comparator, value: bound }: Threshold['bounds'][number]): boolean {
  switch (comparator) {
    case '<':
      return value < bound
    case '<=':
      return value <= bound
    case '>':
      return value > bound
    case '>=':
      return value >= bound
  }
}

export type Measured = {
  readonly value: number
  /** How the sender's own reference range judged it. */
  readonly interpretation?: 'low' | 'normal' | 'high' | 'critical'
}

/** The reference range that was sent wins over ours: what it calls normal is never asked about. */
export function isAbnormal({ value, interpretation }: Measured, { bounds }: Threshold): boolean {
  if (interpretation === 'normal') return false
  if (bounds.length === 0) return interpretation !== undefined
  return bounds.some((bound) => isBeyond(value, bound))
}

/** @param values oldest first. */
export function hasChanged(values: readonly number[], { change }: Threshold): boolean {
  if (change === undefined) return false
  const sign = change.direction === 'rise' ? 1 : -1
  let extreme = values[0] ?? 0
  for (const value of values) {
    // Rounded, because 1.3 - 1 is 0.30000000000000004.
    if (Math.round((value - extreme) * sign * 1000) >= Math.round(change.by * 1000)) return true
    extreme = sign === 1 ? Math.min(extreme, value) : Math.max(extreme, value)
  }
  return false
}

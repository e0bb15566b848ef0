/** How far stated confidence is from the share that was right, in ten bins of equal width. */
export type JudgedCode = { readonly confidence: number; readonly isRight: boolean }

export type ConfidenceBin = {
  readonly from: number
  readonly to: number
  readonly count: number
  /** Mean of what was stated. */
  readonly stated: number
  /** Share that was right. */
  readonly right: number
}

export type Calibration = {
  readonly bins: readonly ConfidenceBin[]
  /** Expected calibration error: the gap of each bin, weighted by how many codes it holds (Naeini 2015). */
  readonly error: number
}

const BINS = 10

function buildBin(index: number, judged: readonly JudgedCode[]): ConfidenceBin {
  const count = judged.length
  const stated = judged.reduce((sum, { confidence }) => sum + confidence, 0)
  const right = judged.filter(({ isRight }) => isRight).length
  return {
    from: index / BINS,
    to: (index + 1) / BINS,
    count,
    stated: count === 0 ? 0 : stated / count,
    right: count === 0 ? 0 : right / count,
  }
}

/** Each bin holds its lower bound; the last one also holds 1. */
export function measureCalibration(judged: readonly JudgedCode[]): Calibration {
  const binOf = ({ confidence }: JudgedCode): number => Math.min(BINS - 1, Math.floor(confidence * BINS + 1e-9))
  const bins = Array.from({ length: BINS }, (_, index) =>
    buildBin(
      index,
      judged.filter((one) => binOf(one) === index),
    ),
  )
  const gaps = bins.reduce((sum, { count, stated, right }) => sum + count * Math.abs(stated - right), 0)
  return { bins, error: judged.length === 0 ? 0 : gaps / judged.length }
}

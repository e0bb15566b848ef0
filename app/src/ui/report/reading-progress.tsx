import { useEffect, useState } from 'react'

const SECOND_MS = 1000

/** What takes longer than a second says for how long it has taken, so that nobody asks again. */
export function ReadingProgress() {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), SECOND_MS)
    return () => clearInterval(timer)
  }, [])
  if (seconds === 0) return undefined
  return (
    <p className="soft">
      {/* How far it is, nobody knows. */}
      <progress aria-label="Reading the report" /> <span className="numeric">{seconds} s</span>. Many weeks take longer,
      most of all the first time.
    </p>
  )
}

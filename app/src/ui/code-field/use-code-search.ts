import { useEffect, useState } from 'react'
import type { CodeSuggestions, SearchCodes } from './code-suggestions.ts'

/** People type faster than it is worth asking. */
const ASK_AFTER_MS = 150
const MIN_LENGTH = 2

/** What is found for the newest text. What was found before stays until then, so that nothing flickers. */
export function useCodeSearch(query: string | undefined, search: SearchCodes): CodeSuggestions | undefined {
  const [found, setFound] = useState<CodeSuggestions>()
  const text = query?.trim() ?? ''
  useEffect(() => {
    if (text.length < MIN_LENGTH) {
      setFound(undefined)
      return
    }
    const asking = new AbortController()
    const ask = async () => {
      const suggestions = await search(text, asking.signal).catch(() => ({ hits: [], notice: 'The search failed.' }))
      if (!asking.signal.aborted) setFound(suggestions)
    }
    const timer = setTimeout(() => void ask(), ASK_AFTER_MS)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [text, search])
  return found
}

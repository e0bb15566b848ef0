/**
 * A part of the screen that is fetched when it is first shown. Where it does not come (no network, a proxy that is
 * down), the rest of the screen stays, and «Show it again» really asks again: React's own `lazy` keeps a failure for
 * good, and so does the browser with a module that it asked for in vain. So the site is asked first.
 */
import { type ComponentType, type ReactNode, Suspense, use, useEffect, useState } from 'react'
import { ErrorBoundary } from './error-boundary.tsx'

type Options<Props> = {
  /** As the person knows it: «The draft». */
  readonly part: string
  readonly load: () => Promise<ComponentType<Props>>
  /** Instead of a line that says what is on its way. */
  readonly waiting?: ReactNode
}

/** @property fetch - before it is shown; where that fails, it is asked for again when it is. */
type LatePart<Props> = ComponentType<Props> & { readonly fetch: () => Promise<void> }

export function latePart<Props extends object>({
  part,
  load,
  waiting = <Waiting part={part} />,
}: Options<Props>): LatePart<Props> {
  let asked: Promise<ComponentType<Props>> | undefined
  const ask = (): Promise<ComponentType<Props>> => {
    asked ??= reachSite()
      .then(load)
      .catch((problem: unknown) => {
        asked = undefined
        throw problem
      })
    return asked
  }
  function Part(props: Props) {
    const [loading, setLoading] = useState(ask)
    const askAgain = () => {
      fetchStylesAgain()
      setLoading(ask())
    }
    return (
      <ErrorBoundary part={part} onRetry={askAgain}>
        <Suspense fallback={waiting}>
          <Loaded loading={loading} props={props} />
        </Suspense>
      </ErrorBoundary>
    )
  }
  return Object.assign(Part, { fetch: () => ask().then(ignore, ignore) })
}

/** Most parts are there at once, and a line that came and went would only distract. */
const LATE_MS = 400

function Waiting({ part }: { readonly part: string }) {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS)
    return () => clearTimeout(timer)
  }, [])
  // There before its words are: a screen reader reads what changes, not always what comes as a whole.
  return (
    <p role="status" className="soft">
      {isLate && `${part}: on the way.`}
    </p>
  )
}

function ignore(): void {}

type LoadedProps<Props> = { readonly loading: Promise<ComponentType<Props>>; readonly props: Props }

function Loaded<Props extends object>({ loading, props }: LoadedProps<Props>) {
  const Part = use(loading)
  return <Part {...props} />
}

let reaching: Promise<void> | undefined

/** @throws TypeError where the files of this page cannot be had now. */
export function reachSite(): Promise<void> {
  // The file that this stands in: where it is, the others are.
  reaching ??= fetch(import.meta.url, { method: 'HEAD', cache: 'no-store' })
    .then(() => undefined)
    .finally(() => {
      reaching = undefined
    })
  return reaching
}

/** The loader of the pages asks for a style sheet once only, also where that failed. */
function fetchStylesAgain(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) {
    if (!link.sheet) link.replaceWith(link.cloneNode())
  }
}

type Page<Name extends string> = { readonly name: Name; readonly title: string }

type Props<Name extends string> = {
  readonly label: string
  readonly className?: string
  readonly pages: readonly Page<Name>[]
  readonly current: Name
  readonly onChoose: (name: Name) => void
}

/** The pages that somebody's role has, the open one marked. */
export function PageNav<Name extends string>({ label, className, pages, current, onChoose }: Props<Name>) {
  return (
    <nav aria-label={label} className={className}>
      {pages.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          className="link"
          aria-current={name === current ? 'page' : undefined}
          onClick={() => onChoose(name)}
        >
          {title}
        </button>
      ))}
    </nav>
  )
}

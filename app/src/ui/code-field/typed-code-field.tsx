/** A field for a code where no list of codes may be offered (CPT), or none is loaded. */
type Props = {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  readonly maxLength: number
  readonly isInvalid: boolean
  /** Id of the element that says what is wrong. */
  readonly describedBy: string
  readonly autoFocus?: boolean
}

export function TypedCodeField({
  label,
  value,
  onChange,
  maxLength,
  isInvalid,
  describedBy,
  autoFocus = false,
}: Props) {
  return (
    <label>
      <span>{label}</span>
      <input
        className="field numeric"
        value={value}
        maxLength={maxLength}
        autoCapitalize="characters"
        autoComplete="off"
        spellCheck={false}
        autoFocus={autoFocus}
        aria-invalid={isInvalid}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}

/** Text that is more than nothing, exactly as it came: tokens and addresses may not be trimmed or cut. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

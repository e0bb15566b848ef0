/** The check digit of a National Provider Identifier. */
const PREFIX = '80840'

/** Luhn over 80840 and the ten digits (45 CFR 162.406; CMS, NPI check digit). */
export function isNpi(text: string): boolean {
  if (!/^[12]\d{9}$/.test(text)) return false
  const digits = Array.from(`${PREFIX}${text}`, Number).toReversed()
  const sum = digits.reduce((total, digit, index) => {
    const value = index % 2 === 0 ? digit : digit * 2
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

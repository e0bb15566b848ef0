/** OWASP, CSV Injection: the wide forms of its signs too. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/

/** A spreadsheet runs a cell that begins like a formula, also behind a quote mark; an apostrophe makes it text. */
export function toSpreadsheetText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** The pages of a standalone launch: plain forms that work without a script and by keyboard. */
import type { EncounterChoice, PatientChoice, User } from '../directory.ts'

export type FirstPage = {
  readonly users: readonly User[]
  readonly patients: readonly PatientChoice[]
  readonly scopes: readonly string[]
  readonly problem?: string
}

export function renderFirstPage({ users, patients, scopes, problem }: FirstPage): string {
  const userFields = users.map(({ id, name, role }) => radio({ group: 'user', value: id, label: name, detail: role }))
  const patientFields = patients.map(({ id, name, detail }) =>
    radio({ group: 'patient', value: id, label: name, detail }),
  )
  return page('Sign in to the sandbox EHR', [
    problem === undefined ? '' : `<p role="alert">${escapeHtml(problem)}</p>`,
    fieldset('Who are you?', userFields),
    patients.length === 0 ? '' : fieldset('Which patient?', patientFields),
    `<details><summary>What Postil asks for</summary><ul>${scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul></details>`,
  ])
}

export type EncounterPage = {
  readonly encounters: readonly EncounterChoice[]
  readonly userId: string
  readonly patientId: string
}

export function renderEncounterPage({ encounters, userId, patientId }: EncounterPage): string {
  const fields = encounters.map(({ id, label }) => radio({ group: 'encounter', value: id, label, detail: '' }))
  return page('Choose an encounter', [
    `<input type="hidden" name="user" value="${escapeHtml(userId)}"><input type="hidden" name="patient" value="${escapeHtml(patientId)}">`,
    fieldset('Which encounter?', fields),
  ])
}

type Radio = { readonly group: string; readonly value: string; readonly label: string; readonly detail: string }

function radio({ group, value, label, detail }: Radio): string {
  const note = detail === '' ? '' : ` <small>${escapeHtml(detail)}</small>`
  return `<label><input type="radio" name="${group}" value="${escapeHtml(value)}" required> ${escapeHtml(label)}${note}</label>`
}

function fieldset(legend: string, fields: readonly string[]): string {
  return `<fieldset><legend>${legend}</legend>${fields.join('')}</fieldset>`
}

const style = `body{font:16px/1.5 system-ui,sans-serif;color:#1b1f24;background:#f7f8fa;margin:0;padding:1rem}
main{max-width:36rem;margin:0 auto}h1{font-size:1.25rem}
fieldset{border:1px solid #8a929c;border-radius:6px;margin:0 0 1rem;background:#fff}legend{font-weight:600;padding:0 .25rem}
label{display:block;padding:.4rem 0}small{color:#4a525c}
button{font:inherit;padding:.5rem 1rem;border-radius:6px;border:1px solid #0b5cad;background:#0b5cad;color:#fff}
button[value=cancel]{background:#fff;color:#0b5cad}:focus-visible{outline:3px solid #0b5cad;outline-offset:2px}
[role=alert]{color:#b3261e;font-weight:600}`

/** Where there is no app to go back to: an unknown client, a foreign redirect URI, a launch that has ended. */
export function renderErrorPage(text: string): string {
  return frame(
    'This launch did not work',
    `<p role="alert">${escapeHtml(text)}</p><p>Go back to the chart and start again.</p>`,
  )
}

function page(title: string, parts: readonly string[]): string {
  return frame(
    title,
    `<p>Every person here is made up.</p><form method="post">${parts.join('')}
<button type="submit" name="action" value="continue">Continue</button>
<button type="submit" name="action" value="cancel" formnovalidate>Cancel</button></form>`,
  )
}

function frame(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1>${content}</main></body></html>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

// A local server shaped like a practice-management interface, with its pages, its tokens and its bad days.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type PracticeServer = {
  readonly url: string
  /** Each is asked for once and then taken away. */
  faults: ((path: string) => { readonly status: number; readonly retryAfter?: string } | undefined) | undefined
  readonly expireToken: () => void
  /** What the refresh token is now. */
  readonly refreshToken: () => string
  readonly change: (path: string, body: object) => void
  /** Paths with their queries, in the order of asking. */
  readonly asked: string[]
  readonly stop: () => Promise<void>
}

const PAGE = 2
export const SECTIONS = [
  { name: 'Assessment', values: [{ name: '', value: 'Type 2 diabetes with diabetic neuropathy.' }] },
  {
    name: 'Plan',
    values: [
      { name: 'Medication', value: 'Continue metformin.' },
      { name: 'Notes', value: null },
    ],
  },
]

/** @param visits appointments 1 to so many, each with a patient of the number plus 100; the last is a break. */
export async function startPracticeServer(visits: number): Promise<PracticeServer> {
  let tokens = 1
  let refreshes = 1
  const changed = new Map<string, object>()
  const asked: string[] = []
  const appointment = (id: number) => ({
    id: String(id),
    patient: id === visits ? null : id + 100,
    doctor: 7,
    scheduled_time: '2026-03-02T09:30:00',
    duration: 30,
    status: 'Complete',
    reason: 'Office visit',
    clinical_note: id === visits ? null : { locked: id !== 2, updated_at: `2026-03-02T10:0${id % 10}:00` },
  })
  const list = (items: readonly object[], url: URL): object => {
    const start = Number(url.searchParams.get('cursor') ?? 0)
    const next = new URL(url)
    next.searchParams.set('cursor', String(start + PAGE))
    return {
      previous: null,
      next: start + PAGE < items.length ? next.href : null,
      results: items.slice(start, start + PAGE),
    }
  }
  const find = (url: URL): object | undefined => {
    const own = changed.get(url.pathname)
    if (own) return own
    const [, , kind = '', id] = url.pathname.split('/')
    const of = url.searchParams.get('appointment') ?? ''
    if (id !== undefined && kind === 'appointments') return appointment(Number(id))
    if (id !== undefined && kind === 'patients')
      return {
        id: Number(id),
        gender: 'Female',
        first_name: 'Ada',
        last_name: 'Quillfeather',
        date_of_birth: '1960-05-06',
      }
    switch (kind) {
      case 'appointments':
        return list(
          Array.from({ length: visits }, (_, index) => appointment(index + 1)),
          url,
        )
      case 'clinical_notes':
        return list(
          [{ appointment: of, patient: Number(of) + 100, archived: false, clinical_note_sections: SECTIONS }],
          url,
        )
      case 'line_items':
        return list(
          [
            {
              id: Number(of) + 500,
              appointment: of,
              code: '99213',
              procedure_type: 'C',
              diagnosis_pointers: ['E1140', null],
            },
            { id: Number(of) + 600, appointment: of, code: '', procedure_type: 'C', diagnosis_pointers: [] },
          ],
          url,
        )
      default:
        return undefined
    }
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', started.url)
    const send = (status: number, body: object = {}, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    }
    const read = async (): Promise<string> => {
      let text = ''
      for await (const chunk of request) text += String(chunk)
      return text
    }
    const exchange = async (): Promise<void> => {
      const form = new URLSearchParams(await read())
      const isOurs = form.get('grant_type') === 'refresh_token' && form.get('client_secret') === 'secret'
      if (!isOurs || form.get('refresh_token') !== `refresh-${refreshes}`) return send(400, { error: 'invalid_grant' })
      refreshes += 1
      tokens += 1
      send(200, { access_token: `token-${tokens}`, expires_in: 3600, refresh_token: `refresh-${refreshes}` })
    }
    if (url.pathname === '/o/token/') return void exchange()
    const fault = started.faults?.(url.pathname)
    asked.push(url.pathname + url.search)
    if (fault) return send(fault.status, {}, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter })
    if (request.headers.authorization !== `Bearer token-${tokens}`) return send(401)
    const body = find(url)
    send(body ? 200 : 404, body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const started: PracticeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults: undefined,
    expireToken: () => {
      tokens += 1
    },
    refreshToken: () => `refresh-${refreshes}`,
    change: (path, body) => changed.set(path, body),
    asked,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return started
}

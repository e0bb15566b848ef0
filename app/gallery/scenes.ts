/** The states of the panel: what leads to each, and what its person does to get there. */
import type { Finding } from '#coding/domain/finding.ts'
import { parseEncounterId } from '#coding/domain/ids.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import type { Encounter } from '../src/compose-encounter.ts'
import { EhrError } from '../src/ehr/errors.ts'
import type { DifferentField, FilingOutcome } from '../src/ehr/session-types.ts'
import { isFixable } from '../src/features/draft/carry-out-fix.ts'
import type { LaunchProblem } from '../src/features/launch/stopped-page.tsx'
import { buildHeavyDraft, HEAVY_NOTE } from './heavy-case.ts'
import type { QueueScene } from './queue-samples.ts'
import type { SceneOptions } from './scene-encounter.ts'

export type Scene = { readonly name: string; readonly title: string; readonly group: string } & (
  | {
      readonly kind: 'encounter'
      readonly options: SceneOptions
      /** After the first check. */
      readonly act?: (encounter: Encounter) => void | Promise<void>
      /** Buttons and folded parts that are pressed then, by their words. */
      readonly press?: readonly string[]
    }
  | { readonly kind: 'stopped'; readonly problem: LaunchProblem }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'queue'; readonly list: QueueScene }
  | { readonly kind: 'choose-encounter' }
)

const KNEE = `HPI
58-year-old woman with knee pain, worse on stairs. No locking, no trauma. Denies fever.

Assessment and plan
1. Osteoarthritis of the knee, symptomatic. Continue naproxen, PT referral.
2. Hypertension, at goal on lisinopril.`

const MANY = `Assessment and plan
1. Osteoarthritis of the knee.
2. Carpal tunnel syndrome, wrist splint at night.
3. Heart failure, stable.
4. Chronic kidney disease.
5. Asthma, using albuterol daily.
6. Hypertension.`

const SETTLED = `Assessment and plan
1. Primary osteoarthritis of the right knee.
2. Hypertension, at goal.`

const LONG = `Assessment and plan
1. Osteoarthritis of the knee, Pneumonoultramicroscopicsilicovolcanoconiosis-questionnaire-follow-up-appointment-2026 pending.
2. Hypertension, at goal.`

const COMPLEX = `HPI
58-year-old woman, established patient, with knee pain in spite of naproxen. BP today 152/94.

Assessment and plan
1. Primary osteoarthritis of the right knee, worsening. Start meloxicam 15 mg daily. X-ray of the right knee reviewed today.
2. Hypertension, not at goal. Increase lisinopril to 20 mg. BMP ordered.
3. Chronic kidney disease stage 3a.

Total time today 32 minutes.`

type Act = (encounter: Encounter) => void

const findFirst = <Kind extends Finding['kind']>(encounter: Encounter, kind: Kind) =>
  encounter.findings.store
    .getState()
    .cards.map(({ finding }) => finding)
    .find((finding): finding is Extract<Finding, { kind: Kind }> => finding.kind === kind)

const answer: Act = (encounter) => {
  const finding = findFirst(encounter, 'prompt')
  const option = finding?.prompt.options.at(0)
  if (finding && option) encounter.findings.decide(finding, { kind: 'answer', option: option.id })
}

const dismissAll: Act = (encounter) => {
  for (const { finding } of encounter.findings.store.getState().cards) {
    encounter.findings.decide(finding, { kind: 'dismiss', reason: 'not-clinically-relevant' })
  }
}

const snooze: Act = (encounter) => {
  const finding = findFirst(encounter, 'prompt')
  if (finding) encounter.findings.decide(finding, { kind: 'snooze', until: 'new-result' })
}

const acceptAll: Act = (encounter) => {
  for (const { finding } of encounter.findings.store.getState().cards) {
    if (finding.kind === 'code') encounter.findings.decide(finding, { kind: 'accept' })
  }
}

/** Accepted codes reach the draft a moment later, and the rules are asked when its person has paused. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 600))

const build = (visit: string) => async (encounter: Encounter) => {
  acceptAll(encounter)
  encounter.draft.chooseVisit(parseProcedureCode(visit))
  await pause()
}

const heavy = async (encounter: Encounter): Promise<void> => {
  buildHeavyDraft(encounter)
  await pause()
}

const file = async (encounter: Encounter): Promise<void> => {
  await build('99213')(encounter)
  await encounter.draft.file()
}

const withdraw = async (encounter: Encounter): Promise<void> => {
  await file(encounter)
  await encounter.draft.withdraw(false)
}

const fixAll = async (encounter: Encounter): Promise<void> => {
  await build('99204')(encounter)
  for (const check of encounter.draft.store.getState().checks.filter(isFixable)) encounter.draft.applyFix(check)
  await pause()
}

const hold = async (encounter: Encounter): Promise<void> => {
  await build('99214')(encounter)
  await encounter.work.take({ kind: 'hold', reason: 'awaiting-provider', comment: 'Side of the wrist splint?' })
}

/** Held, gone on with, filed, released: a history of every kind. */
const release = async (encounter: Encounter): Promise<void> => {
  await encounter.work.take({ kind: 'hold', reason: 'second-opinion' })
  await encounter.work.take({ kind: 'resume' })
  await file(encounter)
  await encounter.work.take({ kind: 'release' })
}

const pasteNote = async (encounter: Encounter): Promise<void> => {
  encounter.draftNote.write(KNEE)
  await pause()
}

const provisional = (found: readonly Finding[]): readonly Finding[] =>
  found.map((finding) => ({ ...finding, source: 'model', provisional: true }))

const encounter = (
  [group, name, title]: readonly [string, string, string],
  options: Partial<SceneOptions>,
  act?: Extract<Scene, { kind: 'encounter' }>['act'],
): Scene => ({ kind: 'encounter', group, name, title, options: { note: KNEE, ...options }, ...(act && { act }) })

const pressed = (scene: Scene, press: readonly string[]): Scene =>
  scene.kind === 'encounter' ? { ...scene, press } : scene

const coder = (
  [name, title]: readonly [string, string],
  options: Partial<SceneOptions>,
  act?: Extract<Scene, { kind: 'encounter' }>['act'],
): Scene => encounter(['Coder', name, title], { note: COMPLEX, noteStatus: 'signed', role: 'coder', ...options }, act)

const filed = (name: string, title: string, filing: FilingOutcome): Scene =>
  encounter(['Filing', name, title], { note: SETTLED, filing }, file)

const stopped = (code: LaunchProblem['code'], message = new EhrError('launch-failed').message): Scene => ({
  kind: 'stopped',
  group: 'Launch',
  name: `stopped-${code}`,
  title: `Stopped: ${code}`,
  problem: { code, message },
})

const status = (model: 'on' | 'off'): NonNullable<SceneOptions['status']> => ({
  model: model === 'on' ? { state: 'on' } : { state: 'off', reason: 'the model is not answering' },
  checksOff: model === 'on' ? [] : ['Codes and questions that only a language model finds'],
})

const DIFFERENT: readonly DifferentField[] = [
  {
    path: 'diagnosis/2',
    name: 'Diagnosis 2',
    written: 'I10',
    theirs: 'I11.9',
    ours: 'I10',
    by: 'person',
  },
  {
    path: 'line/1/modifiers',
    name: 'Line 1, modifiers',
    written: undefined,
    theirs: undefined,
    ours: '25',
    by: 'us',
  },
  { path: 'line/1/units', name: 'Line 1, units', written: '1', theirs: '2', ours: '3', by: 'both' },
]

function queue(list: QueueScene, title: string): Scene {
  return { kind: 'queue', name: `queue-${list}`, title, group: 'Coders’ queue', list }
}

export const SCENES: readonly Scene[] = [
  { kind: 'connecting', group: 'Launch', name: 'connecting', title: 'Signing in' },
  { kind: 'choose-encounter', group: 'Launch', name: 'choose-encounter', title: 'Which visit' },
  stopped('foreign-issuer', new EhrError('foreign-issuer').message),
  stopped('storage-blocked', new EhrError('storage-blocked').message),
  stopped('session-ended', new EhrError('session-ended').message),
  stopped('not-allowed', new EhrError('not-allowed').message),
  stopped('proxy-unreachable', 'Postil’s server could not be reached. Try again, or tell your administrator.'),
  encounter(['Reading', 'reading', 'The chart is being read'], { chart: 'never' }),
  encounter(['Reading', 'checking', 'The first check runs'], { proxy: 'never' }),
  encounter(['Reading', 'no-note', 'No note yet'], { note: '' }),
  encounter(['Reading', 'nothing-to-ask', 'Nothing to ask'], { note: SETTLED }),
  encounter(['Reading', 'wrong-patient', 'The chart is another patient’s'], { chart: new EhrError('wrong-patient') }),
  encounter(['Reading', 'unreachable', 'The EHR does not answer'], { chart: new EhrError('unreachable') }),
  encounter(['Reading', 'stale', 'The EHR is away; what was read stays'], { later: new EhrError('unreachable') }),
  encounter(['Reading', 'session-over', 'The session has ended; the work stays'], {
    later: new EhrError('session-ended'),
  }),
  encounter(['Reading', 'partial', 'Parts were not read, notes are withheld'], {
    reading: { withheld: { byPolicy: 2, unreadable: 1 }, gaps: ['Lab results: not allowed', 'Coverage: not allowed'] },
  }),
  encounter(['Reading', 'other-chart', 'The EHR shows another chart'], { context: 'other-chart' }),
  encounter(['Reading', 'chart-closed', 'The chart was closed in the EHR'], { context: 'closed' }),
  encounter(['Reading', 'signed-out', 'The user signed out of the EHR'], { context: 'signed-out' }),
  encounter(['Reading', 'proxy-away', 'Postil’s server is away'], { proxy: 'away' }),
  encounter(['Reading', 'check-failed', 'The check broke off'], {
    end: {
      event: 'error',
      data: { code: 'internal', message: 'The check could not be finished. It will be tried again.' },
    },
  }),
  encounter(['Questions', 'question', 'A question'], {}),
  encounter(['Questions', 'many', 'Three at most; the rest wait'], { note: MANY }),
  encounter(['Questions', 'answered', 'Answered, with the line for the note'], {}, answer),
  encounter(['Questions', 'snoozed', 'Put off until a result'], {}, snooze),
  encounter(['Questions', 'dismissed', 'Everything dismissed'], {}, dismissAll),
  encounter(['Questions', 'provisional', 'A model has more to say'], {
    status: status('on'),
    findings: provisional,
    end: 'never',
  }),
  encounter(['Questions', 'rules-only', 'The model is down'], { status: status('off') }),
  encounter(['Questions', 'long-words', 'Long words, a long name, from right to left'], {
    note: LONG,
    reading: {
      banner: { name: 'عبد الرحمن بن محمد الخوارزمي الأندلسي', birthDate: '1961-01-30', sex: 'male' },
      encounter: {
        id: parseEncounterId('encounter-1'),
        label: 'Interdisciplinary follow-up consultation after hospitalisation',
      },
    },
  }),
  pressed(encounter(['Questions', 'draft-note', 'A note pasted here'], { note: '' }, pasteNote), [
    'Paste a note that is not in the chart',
  ]),
  encounter(['Codes', 'accepted', 'Accepted codes on the draft'], { note: SETTLED }, acceptAll),
  filed('filed', 'Filed', { kind: 'filed', target: 'Claim', ids: ['claim-1'] }),
  filed('already-filed', 'Filed before', { kind: 'already-filed', target: 'Claim', ids: ['claim-1'] }),
  filed('changed-by-person', 'Somebody changed the EHR’s copy', {
    kind: 'changed-by-person',
    target: 'Claim',
    ids: ['claim-1'],
  }),
  filed('difference', 'Somebody changed the EHR’s copy: three versions', {
    kind: 'changed-by-person',
    target: 'Claim',
    ids: ['claim-1'],
    difference: { fields: DIFFERENT, locked: undefined, seen: '2' },
  }),
  filed('difference-locked', 'Changed in the EHR, and no longer a draft', {
    kind: 'changed-by-person',
    target: 'Claim',
    ids: ['claim-1'],
    difference: {
      fields: DIFFERENT,
      locked: 'The copy in the EHR is no longer a draft, so it cannot be changed from here.',
      seen: '2',
    },
  }),
  encounter(['Filing', 'withdrawn', 'Taken back'], { note: SETTLED }, withdraw),
  pressed(encounter(['Filing', 'export', 'To take away'], { note: SETTLED }, acceptAll), ['Export']),
  filed('queued', 'A server that only reads', { kind: 'queued', reason: 'The EHR takes no drafts.' }),
  filed('rejected', 'Not accepted', {
    kind: 'rejected',
    reason: 'The EHR did not accept the draft.',
    issues: ['This visit is already closed.'],
  }),
  filed('unknown', 'Nobody knows', {
    kind: 'unknown',
    reason: 'Nobody knows whether it arrived. It will not be sent again by itself. Look in the EHR first.',
  }),
  coder(['workbench', 'The workbench'], { note: MANY }, acceptAll),
  coder(['heavy', 'Twelve diagnoses and twenty lines'], { note: HEAVY_NOTE }, heavy),
  coder(['visit', 'The level of the visit, with its words'], {}, build('99214')),
  coder(['fix', 'Checks of the draft, one with a fix'], {}, build('99204')),
  coder(['fixed', 'The fix carried out'], {}, fixAll),
  coder(['query', 'Unanswered at signing'], { note: KNEE }),
  pressed(coder(['hold-reasons', 'Why the work waits'], {}, build('99214')), ['Hold']),
  coder(['held', 'On hold'], { note: MANY }, hold),
  coder(['released', 'Released, with its history'], { note: SETTLED }, release),
  queue('full', 'Ten thousand encounters'),
  queue('empty', 'Nothing waits'),
  queue('locked', 'With another coder'),
  queue('held', 'On hold'),
  queue('failed', 'The list cannot be read'),
  encounter(['Site', 'only-watching', 'A visit that is only watched'], { status: { mode: 'shadow' } }),
  pressed(coder(['day-end', 'Work against charges'], { note: SETTLED }), ['Site reports']),
  pressed(encounter(['Site', 'shadow-report', 'Suggestions against final codes'], { role: 'auditor' }), [
    'Site reports',
    'Shadow report',
  ]),
  pressed(encounter(['Site', 'use', 'How Postil was used, and what a figure consists of'], { role: 'auditor' }), [
    'Site reports',
    'Use',
    'Questions answered',
  ]),
  pressed(encounter(['Site', 'weekly-report', 'Accuracy and use of a week'], { role: 'auditor' }), [
    'Site reports',
    'Weekly report',
  ]),
  pressed(encounter(['Site', 'feedback', 'What a site gives for better rules'], { role: 'admin' }), [
    'Site reports',
    'Feedback',
  ]),
]

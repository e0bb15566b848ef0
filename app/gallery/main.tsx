/** All scenes beside each other, or one alone: `?scene=question`. */
import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { parseEncounterId } from '#coding/domain/ids.ts'
import type { Encounter } from '../src/compose-encounter.ts'
import { describeProblem } from '../src/describe-problem.ts'
import { EncounterScreen } from '../src/encounter-screen.tsx'
import { ConnectingPage } from '../src/features/launch/connecting-page.tsx'
import { EncounterPicker } from '../src/features/launch/encounter-picker.tsx'
import { StoppedPage } from '../src/features/launch/stopped-page.tsx'
import { QueueExport } from '../src/features/queue/queue-export.tsx'
import { QueuePage } from '../src/features/queue/queue-page.tsx'
import { createQueueListStore } from '../src/features/queue/queue-store.ts'
import { HOLD_REASONS } from '../src/features/work/work-words.ts'
import { createSceneQueue, readSceneTime } from './queue-samples.ts'
import { createSceneEncounter } from './scene-encounter.ts'
import { SCENES, type Scene } from './scenes.ts'
import './gallery.css'

const CHOICES = [
  { id: parseEncounterId('encounter-1'), date: '2026-11-02', label: 'Office visit' },
  { id: parseEncounterId('encounter-2'), date: '2026-10-12', label: 'Telephone encounter' },
]

function nothing(): void {
  // A picture has nobody to tell.
}

function SceneView({ scene }: { readonly scene: Scene }) {
  switch (scene.kind) {
    case 'connecting':
      return <ConnectingPage />
    case 'choose-encounter':
      return <EncounterPicker choices={CHOICES} choose={nothing} />
    case 'stopped':
      return <StoppedPage problem={scene.problem} onRetry={nothing} />
    case 'queue':
      return <QueueScene scene={scene} />
    case 'encounter':
      return <EncounterScene scene={scene} />
  }
}

function QueueScene({ scene }: { readonly scene: Extract<Scene, { kind: 'queue' }> }) {
  const [list] = useState(() =>
    createQueueListStore({
      client: createSceneQueue(scene.list),
      describeProblem,
      isForbidden: () => false,
      announce: nothing,
    }),
  )
  useEffect(() => {
    void list.ask({ view: scene.list === 'locked' ? 'locked' : scene.list === 'held' ? 'held' : 'open' }).then(() => {
      const first = list.store.getState().rows.get(0)
      if (scene.list === 'full' && first && list.store.getState().picked.size === 0) list.pick(first)
    })
  }, [list, scene])
  return (
    <QueuePage
      list={list}
      role="coder"
      holdReasons={HOLD_REASONS}
      onOpen={nothing}
      now={readSceneTime}
      exports={(picked) => <QueueExport picked={picked} />}
    />
  )
}

const OVERSEERS: ReadonlySet<string> = new Set(['auditor', 'admin'])

function EncounterScene({ scene }: { readonly scene: Extract<Scene, { kind: 'encounter' }> }) {
  const [encounter, setEncounter] = useState<Encounter>()
  useEffect(() => {
    const made = createSceneEncounter(scene.options)
    setEncounter(made)
    const begin = () => {
      unsubscribe()
      void play(scene, made).then(() => {
        document.documentElement.dataset['scene'] = 'ready'
      })
    }
    const endings = [
      made.findings.store.subscribe(({ run }) => run.kind === 'complete' && begin()),
      // Nothing is checked for whoever looks over the site.
      made.proxy.subscribe((state) => state.kind === 'open' && OVERSEERS.has(state.session.role) && begin()),
    ]
    const unsubscribe = () => {
      for (const end of endings) end()
    }
    made.start()
    return () => {
      unsubscribe()
      made.stop()
    }
  }, [scene])
  return encounter && <EncounterScreen encounter={encounter} />
}

async function play({ act, press = [] }: Extract<Scene, { kind: 'encounter' }>, encounter: Encounter): Promise<void> {
  await act?.(encounter)
  for (const words of press) (await waitFor(words))?.click()
}

/** What is pressed may come a moment later: parts of the panel are fetched when they are needed. */
async function waitFor(words: string): Promise<HTMLElement | undefined> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = [...document.querySelectorAll<HTMLElement>('button, summary')].find(
      ({ textContent }) => textContent === words,
    )
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return undefined
}

function Index() {
  const groups = [...new Set(SCENES.map(({ group }) => group))]
  return (
    <main className="gallery">
      <h1>Gallery</h1>
      {groups.map((group) => (
        <section key={group} aria-label={group}>
          <h2>{group}</h2>
          <ul>
            {SCENES.filter((scene) => scene.group === group).map(({ name, title }) => (
              <li key={name}>
                <a href={`?scene=${name}`}>{title}</a>
                <iframe src={`?scene=${name}`} title={title} loading="lazy" />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </main>
  )
}

const name = new URLSearchParams(window.location.search).get('scene')
const scene = SCENES.find((one) => one.name === name)
const root = document.querySelector('#postil')
if (root) createRoot(root).render(<StrictMode>{scene ? <SceneView scene={scene} /> : <Index />}</StrictMode>)

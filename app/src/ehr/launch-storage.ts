/** Where a launch is kept between its two pages: one entry a launch, so that two frames never share a patient. */
import { KEY as SMART_KEY } from 'fhirclient/lib/smart.js'
import type { BrowserEnvironment } from './browser-environment.ts'

export type LaunchStorage = {
  /** False when the browser blocks storage: then nothing outlives this document. */
  readonly persistent: boolean
  readonly get: (key: string) => Promise<unknown>
  readonly set: (key: string, value: unknown) => Promise<unknown>
  readonly unset: (key: string) => Promise<boolean>
}

type TextStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

function openMemory(): TextStore {
  const entries = new Map<string, string>()
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  }
}

function tryOpen(open: BrowserEnvironment['openSessionStorage']): TextStore | undefined {
  const probe = 'postil.probe'
  try {
    const store = open()
    store.setItem(probe, '1')
    store.removeItem(probe)
    return store
  } catch {
    // Blocked third-party storage, or a full or disabled store (F17).
    return undefined
  }
}

function parseStored(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export function openLaunchStorage(open: BrowserEnvironment['openSessionStorage']): LaunchStorage {
  const session = tryOpen(open)
  const store = session ?? openMemory()
  return {
    persistent: session !== undefined,
    get: async (key) => {
      const text = key === SMART_KEY ? null : store.getItem(key)
      return text === null ? null : parseStored(text)
    },
    set: async (key, value) => {
      // SMART_KEY would name "the" launch of the tab, whichever frame came last (F1, F2): it is never kept.
      if (key !== SMART_KEY) store.setItem(key, JSON.stringify(value))
      return value
    },
    unset: async (key) => {
      const existed = store.getItem(key) !== null
      store.removeItem(key)
      return existed
    },
  }
}

/**
 * The key of a launch, kept in the browser's database so that it outlives a reload. The database holds a handle:
 * the private half cannot be read back, there or here.
 */
import { generateKeyPair } from './dpop-key.ts'

const DATABASE = 'postil'
const STORE = 'launch-keys'
/** As long as the proxy renews a launch. */
const KEPT_MS = 12 * 60 * 60_000

type KeptKey = { readonly pair: CryptoKeyPair; readonly keptAt: number }

/** Where the database is blocked (third-party frames) the key lives as long as the page: a reload then needs a new launch. */
export async function findLaunchKey(launch: string): Promise<CryptoKeyPair> {
  const fresh = await generateKeyPair()
  try {
    const database = await openDatabase()
    try {
      return await keepFirst(database, launch, fresh)
    } finally {
      database.close()
    }
  } catch {
    return fresh
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Reads and writes in one transaction, so that two frames of one launch end up with the same key. */
function keepFirst(database: IDBDatabase, launch: string, fresh: CryptoKeyPair): Promise<CryptoKeyPair> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, 'readwrite')
    const store = transaction.objectStore(STORE)
    const now = Date.now()
    let pair = fresh
    const request = store.get(launch)
    request.onsuccess = () => {
      const kept: unknown = request.result
      if (isKeptKey(kept)) pair = kept.pair
      else store.put({ pair, keptAt: now } satisfies KeptKey, launch)
    }
    forgetOld(store, now - KEPT_MS)
    transaction.oncomplete = () => resolve(pair)
    transaction.onabort = () => reject(transaction.error)
  })
}

function forgetOld(store: IDBObjectStore, before: number): void {
  const request = store.openCursor()
  request.onsuccess = () => {
    const cursor = request.result
    if (!cursor) return
    const kept: unknown = cursor.value
    if (!isKeptKey(kept) || kept.keptAt < before) cursor.delete()
    cursor.continue()
  }
}

function isKeptKey(value: unknown): value is KeptKey {
  return (
    typeof value === 'object' &&
    value !== null &&
    'keptAt' in value &&
    typeof value.keptAt === 'number' &&
    'pair' in value &&
    typeof value.pair === 'object' &&
    value.pair !== null &&
    'privateKey' in value.pair &&
    value.pair.privateKey instanceof CryptoKey
  )
}

/** Where oidc-provider keeps its things: in memory, and forgotten when the sandbox stops. */

export type StoredPayload = { grantId?: string; uid?: string; consumed?: number } & Readonly<Record<string, unknown>>

/** The methods of an oidc-provider adapter that the features in use call. */
export class MemoryAdapter {
  readonly #payloads = new Map<string, StoredPayload>()

  upsert(id: string, payload: StoredPayload): Promise<void> {
    this.#payloads.set(id, payload)
    return Promise.resolve()
  }

  find(id: string): Promise<StoredPayload | undefined> {
    return Promise.resolve(this.#payloads.get(id))
  }

  findByUid(uid: string): Promise<StoredPayload | undefined> {
    return Promise.resolve([...this.#payloads.values()].find((payload) => payload.uid === uid))
  }

  consume(id: string): Promise<void> {
    const payload = this.#payloads.get(id)
    if (payload) {
      this.#payloads.set(id, { ...payload, consumed: Math.floor(Date.now() / 1000) })
    }
    return Promise.resolve()
  }

  destroy(id: string): Promise<void> {
    this.#payloads.delete(id)
    return Promise.resolve()
  }

  revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, payload] of this.#payloads) {
      if (payload.grantId === grantId) {
        this.#payloads.delete(id)
      }
    }
    return Promise.resolve()
  }

  clear(): void {
    this.#payloads.clear()
  }
}

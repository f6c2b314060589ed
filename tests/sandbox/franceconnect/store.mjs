const GRANTABLE = new Set(['AccessToken', 'AuthorizationCode']);

/**
 * Makes the adapter class through which the provider keeps its objects, in memory and until they expire.
 * All models of one sandbox share one store, so that revoking a grant finds the tokens issued under it.
 */
export function memoryAdapter() {
  const entries = new Map();

  return class MemoryAdapter {
    constructor(model) {
      this.model = model;
    }

    async upsert(id, payload, expiresInSecs) {
      const expiresAt = expiresInSecs ? Date.now() + expiresInSecs * 1000 : Infinity;
      entries.set(`${this.model}:${id}`, { payload, expiresAt });
      forgetExpired(entries);
    }

    async find(id) {
      const key = `${this.model}:${id}`;
      const entry = entries.get(key);
      return entry && entry.expiresAt > Date.now() ? entry.payload : undefined;
    }

    async findByUid(uid) {
      const keys = [...entries.keys()].filter((key) => key.startsWith(`${this.model}:`));
      return keys.map((key) => entries.get(key).payload).find((payload) => payload.uid === uid);
    }

    async consume(id) {
      entries.get(`${this.model}:${id}`).payload.consumed = Math.floor(Date.now() / 1000);
    }

    async destroy(id) {
      entries.delete(`${this.model}:${id}`);
    }

    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of entries) {
        if (GRANTABLE.has(key.split(':')[0]) && payload.grantId === grantId) entries.delete(key);
      }
    }
  };
}

function forgetExpired(entries) {
  const now = Date.now();
  for (const [key, { expiresAt }] of entries) if (expiresAt <= now) entries.delete(key);
}

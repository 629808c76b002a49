import { createServer } from 'node:http'
import Provider from 'oidc-provider'
import pg from 'pg'
import { given, listen } from '../../lib/serve.mjs'

// oidc-provider as its documentation has one begin with PostgreSQL: one table for all models. VARIANT=one-query leaves out what can be:
// clients are in the configuration, tokens have no grant, and a token is looked for among the access tokens alone.
const isOneQuery = given('VARIANT') === 'one-query'
const pool = new pg.Pool({ connectionString: given('DATABASE_URL'), max: 10 })

/** @param {string} model */
const adapter = (model) => ({
  /** @param {string} id */
  async find(id) {
    if (isOneQuery && model !== 'AccessToken') return undefined
    const { rows } = await pool.query({
      name: 'find',
      text: 'select payload from oidc_payload where model = $1 and id = $2',
      values: [model, id],
    })
    return rows[0]?.payload
  },
  upsert: async () => {},
  destroy: async () => {},
  consume: async () => {},
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  revokeByGrantId: async () => {},
})

const client = {
  client_id: given('CLIENT_ID'),
  client_secret: given('CLIENT_SECRET'),
  redirect_uris: ['https://app.example.com/cb'],
}
const provider = new Provider('http://127.0.0.1:3000', {
  adapter,
  ...(isOneQuery ? { clients: [client] } : {}),
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: async () => true },
  },
  scopes: ['openid', 'offline_access'],
})
const handle = provider.callback()
listen(createServer((request, response) => void handle(request, response)))

import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import pg from 'pg'
import { given, serveBare } from '../../lib/serve.mjs'

// Its API keys, verified by its own server-side call, in a bare server. Their rate limit is off.
const options = {
  database: new pg.Pool({ connectionString: given('DATABASE_URL'), max: 10 }),
  baseURL: 'http://127.0.0.1:3000',
  secret: 'a secret that only measurements have 0123456789',
  telemetry: { enabled: false },
  plugins: [apiKey({ rateLimit: { enabled: false } })],
}

if (process.argv[2] === 'migrate') {
  const { runMigrations } = await getMigrations(options)
  await runMigrations()
  process.exit()
}

const auth = betterAuth(options)
serveBare(async (body) => {
  const { valid, key } = await auth.api.verifyApiKey({
    body: { key: new URLSearchParams(body).get('token') ?? '' },
  })
  return {
    status: 200,
    body: valid ? { active: true, sub: key?.referenceId, exp: key?.expiresAt } : { active: false },
  }
})

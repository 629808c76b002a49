import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { given, serveBare } from '../lib/serve.mjs'

// What is left of minting when nothing is asked, checked, recorded or told: JSON is read, a row is written, and it is said.
const pool = new pg.Pool({ connectionString: given('DATABASE_URL'), max: 10 })
const ACCOUNT = '0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'
const SECRET = 'pat_00000000000000000000000000000000000000000000000000000'

const INSERT = {
  name: 'insert-row',
  text: `insert into inserted_row values ($1, sha256($2), 'x7Qz', $3, '', 'personal', $4, $5, $6, '{}', $7, $8, false)`,
}

serveBare(async (body) => {
  const { name, scopes } = JSON.parse(body)
  const id = randomUUID()
  const now = Date.now()
  const [createdAt, expiresAt] = [new Date(now), new Date(now + 30 * 86_400_000)]
  await pool.query({
    ...INSERT,
    values: [id, Buffer.from(id), name, ACCOUNT, `account:${ACCOUNT}`, scopes, createdAt, expiresAt],
  })
  return { status: 201, body: { token: { id, name, scopes, createdAt, expiresAt }, secret: SECRET } }
})

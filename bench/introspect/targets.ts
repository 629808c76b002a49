import type { Question } from '../lib/load.ts'
import type { Contender } from '../lib/turns.ts'
import { type Asked, fileOf, PRESENTER } from './data.ts'

type Credentials = { readonly id: string; readonly secret: string }

export type Target = Contender & {
  /** Which of the databases it has; `undefined`: none. */
  readonly database: string | undefined
  /** Whether it tells a token from what is none, and a client from what is none. */
  readonly tells: { readonly tokens: boolean; readonly clients: boolean }
}

export type Databases = {
  readonly patmint: string
  readonly stock: string
  readonly stockOneQuery: string
  readonly oauth2Server: string
  readonly betterAuth: string
}

const basic = ({ id, secret }: Credentials) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }

/** What is asked of Patmint, by a client that says where the token came from. */
export const introspections = (secrets: string, api: Credentials): Question => ({
  secrets,
  method: 'POST',
  path: '/introspect',
  body: `token={}&client_ip=${PRESENTER}`,
  headers: { ...FORM, Authorization: basic(api) },
})

export function listTargets(
  urls: Databases,
  { file: secrets }: Asked,
  api: Credentials,
  secret: string,
): Target[] {
  const asForm: Question = { secrets, method: 'POST', path: '/introspect', body: 'token={}', headers: FORM }
  const asClient: Question = { ...asForm, headers: { ...FORM, Authorization: basic(api) } }
  const all = { tokens: true, clients: true }
  const patmint = (name: string, lane: string): Target => ({
    name,
    file: new URL('../lib/patmint.mjs', import.meta.url),
    env: { DATABASE_URL: urls.patmint, PATMINT_SECRET: secret, PATMINT_INTROSPECTION_LANE: lane },
    database: urls.patmint,
    question: introspections(secrets, api),
    tells: all,
  })
  const stock = (name: string, variant: string, url: string): Target => ({
    name,
    file: fileOf('stock.mjs'),
    env: { DATABASE_URL: url, VARIANT: variant, CLIENT_ID: api.id, CLIENT_SECRET: api.secret },
    database: url,
    question: { ...asClient, path: '/token/introspection' },
    tells: all,
  })
  const bare = (name: string, file: string, url: string): Target => ({
    name,
    file: fileOf(file),
    env: { DATABASE_URL: url },
    database: url,
    question: asForm,
    tells: { tokens: true, clients: false },
  })
  return [
    {
      name: FLOOR,
      file: fileOf('floor.mjs'),
      env: {},
      database: undefined,
      question: asForm,
      tells: { tokens: false, clients: false },
    },
    patmint('Patmint', 'on'),
    patmint('Patmint, its engine alone', 'off'),
    stock('oidc-provider, as it comes', 'straightforward', urls.stock),
    stock(STOCK, 'one-query', urls.stockOneQuery),
    bare('@node-oauth/oauth2-server', 'oauth2-server.mjs', urls.oauth2Server),
    bare('better-auth, API keys', 'better-auth.mjs', urls.betterAuth),
  ]
}

/** What the others are compared with. */
export const FLOOR = 'node:http that answers a constant'
export const STOCK = 'oidc-provider, one query'

import { PRESENTER } from './data.ts'

type Credentials = { readonly id: string; readonly secret: string }

/** A server that is measured, and how it is asked. */
export type Target = {
  readonly name: string
  readonly file: string
  readonly env: Readonly<Record<string, string>>
  /** Which of the databases it has; `undefined`: none. */
  readonly database: string | undefined
  readonly path: string
  readonly bodyEnd: string
  readonly authorization: string | undefined
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

export function listTargets(urls: Databases, api: Credentials, secret: string): Target[] {
  const form = { path: '/introspect', bodyEnd: '', authorization: undefined }
  const all = { tokens: true, clients: true }
  const patmint = (name: string, lane: string): Target => ({
    ...form,
    name,
    file: 'patmint.mjs',
    env: { DATABASE_URL: urls.patmint, PATMINT_SECRET: secret, PATMINT_INTROSPECTION_LANE: lane },
    database: urls.patmint,
    bodyEnd: `&client_ip=${PRESENTER}`,
    authorization: basic(api),
    tells: all,
  })
  const stock = (name: string, variant: string, url: string): Target => ({
    ...form,
    name,
    file: 'stock.mjs',
    env: { DATABASE_URL: url, VARIANT: variant, CLIENT_ID: api.id, CLIENT_SECRET: api.secret },
    database: url,
    path: '/token/introspection',
    authorization: basic(api),
    tells: all,
  })
  const bare = (name: string, file: string, url: string): Target => ({
    ...form,
    name,
    file,
    env: { DATABASE_URL: url },
    database: url,
    tells: { tokens: true, clients: false },
  })
  return [
    {
      ...form,
      name: FLOOR,
      file: 'floor.mjs',
      env: {},
      database: undefined,
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

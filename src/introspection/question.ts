import type { IncomingHttpHeaders } from 'node:http'
import { parse } from 'node:querystring'
import { memoize } from '../lib/index.ts'
import { readPresenter } from '../tokens/index.ts'

/** What a client asks, where it asks it in the plain way. */
export type Question = {
  readonly token: string
  readonly clientId: string
  readonly clientSecret: string
  /** RFC 6749 §5.2: whoever authenticates by a header is told of the scheme when that fails. */
  readonly byHeader: boolean
  /** Where the client says that the token came from. */
  readonly presenter: string | undefined
}

/** Whatever else there may be is not looked at here: the engine knows what to make of it. */
const KNOWN = new Set(['token', 'token_type_hint', 'client_id', 'client_secret', 'client_ip'])

/** Client ids and secrets are made by us of such characters, and are the same in every encoding. */
const CREDENTIAL = /^[\w.~-]{1,200}$/
const TOKEN = /^\w{1,200}$/

/** @returns `undefined` for whatever is not plain, so that the engine answers it */
export function readQuestion(headers: IncomingHttpHeaders, body: Buffer): Question | undefined {
  const fields = readFields(body)
  if (fields === undefined) return undefined
  const { token = '', client_ip } = fields
  const credentials = readCredentials(headers.authorization, fields)
  if (credentials === undefined || !TOKEN.test(token)) return undefined
  return { token, presenter: readPresenter(client_ip), ...credentials }
}

type Fields = Readonly<Record<string, string | undefined>>

/** With the parser that the engine uses. A parameter that comes twice is for the engine to refuse (RFC 6749 §3.2). */
function readFields(body: Buffer): Fields | undefined {
  const text = body.toString('latin1')
  if (!/^[\x21-\x7e]+$/.test(text)) return undefined
  const fields = parse(text)
  for (const name in fields) {
    if (!KNOWN.has(name) || typeof fields[name] !== 'string') return undefined
  }
  return fields as Fields
}

type Credentials = Pick<Question, 'clientId' | 'clientSecret' | 'byHeader'>

/** One way of authenticating, and nothing of the other beside it. */
function readCredentials(authorization: string | undefined, fields: Fields): Credentials | undefined {
  const { client_id, client_secret } = fields
  if (authorization === undefined) return checkCredentials(client_id, client_secret, false)
  return client_id === undefined && client_secret === undefined ? readBasic(authorization) : undefined
}

/** Resource servers are few, and each says the same every time. */
const MOST_REMEMBERED = 100

const readBasic = memoize(MOST_REMEMBERED, (authorization: string): Credentials | undefined => {
  const encoded = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(authorization)?.[1]
  if (encoded === undefined || encoded.length % 4 !== 0) return undefined
  const text = Buffer.from(encoded, 'base64').toString('latin1')
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : checkCredentials(text.slice(0, colon), text.slice(colon + 1), true)
})

const checkCredentials = (
  clientId: string | undefined,
  clientSecret: string | undefined,
  byHeader: boolean,
): Credentials | undefined =>
  clientId !== undefined &&
  clientSecret !== undefined &&
  CREDENTIAL.test(clientId) &&
  CREDENTIAL.test(clientSecret)
    ? { clientId, clientSecret, byHeader }
    : undefined

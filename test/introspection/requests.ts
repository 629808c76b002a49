import fc, { type Arbitrary } from 'fast-check'
import type { Credentials, World } from './world.ts'

/** What is sent: bytes, and after which of them there is a pause, so that a body comes in pieces. */
export type Sent = { readonly bytes: Buffer; readonly cuts: readonly number[] }

const LINE = '\r\n'

/** Mostly one of the usual ones; each of the others is tried often enough in some hundreds of requests. */
const mostly = <T>(usual: Arbitrary<T>, ...others: readonly T[]): Arbitrary<T> =>
  fc.oneof({ weight: 30, arbitrary: usual }, { weight: 3, arbitrary: fc.constantFrom(...others) })

/** Requests to `/introspect`: from the plainest to what no client would send. */
export function requests(world: World): Arbitrary<Sent> {
  return fc
    .record({
      method: mostly(fc.constant('POST'), 'GET', 'PUT', 'HEAD', 'OPTIONS', 'post', 'DELETE'),
      target: mostly(
        fc.constant('/introspect'),
        '/introspect/',
        '/introspect?token=x',
        '/introspect?',
        '/Introspect',
        '//introspect',
        '/introspec%74',
        'http://elsewhere.example/introspect',
        '/introspect;a=b',
        '/introspect#x',
      ),
      version: mostly(fc.constant('HTTP/1.1'), 'HTTP/1.0'),
      call: fc.constantFrom(...Object.values(world.clients)).chain((client) => calls(world, client)),
      headers: fc.array(oddHeaders, { maxLength: 2 }),
      contentType: contentTypes,
      host: mostly<readonly string[]>(
        fc.constant(['Host: x']),
        [],
        ['Host: a', 'host: b'],
        ['Host:'],
        ['Host: a, b'],
      ),
      address: fc.ipV4(),
      framing: mostly(fc.constant('length' as const), 'chunked', 'none', 'shorter', 'twice'),
      cuts: fc.array(fc.nat(2_000), { maxLength: 2 }),
    })
    .map(({ cuts, ...request }) => ({ bytes: Buffer.from(write(request), 'latin1'), cuts }))
}

type Call = { readonly authorization: readonly string[]; readonly body: string }
type Framing = 'length' | 'chunked' | 'none' | 'shorter' | 'twice'

type Request = {
  readonly method: string
  readonly target: string
  readonly version: string
  readonly call: Call
  readonly headers: readonly string[]
  readonly contentType: readonly string[]
  readonly host: readonly string[]
  readonly address: string
  readonly framing: Framing
}

function write({
  method,
  target,
  version,
  call,
  headers,
  contentType,
  host,
  address,
  framing,
}: Request): string {
  const { lines, body } = frame(framing, call.body)
  const head = [
    `${method} ${target} ${version}`,
    ...host,
    `X-Forwarded-For: ${address}`,
    'Connection: close',
    ...call.authorization,
    ...contentType,
    ...headers,
    ...lines,
  ]
  return [...head, '', body].join(LINE)
}

function frame(framing: Framing, body: string): { lines: string[]; body: string } {
  const length = `Content-Length: ${body.length}`
  switch (framing) {
    case 'length':
      return { lines: [length], body }
    case 'twice':
      return { lines: [length, length], body }
    case 'shorter':
      return { lines: [`Content-Length: ${Math.max(0, body.length - 1)}`], body }
    case 'none':
      return { lines: [], body: '' }
    case 'chunked': {
      const chunk = body === '' ? '' : `${body.length.toString(16)}${LINE}${body}${LINE}`
      return { lines: ['Transfer-Encoding: chunked'], body: `${chunk}0${LINE}${LINE}` }
    }
  }
}

const contentTypes = mostly<readonly string[]>(
  fc.constantFrom(
    ['Content-Type: application/x-www-form-urlencoded'],
    ['content-type: application/x-www-form-urlencoded;charset=UTF-8'],
  ),
  [],
  ['Content-Type: application/json'],
  ['Content-Type: application/x-www-form-urlencoded; charset=utf-16le'],
  ['Content-Type: application/x-www-form-urlencoded; charset=nonsense'],
  ['Content-Type: application/x-www-form-urlencoded; boundary=x'],
  ['Content-Type: multipart/form-data; boundary=x'],
  ['Content-Type: text/plain', 'Content-Type: application/x-www-form-urlencoded'],
  ['Content-Type: APPLICATION/X-WWW-FORM-URLENCODED'],
  ['Content-Type: ,'],
)

const oddHeaders: Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'Accept: */*',
    'Accept: application/json',
    'Accept: text/html',
    'Accept: text/*, application/json;q=0.5',
    'Accept: application/json;q=0, */*',
    'Accept: nonsense',
    'Accept:',
    'Accept-Encoding: gzip',
    'X-Request-Id: 12345678-abcd',
    'X-Request-Id: short',
    'X-Request-Id: not an id at all',
    'Origin: https://elsewhere.example',
    'Origin: null',
    'Cookie: session=x',
    'DPoP: x',
    'OAuth-Client-Attestation: x',
    'OAuth-Client-Attestation-PoP: x',
    'Expect: 100-continue',
    'Expect: something',
    'Content-Encoding: gzip',
    'Upgrade: websocket',
    'TE: trailers',
    'Trailer: x',
    'Forwarded: for=192.0.2.1;host=evil',
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: https',
    'X-HTTP-Method-Override: GET',
    'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    'If-None-Match: *',
    'Range: bytes=0-1',
  ),
  fc
    .stringMatching(/^[A-Z][a-z]{2,9}-[A-Z][a-z]{2,9}: [ -~]{0,20}$/)
    .filter((line) => !/^(Content|Transfer)/.test(line)),
)

/** One client, authenticating this way or that, about one token. */
const calls = (world: World, client: Credentials): Arbitrary<Call> =>
  fc
    .record({
      secret: mostly(
        fc.constant(client.secret),
        '',
        'wrong',
        `${client.secret}x`,
        client.secret.toLowerCase(),
        ' ',
        'é',
        '\u0000',
        'a b+c',
        'x'.repeat(300),
      ),
      authenticate: mostly(
        fc.constantFrom<Way>('basic', 'post'),
        'none',
        'both',
        'basicAndId',
        'basicAndOtherId',
        'idOnly',
        'encodedBasic',
        'lowerCaseBasic',
        'unpaddedBasic',
        'basicWithoutColon',
        'twoSpaces',
        'bearer',
        'emptyHeader',
        'brokenBase64',
        'twoHeaders',
      ),
      pairs: pairs(world),
      order: fc.boolean(),
    })
    .map(({ secret, authenticate, pairs: fields, order }) => {
      const { authorization = [], fields: own = [] }: Means = WAYS[authenticate](client.id, secret)
      return { authorization, body: (order ? [...own, ...fields] : [...fields, ...own]).join('&') }
    })

/** The parameters, each as it stands in the body. */
const pairs = (world: World): Arbitrary<string[]> =>
  fc
    .tuple(
      tokens(world).chain((token) =>
        fc.oneof(
          { weight: 14, arbitrary: fc.constant([`token=${encodeURIComponent(token)}`]) },
          {
            weight: 3,
            arbitrary: fc.constantFrom<string[]>(
              [],
              ['token='],
              ['token'],
              [`token=${token}`, `token=${token}`],
              [`%74oken=${token}`],
              [`token=${token}+`],
              [`token=%20${token}`],
              [`token=${[...token].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('')}`],
              [`token[]=${token}`],
              [`Token=${token}`],
              [`token=${token}%00`],
            ),
          },
        ),
      ),
      mostly<string[]>(
        fc.constantFrom([], [], ['token_type_hint=access_token']),
        ['token_type_hint=refresh_token'],
        ['token_type_hint=nonsense'],
        ['token_type_hint='],
        ['token_type_hint=a', 'token_type_hint=b'],
      ),
      mostly<string[]>(
        fc.constantFrom([], ['client_ip=203.0.113.9']),
        ['client_ip=198.51.100.1'],
        ['client_ip=2001%3Adb8%3A%3A1'],
        ['client_ip=%3A%3Affff%3A203.0.113.9'],
        ['client_ip=203.0.113.9', 'client_ip=203.0.113.9'],
        ['client_ip='],
        ['client_ip=nonsense'],
        ['client_ip=010.0.0.1'],
        ['client_ip=203.0.113.9%00'],
      ),
      mostly<string[]>(
        fc.constant([]),
        ['other=1'],
        ['__proto__=x'],
        ['constructor=x', 'constructor=y'],
        [''],
        ['='],
        ['%zz=%'],
        ['x=%C3%28'],
        ['x=\u00e9'],
        ['client_assertion=a.b.c', 'client_assertion_type=x'],
        [`big=${'x'.repeat(5_000)}`],
        [`huge=${'x'.repeat(60_000)}`],
      ),
    )
    .map((parts) => parts.flat())

const tokens = (world: World): Arbitrary<string> => {
  const secrets = Object.values(world.tokens)
  const known = fc.constantFrom(...secrets)
  return fc.oneof(
    { weight: 16, arbitrary: known },
    { weight: 3, arbitrary: known.chain(mutated) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'x',
        'pat_',
        'pat_x',
        'PAT_',
        'pat_\u0000',
        '😀',
        'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln',
        'pat_a.b.c',
        'A'.repeat(43),
        `pat_${'A'.repeat(300)}`,
        ...Object.values(world.clients).map(({ secret }) => secret),
      ),
    },
  )
}

/** One character is another, is missing, or is too many. */
const mutated = (secret: string): Arbitrary<string> =>
  fc
    .tuple(fc.nat(secret.length - 1), fc.constantFrom('0', 'z', '_', '', 'aa', '-', '%', ' '))
    .map(([at, by]) => `${secret.slice(0, at)}${by}${secret.slice(at + 1)}`)

type Means = { readonly authorization?: string[]; readonly fields?: string[] }

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const basic = (text: string): string => `Authorization: Basic ${base64(text)}`
const encode = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const post = (id: string, secret: string): string[] => [
  `client_id=${encodeURIComponent(id)}`,
  `client_secret=${encodeURIComponent(secret)}`,
]

const WAYS = {
  basic: (id, secret) => ({ authorization: [basic(`${id}:${secret}`)] }),
  post: (id, secret) => ({ fields: post(id, secret) }),
  none: () => ({}),
  both: (id, secret) => ({ authorization: [basic(`${id}:${secret}`)], fields: post(id, secret) }),
  basicAndId: (id, secret) => ({ authorization: [basic(`${id}:${secret}`)], fields: [`client_id=${id}`] }),
  basicAndOtherId: (id, secret) => ({
    authorization: [basic(`${id}:${secret}`)],
    fields: ['client_id=other'],
  }),
  idOnly: (id) => ({ fields: [`client_id=${id}`] }),
  encodedBasic: (id, secret) => ({ authorization: [basic(`${encode(id)}:${encode(secret)}`)] }),
  lowerCaseBasic: (id, secret) => ({ authorization: [`authorization: basic ${base64(`${id}:${secret}`)}`] }),
  unpaddedBasic: (id, secret) => ({
    authorization: [`Authorization: Basic ${base64(`${id}:${secret}`).replaceAll('=', '')}`],
  }),
  basicWithoutColon: (id) => ({ authorization: [basic(id)] }),
  twoSpaces: (id, secret) => ({ authorization: [`Authorization: Basic  ${base64(`${id}:${secret}`)}`] }),
  bearer: (_id, secret) => ({ authorization: [`Authorization: Bearer ${encodeURIComponent(secret)}`] }),
  emptyHeader: (id, secret) => ({ authorization: ['Authorization:'], fields: post(id, secret) }),
  brokenBase64: (id, secret) => ({ authorization: [`Authorization: Basic ${base64(`${id}:${secret}`)}!`] }),
  twoHeaders: (id, secret) => ({ authorization: [basic(`${id}:${secret}`), basic('other:x')] }),
} satisfies Record<string, (id: string, secret: string) => Means>

type Way = keyof typeof WAYS

import { isIP } from 'node:net'
import { z } from 'zod'

/** One option: its environment variable, the schema that reads its text, and what the docs say of it. */
type Option<T> = {
  readonly variable: string
  readonly schema: z.ZodType<T>
  /** One or two sentences: what it does, and when to change it. */
  readonly about: string
  /** What holds when it is not set, in words. */
  readonly byDefault: string
  readonly example: string
}

const option = <T>(value: Option<T>): Option<T> => value

const text = z.string().trim()

const wholeNumber = (least: number, most: number) =>
  text
    .regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((n) => n >= least && n <= most, `must be a whole number from ${least} to ${most}`)

/** Also of a token that has a limit of its own. */
export const MOST_PER_MINUTE = 1_000_000

const yesOrNo = text
  .toLowerCase()
  .refine((word) => ['true', 'false', '1', '0', 'yes', 'no'].includes(word), 'must be true or false')
  .transform((word) => ['true', '1', 'yes'].includes(word))

const onOrOff = text
  .toLowerCase()
  .refine((word) => ['on', 'off', 'true', 'false', '1', '0', 'yes', 'no'].includes(word), 'must be on or off')
  .transform((word) => ['on', 'true', '1', 'yes'].includes(word))

const list = text.transform((line) =>
  line
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)

const issuer = text.transform((given, context) => {
  const url = URL.parse(given)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    context.addIssue('must be a whole URL such as https://tokens.example.com')
    return z.NEVER
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
    context.addIssue('must be an origin only: no path, query, fragment or sign-in name')
    return z.NEVER
  }
  return url.origin
})

const databaseUrl = text.refine(
  (given) => ['postgres:', 'postgresql:'].includes(URL.parse(given)?.protocol ?? ''),
  'must be a URL such as postgresql://patmint:password@db.example.com:5432/patmint',
)

const redisUrl = text.refine((given) => {
  const url = URL.parse(given)
  return (
    url !== null &&
    ['redis:', 'rediss:'].includes(url.protocol) &&
    url.hostname !== '' &&
    /^(\/\d{0,4})?$/.test(url.pathname) &&
    `${url.search}${url.hash}` === ''
  )
}, 'must be a URL such as rediss://patmint:password@redis.example.com:6379/0')

/** Without anything that would be ignored; a name and a password that contain `@`, `:` or `/` are percent-encoded. */
const smtpUrl = text.refine((given) => {
  const url = URL.parse(given)
  return (
    url !== null &&
    ['smtp:', 'smtps:'].includes(url.protocol) &&
    url.hostname !== '' &&
    ['', '/'].includes(url.pathname) &&
    `${url.search}${url.hash}` === '' &&
    [url.username, url.password].every(isPercentEncoded)
  )
}, 'must be a URL such as smtps://patmint:password@smtp.example.com, with special characters percent-encoded')

const isPercentEncoded = (given: string): boolean => !/%(?![0-9a-f]{2})/i.test(given)

const otlpEndpoint = text.refine((given) => {
  const url = URL.parse(given)
  return (
    url !== null &&
    ['http:', 'https:'].includes(url.protocol) &&
    `${url.search}${url.hash}${url.username}` === ''
  )
}, 'must be a URL such as http://127.0.0.1:4318')

/** As OpenTelemetry writes them: `name=value,name=value`, the values percent-encoded. */
const otlpHeaders = list.transform((pairs, context): Record<string, string> => {
  const headers: Record<string, string> = {}
  for (const pair of pairs) {
    const [, name = '', value = ''] = /^([\w!#$%&'*+.^`|~-]+)\s*=\s*(\S+)$/.exec(pair) ?? []
    const decoded = decode(value)
    if (name !== '' && decoded !== undefined) headers[name] = decoded
    else
      context.addIssue(
        'must be name=value pairs, separated by commas, with special characters percent-encoded',
      )
  }
  return headers
})

/** What can be a header's value; `undefined` otherwise. */
function decode(value: string): string | undefined {
  try {
    const decoded = decodeURIComponent(value)
    return /^[\x20-\x7e]+$/.test(decoded) ? decoded : undefined
  } catch {
    return undefined
  }
}

/** `Patmint <patmint@example.com>`, or the address alone. */
const mailFrom = text
  .regex(
    /^(?:[^<>"\p{Cc}]{1,100} <[^\s<>@",;:]+@[^\s<>@",;:]+>|[^\s<>@",;:]+@[^\s<>@",;:]+)$/u,
    'must be an address such as patmint@example.com, or a name and an address such as Patmint <patmint@example.com>',
  )
  .transform((given) => {
    const [, name = '', inner = given] = /^(.*) <(.*)>$/.exec(given) ?? []
    return { name, address: inner }
  })

const network = (given: string): boolean => {
  const [address = '', bits, ...more] = given.split('/')
  const most = isIP(address) === 6 ? 128 : 32
  return (
    isIP(address) !== 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  )
}

const isOrigin = (given: string): boolean => /^https?:/.test(given) && URL.parse(given)?.origin === given

/** Every option that Patmint reads, in the order of the docs. */
export const options = {
  issuer: option({
    variable: 'PATMINT_ISSUER',
    schema: issuer.optional(),
    about:
      'The public address of this server: what people open, what tokens name as `iss`, and what clients discover. Anything but a loopback address means production, which asks for https, a `PATMINT_SECRET` and a `DATABASE_URL`.',
    byDefault: '`http://127.0.0.1:<PORT>`',
    example: 'https://tokens.example.com',
  }),
  port: option({
    variable: 'PORT',
    schema: wholeNumber(0, 65_535).default(4100),
    about: 'The TCP port to listen on.',
    byDefault: '`4100`',
    example: '8080',
  }),
  host: option({
    variable: 'PATMINT_HOST',
    schema: text.min(1, 'must be a host name or an address').default('127.0.0.1'),
    about:
      'The address to listen on. Set it to `0.0.0.0` where a proxy on another machine or in another container connects.',
    byDefault: '`127.0.0.1`',
    example: '0.0.0.0',
  }),
  workers: option({
    variable: 'PATMINT_WORKERS',
    schema: wholeNumber(1, 64).default(1),
    about:
      'How many processes serve on this port: one for each core that Patmint is to use. With more than one there is another process beside them, which replaces those that end and restarts them one after the other on SIGHUP. Each has its own database connections and password checks. See [several processes and nodes](operating.md#several-processes-and-nodes).',
    byDefault: '`1`',
    example: '4',
  }),
  databaseUrl: option({
    variable: 'DATABASE_URL',
    schema: databaseUrl.optional(),
    about:
      'PostgreSQL 14 or newer. Without it Patmint runs a PostgreSQL 18 of its own, with its data in the data folder.',
    byDefault: 'the embedded database',
    example: 'postgresql://patmint:password@db.example.com:5432/patmint',
  }),
  databasePoolSize: option({
    variable: 'PATMINT_DATABASE_POOL_SIZE',
    schema: wholeNumber(2, 200).default(10),
    about: 'How many connections one process keeps to PostgreSQL at the most.',
    byDefault: '`10`',
    example: '20',
  }),
  preparedStatements: option({
    variable: 'PATMINT_PREPARED_STATEMENTS',
    schema: onOrOff.default(true),
    about:
      'Lets PostgreSQL keep the plans of the statements that are asked most. Set it to `off` where `DATABASE_URL` leads to a PgBouncer that pools by the transaction and is older than 1.21, or has no `max_prepared_statements`. See [PgBouncer](operating.md#pgbouncer).',
    byDefault: '`on`',
    example: 'off',
  }),
  dataDir: option({
    variable: 'PATMINT_DATA_DIR',
    schema: text.min(1, 'must be a folder').default('./data'),
    about:
      'The folder of the embedded database and of the generated secret. Not used where `DATABASE_URL` and `PATMINT_SECRET` are set.',
    byDefault: '`./data`',
    example: '/var/lib/patmint',
  }),
  allowEmbeddedDatabase: option({
    variable: 'PATMINT_ALLOW_EMBEDDED_DATABASE',
    schema: yesOrNo.default(false),
    about:
      'Lets production run on the embedded database: one machine, no replica, backups by stopping and copying the data folder.',
    byDefault: '`false`',
    example: 'true',
  }),
  secrets: option({
    variable: 'PATMINT_SECRET',
    schema: list
      .refine((secrets) => secrets.length > 0, 'must hold at least one secret')
      .refine(
        (secrets) => secrets.every((secret) => secret.length >= 32),
        'must be at least 32 characters long; make one with: openssl rand -base64 48',
      )
      .optional(),
    about:
      'The master secret, from which the cookie keys and the key that encrypts the signing keys are derived. Several, separated by commas, let it be changed without signing anybody out: the first is current, the others only open what they sealed.',
    byDefault: 'generated once into the data folder; required where there is no embedded database',
    example: 'vJ0pT6yW…',
  }),
  trustedProxies: option({
    variable: 'PATMINT_TRUSTED_PROXIES',
    schema: list
      .refine((all) => all.every(network), 'must be addresses or networks such as 10.0.0.0/8')
      .default([]),
    about:
      'Addresses or networks of the reverse proxies whose `X-Forwarded-For` names the real address. From anyone else the header is ignored.',
    byDefault: 'none',
    example: '10.0.0.0/8,192.0.2.7',
  }),
  corsOrigins: option({
    variable: 'PATMINT_CORS_ORIGINS',
    schema: list
      .refine((origins) => origins.every(isOrigin), 'must be origins such as https://app.example.com')
      .default([]),
    about:
      'Origins whose pages may call the API from a browser (CORS), with a token that they hold. Never cookies. Without it no other page can.',
    byDefault: 'none',
    example: 'https://app.example.com,https://admin.example.com',
  }),
  tokenPrefix: option({
    variable: 'PATMINT_TOKEN_PREFIX',
    schema: text
      .regex(
        /^[A-Za-z][A-Za-z0-9]{1,14}_$/,
        'must be 2 to 15 letters or digits, the first a letter, and then one underscore',
      )
      .default('pat_'),
    about:
      'What every token starts with, so that people and secret scanners recognise it. Tokens minted before a change stop working.',
    byDefault: '`pat_`',
    example: 'acme_',
  }),
  tokenDefaultDays: option({
    variable: 'PATMINT_TOKEN_DEFAULT_DAYS',
    schema: wholeNumber(1, 3650).default(30),
    about:
      'How many days a new token lives where its owner does not choose. Counts until a policy is saved in the administration, by `policy set` or by a file; then that one does.',
    byDefault: '`30`',
    example: '7',
  }),
  tokenMaxDays: option({
    variable: 'PATMINT_TOKEN_MAX_DAYS',
    schema: wholeNumber(1, 3650).default(365),
    about:
      'The longest life, in days, that a new token may be given. Counts until a policy is saved in the administration, by `policy set` or by a file; then that one does.',
    byDefault: '`365`',
    example: '90',
  }),
  tokenNeverExpires: option({
    variable: 'PATMINT_TOKEN_ALLOW_NEVER',
    schema: yesOrNo.default(false),
    about:
      'Lets people generate tokens that never expire. Leave it off unless you must: a forgotten token then lives for ever. Counts until a policy is saved.',
    byDefault: '`false`',
    example: 'true',
  }),
  tokensPerAccount: option({
    variable: 'PATMINT_TOKENS_PER_ACCOUNT',
    schema: wholeNumber(1, 100_000).default(50),
    about:
      'How many active tokens one account may have. Counts until a policy is saved in the administration, by `policy set` or by a file; then that one does.',
    byDefault: '`50`',
    example: '200',
  }),
  tokenRetentionDays: option({
    variable: 'PATMINT_TOKEN_RETENTION_DAYS',
    schema: wholeNumber(1, 36_500).optional(),
    about:
      'How many days a token stays listed after it has expired, was rotated away or revoked. Then its record is deleted, and the audit log says so. See [what is kept](operating.md#what-is-kept).',
    byDefault: 'for ever',
    example: '400',
  }),
  usageRetentionDays: option({
    variable: 'PATMINT_USAGE_RETENTION_DAYS',
    schema: wholeNumber(30, 36_500).default(90),
    about:
      'For how many days it is known when and from where a token was used. Pages show the last 30. The last use of each token stays known.',
    byDefault: '`90`',
    example: '365',
  }),
  sessionIdleHours: option({
    variable: 'PATMINT_SESSION_IDLE_HOURS',
    schema: wholeNumber(1, 8760).default(24),
    about: 'A person who has not come back for this many hours is signed out.',
    byDefault: '`24`',
    example: '8',
  }),
  sessionMaxHours: option({
    variable: 'PATMINT_SESSION_MAX_HOURS',
    schema: wholeNumber(1, 8760).default(336),
    about: 'A person is signed out this many hours after signing in, however active.',
    byDefault: '`336` (14 days)',
    example: '24',
  }),
  reauthenticationMinutes: option({
    variable: 'PATMINT_REAUTHENTICATION_MINUTES',
    schema: wholeNumber(1, 1440).default(15),
    about:
      'Generating or rotating a token asks for the password again when it was last entered longer ago than this.',
    byDefault: '`15`',
    example: '5',
  }),
  passwordHashConcurrency: option({
    variable: 'PATMINT_PASSWORD_HASH_CONCURRENCY',
    schema: wholeNumber(1, 64).default(2),
    about:
      'How many passwords one process checks at the same time. Each takes some 20 ms of a core and 19 MiB; the others wait their turn.',
    byDefault: '`2`',
    example: '4',
  }),
  rateLimitPerMinute: option({
    variable: 'PATMINT_RATE_LIMIT_PER_MINUTE',
    schema: wholeNumber(1, MOST_PER_MINUTE).default(600),
    about:
      'How many requests a minute one token may make to Patmint’s own API, on all nodes together. Administrators may give a single token another number.',
    byDefault: '`600`',
    example: '1200',
  }),
  introspectionRateLimitPerMinute: option({
    variable: 'PATMINT_INTROSPECTION_RATE_LIMIT_PER_MINUTE',
    schema: wholeNumber(1, MOST_PER_MINUTE).optional(),
    about:
      'How many times a minute one client may ask `/introspect`, on all nodes together. Leave it off for resource servers of your own: what is refused here is a request that they cannot answer.',
    byDefault: 'no limit',
    example: '60000',
  }),
  redisUrl: option({
    variable: 'REDIS_URL',
    schema: redisUrl.optional(),
    about:
      'A Redis in which requests are counted for the rate limits. Nothing else is kept there. Without it the nodes count in PostgreSQL, and a single process with the embedded database in its memory.',
    byDefault: 'counted in PostgreSQL',
    example: 'rediss://patmint:password@redis.example.com:6379/0',
  }),
  smtpUrl: option({
    variable: 'PATMINT_SMTP_URL',
    schema: smtpUrl.optional(),
    about:
      'The mail server that invitations, links for a new password and notices are sent through; `PATMINT_MAIL_FROM` is then required too. `smtps://` is TLS from the first byte (port 465); `smtp://` (port 587) turns to TLS where the server offers it, and must before a password is sent; on a loopback address it does without. Without it nothing is sent: links are shown to be handed over. Its password is never logged.',
    byDefault: 'no mail',
    example: 'smtps://patmint:password@smtp.example.com',
  }),
  mailFrom: option({
    variable: 'PATMINT_MAIL_FROM',
    schema: mailFrom.optional(),
    about: 'Whom the mails come from: an address that the mail server lets Patmint use.',
    byDefault: 'required with `PATMINT_SMTP_URL`',
    example: 'Patmint <patmint@example.com>',
  }),
  metricsPort: option({
    variable: 'PATMINT_METRICS_PORT',
    schema: wholeNumber(1, 65_535).optional(),
    about:
      'A port of its own for `GET /metrics`, in the format of Prometheus; it then is not on the main port. Who reaches the port may read the metrics, unless `PATMINT_METRICS_TOKEN` is set too. See [metrics.md](metrics.md).',
    byDefault: 'none; without a `PATMINT_METRICS_TOKEN` either there is no `/metrics`',
    example: '9464',
  }),
  metricsHost: option({
    variable: 'PATMINT_METRICS_HOST',
    schema: text.min(1, 'must be a host name or an address').default('127.0.0.1'),
    about:
      'The address that `PATMINT_METRICS_PORT` listens on. Set it to `0.0.0.0` where Prometheus runs on another machine or in another container, on a network that only it can reach.',
    byDefault: '`127.0.0.1`',
    example: '0.0.0.0',
  }),
  metricsToken: option({
    variable: 'PATMINT_METRICS_TOKEN',
    schema: text
      .min(32, 'must be at least 32 characters long; make one with: openssl rand -hex 32')
      .regex(/^[\w.~+/-]+=*$/, 'may have letters, digits and -._~+/ only, as bearer tokens do')
      .optional(),
    about:
      'What Prometheus has to send as `Authorization: Bearer …` to read `GET /metrics`. Without a `PATMINT_METRICS_PORT` it is on the main port then.',
    byDefault: 'none',
    example: 'make-one-with-openssl-rand-hex-32',
  }),
  webhookNetworks: option({
    variable: 'PATMINT_WEBHOOK_NETWORKS',
    schema: list
      .refine((all) => all.every(network), 'must be addresses or networks such as 10.0.0.0/8')
      .default([]),
    about:
      'Networks that [webhooks](webhooks.md) may be sent to though they are not public: those of your own services. Without it a webhook reaches public addresses only, whatever a name resolves to, so that nobody can use this server to reach what is behind its firewall.',
    byDefault: 'none',
    example: '10.20.0.0/16,192.0.2.7',
  }),
  otlpEndpoint: option({
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    schema: otlpEndpoint.optional(),
    about:
      'Where an OpenTelemetry collector, or a service that speaks OTLP over HTTP, takes traces; `/v1/traces` is added. There is a span for every request and for every statement that it sends to the database. Without it nothing of OpenTelemetry is loaded. See [traces](operating.md#traces).',
    byDefault: 'no traces',
    example: 'http://127.0.0.1:4318',
  }),
  otlpHeaders: option({
    variable: 'OTEL_EXPORTER_OTLP_HEADERS',
    schema: otlpHeaders.default({}),
    about:
      'What is sent along with the traces, such as the key of a service that keeps them. Values are percent-encoded. Never logged.',
    byDefault: 'none',
    example: 'x-api-key=0123456789,x-tenant=patmint',
  }),
  otelServiceName: option({
    variable: 'OTEL_SERVICE_NAME',
    schema: text.min(1, 'must be a name').default('patmint'),
    about: 'What this server is called in the traces.',
    byDefault: '`patmint`',
    example: 'patmint-staging',
  }),
  otelSampleRatio: option({
    variable: 'OTEL_TRACES_SAMPLER_ARG',
    schema: text
      .regex(/^(0|1|0?\.\d{1,6}|[01]\.0{1,6})$/, 'must be a number from 0 to 1')
      .transform(Number)
      .default(1),
    about:
      'The share of traces that are kept, from 0 to 1. A request that comes with a `traceparent` is kept if its caller keeps it (`parentbased_traceidratio`).',
    byDefault: '`1`: all of them',
    example: '0.05',
  }),
  introspectionLane: option({
    variable: 'PATMINT_INTROSPECTION_LANE',
    schema: onOrOff.default(true),
    about:
      'Answers the plain kind of introspection in front of the OAuth engine, many of them with one query. The answers are the same either way; `off` leaves them all to the engine, which takes several times as long.',
    byDefault: '`on`',
    example: 'off',
  }),
  logIntrospections: option({
    variable: 'PATMINT_LOG_INTROSPECTIONS',
    schema: yesOrNo.default(false),
    about:
      'Writes a line for every introspection that is answered. Without it only those that could not be read have one each, and a line a minute counts what was refused, by reason, with an example.',
    byDefault: '`false`',
    example: 'true',
  }),
  logLevel: option({
    variable: 'PATMINT_LOG_LEVEL',
    schema: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
        error: 'must be one of fatal, error, warn, info, debug, trace, silent',
      })
      .default('info'),
    about: 'How much is logged. Secrets are never logged, at any level.',
    byDefault: '`info`',
    example: 'warn',
  }),
}

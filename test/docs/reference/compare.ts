const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const DAY = /^\d{4}-\d\d-\d\d$/

/**
 * What is made of a secret or a key is another one each time, and how a token was used is written within a minute: it may be
 * there already, or not yet.
 */
const ANY: Readonly<Record<string, RegExp>> = {
  hint: /^"\w{4}"$/,
  nextCursor: /^"[\w-]+"$/,
  lastUsedAt: /^(null|"\d{4}-\d\d-\d\dT[\d:.]+Z")$/,
  lastUsedAddress: /^(null|"127\.0\.0\.1")$/,
  lastUsedBy: /^(null|"patmint")$/,
}

/** Ids of the page and those that came in their place. */
type Ids = Map<string, string>

/**
 * What is different between an answer as the page shows it and the one that came, by the rules of
 * docs/reference-contributing.md. Nothing: the page is right.
 */
export function differences(language: string, shown: string, came: string): string[] {
  const ids: Ids = new Map()
  if (language === 'json') return compare(JSON.parse(shown), parse(came), '$', ids)
  if (language === 'http') return compareHttp(shown, came, ids)
  return matches(shown.trimEnd(), came.trimEnd()) ? [] : [`shown: ${shown.trim()}, came: ${came.trim()}`]
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function compare(shown: unknown, came: unknown, where: string, ids: Ids): string[] {
  if (typeof shown === 'string' && typeof came === 'string')
    return isSameText(shown, came, ids) ? [] : [`${where}: shown “${shown}”, came “${came}”`]
  if (typeof shown !== 'object' || shown === null || typeof came !== 'object' || came === null)
    return shown === came ? [] : [`${where}: shown ${JSON.stringify(shown)}, came ${JSON.stringify(came)}`]
  const [names, others] = [Object.keys(shown).join(), Object.keys(came).join()]
  if (names !== others || Array.isArray(shown) !== Array.isArray(came))
    return [`${where}: shown with ${names || 'nothing'}, came with ${others || 'nothing'}`]
  return Object.entries(shown).flatMap(([name, value]) => {
    const other = (came as Record<string, unknown>)[name]
    const isAny = [value, other].every((each) => ANY[name]?.test(JSON.stringify(each)))
    return isAny ? [] : compare(value, other, `${where}.${name}`, ids)
  })
}

function isSameText(shown: string, came: string, ids: Ids): boolean {
  if (TIME.test(shown)) return TIME.test(came)
  if (DAY.test(shown)) return DAY.test(came)
  const [known, found] = [shown.match(UUID) ?? [], came.match(UUID) ?? []]
  if (known.length === 0) return matches(shown, came)
  const isSame = matches(shown.replaceAll(UUID, 'an id'), came.replaceAll(UUID, 'an id'))
  return isSame && known.every((id, index) => isSameId(id, found[index] ?? '', ids))
}

/** The same for the same, and another for another. */
function isSameId(shown: string, came: string, ids: Ids): boolean {
  const known = ids.get(shown)
  ids.set(shown, came)
  return known === undefined ? [...ids.values()].filter((id) => id === came).length === 1 : known === came
}

/** `…` stands for any text. */
function matches(shown: string, came: string): boolean {
  const pattern = shown
    .split('…')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.+')
  return new RegExp(`^${pattern}$`, 's').test(came)
}

function compareHttp(shown: string, came: string, ids: Ids): string[] {
  const [expected, actual] = [readHttp(withoutSeconds(shown)), readHttp(withoutSeconds(came))]
  return [
    ...(expected.status === actual.status ? [] : [`shown ${expected.status}, came ${actual.status}`]),
    ...[...expected.headers].flatMap(([name, value]) => {
      const found = actual.headers.get(name)
      return found !== undefined && isSameText(value, found, ids)
        ? []
        : [`${name}: shown ${value}, came ${found}`]
    }),
    ...(expected.body === '' ? [] : compare(parse(expected.body), parse(actual.body), '$', ids)),
  ]
}

/** How long until a limit begins anew depends on when it was asked. */
const withoutSeconds = (text: string): string =>
  text.replaceAll(/(?<=^(?:Retry-After|X-RateLimit-Reset): |^RateLimit: .*;t=|Try again in )\d+/gim, '0')

function readHttp(text: string) {
  const [head = '', body = ''] = text.replaceAll('\r', '').split(/\n\n(.*)/s)
  const [status = '', ...lines] = head.trim().split('\n')
  const headers = lines.map((line): [string, string] => {
    const [name = '', value = ''] = line.split(/: ?(.*)/s)
    return [name.toLowerCase(), value]
  })
  return { status, headers: new Map(headers), body: body.trim() }
}

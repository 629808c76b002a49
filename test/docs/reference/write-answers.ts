import { readFile, writeFile } from 'node:fs/promises'
import { differences } from './compare.ts'
import type { Came } from './samples.ts'

/*
 * npm run docs:answers: the answers of the reference pages are written as they came. What the page shows already, and what
 * may differ anyway, stays as it is.
 */

const SHOWN_URL = 'http://127.0.0.1:4100'

export async function writeAnswers(file: string, all: readonly Came[]): Promise<void> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  // From the last to the first, so that the lines before stay where they are.
  for (const { answer, came } of all.toReversed()) {
    if (differences(answer.language, answer.code, came).length === 0) continue
    const end = lines.indexOf('```', answer.line)
    lines.splice(answer.line, end - answer.line, ...write(answer.language, answer.code, came).split('\n'))
  }
  await writeFile(file, lines.join('\n'))
}

function write(language: string, shown: string, came: string): string {
  const plain = came.replaceAll('\r', '').replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, SHOWN_URL)
  const before = shown.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, SHOWN_URL)
  if (language === 'json') return writeJson(before, plain)
  if (language === 'text') return plain.trimEnd()
  const [head = '', body = ''] = plain.split(/\n\n(.*)/s)
  const [oldHead = '', oldBody = ''] = before.split(/\n\n(.*)/s)
  const [status = '', ...headers] = head.split('\n')
  const shownHeaders = new Map(oldHead.split('\n').map((line) => [nameOf(line), line]))
  const kept = headers.filter((line) => shownHeaders.has(nameOf(line)))
  const merged = kept.map((line) =>
    isAny(shownHeaders.get(nameOf(line)), line) ? shownHeaders.get(nameOf(line)) : line,
  )
  return [status, ...merged, ...(body.trim() === '' ? [] : ['', writeJson(oldBody, body)])].join('\n')
}

const nameOf = (line: string): string => line.split(':')[0]?.toLowerCase() ?? ''

function writeJson(shown: string, came: string): string {
  const merged = merge(parse(shown), JSON.parse(came))
  return SECRETS.reduce((text, secret) => text.replaceAll(secret, '…'), JSON.stringify(merged, null, 2))
}

/** Of tokens, of clients, and the keys of one-time links. */
const SECRETS = [
  /(?<=pat_)[0-9A-Za-z]{49}/g,
  /(?<="secret": ")(?!pat_|whsec_)[^"]+/g,
  /(?<=whsec_)[\w+/=]+/g,
  /(?<=[?&]key=)[\w-]+/g,
]

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function merge(shown: unknown, came: unknown): unknown {
  if (isAny(shown, came)) return shown
  if (Array.isArray(came))
    return came.map((item, index) => merge((shown as unknown[] | undefined)?.[index], item))
  if (typeof came !== 'object' || came === null) return came
  const before = (shown ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(came).map(([name, value]) => [name, mergeField(name, before[name], value)]),
  )
}

const mergeField = (name: string, shown: unknown, came: unknown): unknown =>
  isAny({ [name]: shown }, { [name]: came }) ? shown : merge(shown, came)

/** Would the comparison let them pass? */
const isAny = (shown: unknown, came: unknown): boolean =>
  shown !== undefined && differences('json', JSON.stringify(shown), JSON.stringify(came)).length === 0

import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { findContradictions } from './contradictions.ts'
import { InvalidDeclaration, type Mistake } from './errors.ts'
import { createLocate, type Locate, type Path, showPath } from './locate.ts'
import { type Declaration, declarationSchema } from './schema.ts'

/** A file of this size would be a mistake, and reading it would take long. */
const LONGEST = 1_000_000

/**
 * Reads `catalogue.yaml`.
 * @returns what it wants, and on which line each part of it stands
 * @throws {InvalidDeclaration} with every mistake, its line and its reason
 */
export function readDeclaration(text: string): { wanted: Declaration; locate: Locate } {
  if (text.length > LONGEST) refuse(1, 'the file is longer than a million characters')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const faults = [...document.errors, ...document.warnings]
  if (faults.length > 0) {
    throw new InvalidDeclaration(
      faults.map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, where: '', reason: message })),
    )
  }
  const locate = createLocate(document, lines)
  const given = toPlain(document) ?? {}
  const read = declarationSchema.safeParse(given, { error: explain })
  const issues = read.success ? [] : read.error.issues.flatMap(toPlaces)
  const mistakes = [...issues, ...findContradictions(given)].map(({ path, reason }) =>
    mistakeAt(locate, path, reason),
  )
  if (!read.success || mistakes.length > 0) throw new InvalidDeclaration(mistakes)
  return { wanted: read.data, locate }
}

/** Without a limit, a few lines of references to references would fill the memory. */
function toPlain(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    return refuse(1, (error as Error).message)
  }
}

function refuse(line: number, reason: string): never {
  throw new InvalidDeclaration([{ line, where: '', reason }])
}

export const mistakeAt = (locate: Locate, path: Path, reason: string): Mistake => ({
  line: locate(path),
  where: showPath(path),
  reason,
})

/** Keys that are not known are told one by one, each at its own line. */
function toPlaces(issue: z.core.$ZodIssue): { path: Path; reason: string }[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol')
  if (issue.code !== 'unrecognized_keys') return [{ path, reason: issue.message }]
  return issue.keys.map((key) => ({ path: [...path, key], reason: 'is not known here' }))
}

const TYPES: Record<string, string> = {
  string: 'text',
  int: 'a whole number',
  number: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a list of names and values',
}

/** The library's own words are about types of JavaScript. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'invalid_type') return undefined
  return issue.input === undefined ? 'is missing' : `must be ${TYPES[issue.expected] ?? issue.expected}`
}

import { z } from 'zod'
import { ParametersInvalid } from './errors.ts'
import { countGiven } from './schemas/common.ts'

const USUAL = 50
const MOST = 100

/** What every list takes. */
export const pageQuery = {
  limit: countGiven(MOST, USUAL, 'How many to answer with at the most.'),
  cursor: z
    .string()
    .max(400, 'is no cursor')
    .optional()
    .meta({ description: 'nextCursor of the page before this one.' }),
}

/** What every list answers with. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'For the page after this one; null on the last.', examples: [null] }),
  })

type Asked = { readonly limit: number; readonly cursor?: string | undefined }

/** Cursors are opaque to callers: what they stand for may change. */
const toCursor = (key: string): string => Buffer.from(key).toString('base64url')

/** The key that the cursor was made of. @throws {ParametersInvalid} for one that we did not make */
export function readCursor({ cursor }: Pick<Asked, 'cursor'>): string | undefined {
  if (cursor === undefined) return undefined
  const key = Buffer.from(cursor, 'base64url').toString()
  if (key === '' || toCursor(key) !== cursor)
    throw new ParametersInvalid([{ field: 'cursor', message: 'is no cursor: send nextCursor as it came' }])
  return key
}

/** A page as the verb that was asked for it gives it: `next` is the key of its end. */
export const toPage = <Item>(data: readonly Item[], next: string | undefined) => ({
  data,
  nextCursor: next === undefined ? null : toCursor(next),
})

/** A page of what is all there, in the order of a key that each has alone. */
export function pageThrough<Item>(all: readonly Item[], keyOf: (item: Item) => string, asked: Asked) {
  const after = readCursor(asked)
  const sorted = all.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const rest = after === undefined ? sorted : sorted.filter((item) => keyOf(item) > after)
  const page = rest.slice(0, asked.limit)
  const last = page.at(-1)
  return toPage(page, rest.length > page.length && last !== undefined ? keyOf(last) : undefined)
}

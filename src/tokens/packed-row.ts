/** No text that we keep has a control character in it, but line breaks and tabs. */
const SEPARATOR = '\x1f'

/** The parts of a row, in the order of its columns. */
type Parts = readonly string[]

/** SQL of a moment: milliseconds since 1970. Nothing else is read as fast. */
export const moment = (column: string): string => `date_part('epoch', ${column}) * 1000`
/** SQL of a list: none of its entries has a space in it. */
export const list = (column: string): string => `array_to_string(${column}, ' ')`

/**
 * Columns that are read as one text. For many rows at once, columns of their own cost the driver several times as much, and the
 * database as much as the look itself. What is null comes as an empty text.
 * @param columns SQL, by the name that each is asked for with
 */
export function packRow<Column extends string>(columns: Readonly<Record<Column, string>>) {
  const names = Object.keys(columns) as Column[]
  const at = Object.fromEntries(names.map((name, index) => [name, index])) as Record<Column, number>
  const text = (parts: Parts, name: Column): string => parts[at[name]] ?? ''
  return {
    sql: `concat(${names.map((name) => `(${columns[name]})`).join(`, e'\\x1f', `)})`,
    /** @throws on what no code of ours has written: in a row of more parts or fewer, each might be taken for another */
    split(row: string): Parts {
      const parts = row.split(SEPARATOR)
      if (parts.length !== names.length)
        throw new Error(`a token was read in ${parts.length} parts, not ${names.length}`)
      return parts
    },
    text,
    /** Where an empty text means that there is none. */
    textOrNull: (parts: Parts, name: Column): string | null => text(parts, name) || null,
    /** Of a `list`. */
    list(parts: Parts, name: Column): string[] {
      const joined = text(parts, name)
      return joined === '' ? [] : joined.split(' ')
    },
    /** Of a `moment`, where there is one. */
    date(parts: Parts, name: Column): Date | null {
      const milliseconds = text(parts, name)
      return milliseconds === '' ? null : toDate(milliseconds)
    },
    /** Of a `moment` that is always there. */
    dateOf: (parts: Parts, name: Column): Date => toDate(text(parts, name)),
  }
}

/** Cut to the millisecond; what a float makes of a whole one may be a trifle less than it. */
const toDate = (milliseconds: string): Date => new Date(Math.floor(Number(milliseconds) + 0.001))

const ROW_END = '\x1e'

/** SQL of many rows as one text, of a query whose only column is `packed`: one row costs the driver as much as its whole text. */
export const packRows = (query: string): string => `(select string_agg(r.packed, e'\\x1e') from (${query}) r)`

/** The rows of such a text, in the order of the query. */
export const splitRows = (packed: string | null | undefined): string[] =>
  packed ? packed.split(ROW_END) : []

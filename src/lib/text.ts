/** Control characters, and invisible ones that make a name read as another: bidirectional overrides, zero-width spaces. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is there to find
const DECEPTIVE = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u

/**
 * One line that a person typed, in Unicode's composed form and without white space around it; `undefined` where it has
 * characters that nobody sees, or half of one (a lone surrogate, which no database stores).
 */
export function readLine(given: string): string | undefined {
  const line = given.normalize('NFC').trim()
  return line.isWellFormed() && !DECEPTIVE.test(line) ? line : undefined
}

/** As `readLine`, but line breaks and tabs may stay. */
function readParagraph(given: string): string | undefined {
  const text = given.normalize('NFC').replaceAll('\r\n', '\n').trim()
  return text.isWellFormed() && !DECEPTIVE.test(text.replaceAll(/[\n\t]/g, '')) ? text : undefined
}

/**
 * A name or a title: one line of 1 to `most` characters as a person counts them; `undefined` where it is none.
 * A text that is long beyond all reason is not even looked at: counting characters takes time.
 */
export function readName(given: string, most: number): string | undefined {
  const line = given.length > most * LONGEST_CHARACTER ? undefined : readLine(given)
  return line === undefined || line === '' || countCharacters(line) > most ? undefined : line
}

/** As `readName`, with line breaks, and it may be empty. */
export function readNote(given: string, most: number): string | undefined {
  const text = given.length > most * LONGEST_CHARACTER ? undefined : readParagraph(given)
  return text === undefined || countCharacters(text) > most ? undefined : text
}

/** 👩‍👩‍👧‍👦 is one character of 11 code units; longer ones are rare enough. */
const LONGEST_CHARACTER = 20

/** Length as a person counts it: 👩‍💻 is one, and so is é however it is written. */
export function countCharacters(text: string): number {
  // Of these each is one by itself, and most names have no others.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let count = 0
  for (const _ of segmenter.segment(text)) count += 1
  return count
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Anything else never reaches the database, where it would be an error and not "not found". */
export const isId = (text: string): boolean => UUID.test(text)

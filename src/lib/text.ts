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
export function readParagraph(given: string): string | undefined {
  const text = given.normalize('NFC').replaceAll('\r\n', '\n').trim()
  return text.isWellFormed() && !DECEPTIVE.test(text.replaceAll(/[\n\t]/g, '')) ? text : undefined
}

/** Length as a person counts it: 👩‍💻 is one, and so is é however it is written. */
export function countCharacters(text: string): number {
  let count = 0
  for (const _ of segmenter.segment(text)) count += 1
  return count
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Anything else never reaches the database, where it would be an error and not "not found". */
export const isId = (text: string): boolean => UUID.test(text)

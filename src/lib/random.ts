import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { v7 } from 'uuid'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** The largest multiple of 62 that a byte can hold: bytes from here on are thrown away, or some characters would come more often. */
const UNBIASED_LIMIT = 248

/** Asking the system for many bytes takes hardly longer than asking it for a few. */
const ASKED_FOR = 4_096

let bytes = Buffer.alloc(0)
let next = 0

/** Each byte is given out once, and is nowhere in here afterwards. */
function takeRandomByte(): number {
  if (next === bytes.length) {
    bytes = randomBytes(ASKED_FOR)
    next = 0
  }
  const byte = bytes[next] ?? 0
  bytes[next] = 0
  next += 1
  return byte
}

/** `length` characters of [0-9A-Za-z], each equally likely, from the system's CSPRNG. 43 of them hold 256 bits. */
export function randomBase62(length: number): string {
  let text = ''
  while (text.length < length) {
    const byte = takeRandomByte()
    if (byte < UNBIASED_LIMIT) text += ALPHABET[byte % ALPHABET.length]
  }
  return text
}

/** A non-negative integer in base 62, padded with zeros to `width`. */
export function toBase62(value: number, width: number): string {
  let text = ''
  for (let rest = value; rest > 0; rest = Math.floor(rest / ALPHABET.length)) {
    text = ALPHABET[rest % ALPHABET.length] + text
  }
  return text.padStart(width, '0')
}

/** 256 random bits as 43 base62 characters: client secrets, session ids, one-time links. */
export const randomSecret = (): string => randomBase62(43)

/** How every 256-bit secret is kept and looked up. A slow hash would add nothing: the input cannot be guessed. */
export const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer')

/** The same in hex. */
export const sha256Hex = (text: string): string => hash('sha256', text, 'hex')

/** Compares without telling by its duration where the difference is. */
export const isEqualHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength && timingSafeEqual(a, b)

/** A uuid v7: sortable by creation time, so that indexes grow at one end. */
export const newId = (): string => v7()

/** One that comes after the given one, also where that was made by a clock which is ahead of ours. */
export function newIdAfter(id: string | undefined): string {
  const next = newId()
  return id === undefined || next > id ? next : v7({ msecs: millisecondsOf(id) + 1 })
}

/** RFC 9562 §5.7: the first 48 bits. */
const millisecondsOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

import { lazily } from '../lib/index.ts'
import { PasswordRefused } from './errors.ts'

/** NIST SP 800-63B-4 §3.1.1.2: at least 15 characters where a password is the only factor, and no composition rules. */
const LEAST = 15
/** Far above the 64 that NIST asks for; it only keeps megabytes from the hash function. */
const MOST = 512

/** Tens of thousands, and passwords are chosen seldom: they are read when the first one is. */
const listCommon = lazily(async () => {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set<string>(dictionary['passwords-common'])
})

/** @throws {PasswordRefused} beside `field`, saying what would be accepted. */
export async function checkNewPassword(
  field: string,
  password: string,
  about: { email: string; name: string },
): Promise<void> {
  const normal = password.normalize('NFC')
  const length = [...normal].length
  if (!normal.isWellFormed()) throw new PasswordRefused(field, 'Choose a password without broken characters.')
  if (length < LEAST) {
    throw new PasswordRefused(
      field,
      `Choose a password of at least ${LEAST} characters: a few words make a good one.`,
    )
  }
  if (length > MOST) throw new PasswordRefused(field, `Choose a password of at most ${MOST} characters.`)
  if (isGuessable(normal.toLowerCase(), about, await listCommon())) {
    throw new PasswordRefused(
      field,
      'This password is among the first that anyone would try. Choose another one.',
    )
  }
}

function isGuessable(
  password: string,
  { email, name }: { email: string; name: string },
  common: ReadonlySet<string>,
): boolean {
  const unit = findRepeatedUnit(password)
  return (
    common.has(password) ||
    unit.length <= 4 ||
    common.has(unit) ||
    [email.toLowerCase(), name.toLowerCase(), 'patmint'].includes(unit) ||
    SEQUENCES.some((sequence) => sequence.includes(password))
  )
}

const SEQUENCES = ['01234567890'.repeat(4), '1234567890'.repeat(4), 'abcdefghijklmnopqrstuvwxyz'.repeat(2)]

/** `passwordpassword` is `password` twice: the shortest text that makes the whole by being repeated. */
function findRepeatedUnit(text: string): string {
  const length = (text + text).indexOf(text, 1)
  return text.slice(0, length)
}

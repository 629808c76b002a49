import { readName } from '../lib/index.ts'
import { InvalidClientName, InvalidRedirectUri } from './errors.ts'

const LONGEST_NAME = 100

/** @throws {InvalidClientName} */
export function parseClientName(given: string): string {
  const name = readName(given, LONGEST_NAME)
  if (name === undefined) throw new InvalidClientName(LONGEST_NAME)
  return name
}

/**
 * RFC 9700 §2.1, RFC 8252 §7.3: https, or http on a loopback address; compared to the letter later.
 * @throws {InvalidRedirectUri}
 */
export function parseRedirectUri(given: string): string {
  const url = URL.parse(given)
  const isLoopback = url?.protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(url.hostname)
  const isGood = (url?.protocol === 'https:' || isLoopback) && url?.hash === '' && url.username === ''
  if (!isGood || given.includes('#') || given.includes('*')) throw new InvalidRedirectUri(given)
  return given
}

/** What an application may do at `/token`: nothing, where it has no address to send people back to. */
export const grantTypesFor = (redirectUris: readonly string[]): string[] =>
  redirectUris.length === 0 ? [] : ['authorization_code', 'refresh_token']

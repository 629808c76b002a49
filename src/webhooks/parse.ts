import { readNote } from '../lib/index.ts'
import { InvalidWebhookDescription, InvalidWebhookEvents, InvalidWebhookUrl } from './errors.ts'
import { WEBHOOK_EVENTS, type WebhookEventType } from './event.ts'
import { findLiteralAddress, isAllowedAddress, isLoopback, type TargetRules } from './target.ts'

const LONGEST_URL = 2_000
export const LONGEST_WEBHOOK_DESCRIPTION = 200

/** What a name leads to is only known when it is connected to; see `checkedLookup`. @throws {InvalidWebhookUrl} */
export function parseWebhookUrl(rules: TargetRules, given: string): string {
  const url = given.length > LONGEST_URL ? null : URL.parse(given.trim())
  const isSpoken =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && rules.allowsHttp && isLoopback(url))
  if (url === null || !isSpoken || given.includes('#') || `${url.username}${url.password}` !== '')
    throw InvalidWebhookUrl.wrong(rules.allowsHttp)
  const literal = findLiteralAddress(url)
  if (literal !== undefined && !isAllowedAddress(literal, rules)) throw InvalidWebhookUrl.refused(literal)
  return url.href
}

/** @throws {InvalidWebhookDescription} */
export function parseWebhookDescription(given: string): string {
  const description = readNote(given, LONGEST_WEBHOOK_DESCRIPTION)
  if (description === undefined) throw new InvalidWebhookDescription(LONGEST_WEBHOOK_DESCRIPTION)
  return description
}

/** Each once, in the order in which they are documented. @throws {InvalidWebhookEvents} */
export function parseWebhookEvents(given: readonly string[]): WebhookEventType[] {
  const known: readonly string[] = WEBHOOK_EVENTS
  if (given.length === 0 || given.some((name) => !known.includes(name)))
    throw new InvalidWebhookEvents(WEBHOOK_EVENTS)
  return WEBHOOK_EVENTS.filter((name) => given.includes(name))
}

/** What the audit log says of an address: no more than where it is. Its path and query may hold a secret of the receiver's. */
export const hostOf = (url: string): string => new URL(url).host

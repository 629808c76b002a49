import type { EffectivePolicy } from '../../../policy/index.ts'
import type { Offer } from './generate-offer.ts'
import type { OfferedPlace } from './generate-places.ts'

const USUAL_DAYS = [7, 30, 60, 90, 365]

/** The longest life of any kind that is offered. Where a kind has a shorter one, its rules say so. */
export const longestDays = ({ places }: Offer): number =>
  Math.max(0, ...places.map(({ policy }) => policy.maxDays))

export const mayNeverExpire = ({ places }: Offer): boolean => places.some(({ policy }) => policy.allowNever)

/** The choices of days: the usual ones that a policy allows, and the default. */
export function daysToChoose(offer: Offer): number[] {
  const usual = USUAL_DAYS.filter((days) => days <= longestDays(offer))
  return [...new Set([...usual, ...offer.places.map(({ policy }) => policy.defaultDays)])].sort(
    (a, b) => a - b,
  )
}

export const daysInWords = (days: number): string =>
  days === 365 ? '1 year' : days === 1 ? '1 day' : `${days} days`

/** What a policy asks of a token, in a few words each. */
function describeRules(policy: EffectivePolicy): string[] {
  const limits = policy.networkLimits.filter((networks) => networks.length > 0)
  return [
    policy.allowNever
      ? [`lives at most ${daysInWords(policy.maxDays)}, or for ever`]
      : [`lives at most ${daysInWords(policy.maxDays)}`],
    policy.maxIdleDays === null ? [] : [`ends when it is unused for ${daysInWords(policy.maxIdleDays)}`],
    policy.requireNetworks ? ['must name the networks that it is used from'] : [],
    limits.map((networks) => `works only from ${networks.join(', ')}`),
  ].flat()
}

const list = new Intl.ListFormat('en', { style: 'long', type: 'conjunction' })

/** The policy before it is hit: a sentence for all kinds, or one for each policy where they differ. */
export function viewPolicy({ places, tokensLeft }: Offer): string[] {
  const rules = groupPlaces(places, ({ policy }) => list.format(describeRules(policy)))
  const sentences =
    rules.length === 1
      ? rules.map(([text]) => `A token ${text}.`)
      : rules.map(([text, labels]) => `${labels}: a token ${text}.`)
  return [...sentences, countLeft(tokensLeft)]
}

/** How many places are named where they are of one policy. */
const MOST_NAMED = 3

/** What is said of places, each once, with those that it is said of. */
export function groupPlaces(
  places: Offer['places'],
  say: (place: OfferedPlace) => string,
): [text: string, labels: string][] {
  const groups = new Map<string, string[]>()
  for (const place of places) groups.set(say(place), [...(groups.get(say(place)) ?? []), place.label])
  return [...groups].map(([text, labels]) => [text, list.format(shorten(labels))])
}

const shorten = (labels: readonly string[]): string[] =>
  labels.length <= MOST_NAMED + 1
    ? [...labels]
    : [...labels.slice(0, MOST_NAMED), `${labels.length - MOST_NAMED} others`]

function countLeft(count: number): string {
  if (count === 0) return 'No more active tokens fit: revoke one that is no longer needed first.'
  return count === 1 ? '1 more active token fits.' : `${count.toLocaleString('en')} more active tokens fit.`
}

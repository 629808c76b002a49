import { DAY, HOUR, MINUTE, memoize } from '../../lib/index.ts'

/** A moment as pages show it: in words, with the exact time on hover. */
export type Moment = { readonly iso: string; readonly exact: string; readonly words: string }

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' })
const longDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const shortDay = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** A page says the same few days again and again, and finding the words for one takes longer than the rest of its line. */
const MOST_REMEMBERED = 1_000

/** `22 December 2026`, in UTC. */
export const dayInWords = eachDay(longDay)

/** `22 Dec 2026`, where there is little room. */
export const dayInShort = eachDay(shortDay)

function eachDay(format: Intl.DateTimeFormat): (date: Date) => string {
  const words = memoize(MOST_REMEMBERED, (day: number) => format.format(day * DAY))
  return (date) => words(Math.floor(date.getTime() / DAY))
}

/** `2 hours ago`, `in 12 days`, `just now`: in the largest unit that is still exact enough to act on. */
export function inWords(date: Date, now: Date): string {
  const ahead = date.getTime() - now.getTime()
  const distance = Math.abs(ahead)
  if (distance < MINUTE) return ahead > 0 ? 'in less than a minute' : 'just now'
  const [unit, length] = chooseUnit(distance)
  return relative.format(Math.sign(ahead) * Math.max(1, Math.round(distance / length)), unit)
}

function chooseUnit(distance: number): ['minute' | 'hour' | 'day' | 'month' | 'year', number] {
  if (distance < 59.5 * MINUTE) return ['minute', MINUTE]
  if (distance < 23.5 * HOUR) return ['hour', HOUR]
  if (distance < 61 * DAY) return ['day', DAY]
  if (distance < 350 * DAY) return ['month', 30.44 * DAY]
  return ['year', 365.25 * DAY]
}

export function toMoment(date: Date, now: Date): Moment {
  const iso = date.toISOString()
  const clock = iso.slice(iso.indexOf('T') + 1, -':00.000Z'.length)
  return { iso, exact: `${dayInWords(date)}, ${clock} UTC`, words: inWords(date, now) }
}

export type Urgency = 'plain' | 'amber' | 'red'

/** How loudly an end is announced: amber under 14 days, red under 3. */
export function urgencyOf(end: Date, now: Date): Urgency {
  const left = end.getTime() - now.getTime()
  if (left < 3 * DAY) return 'red'
  return left < 14 * DAY ? 'amber' : 'plain'
}

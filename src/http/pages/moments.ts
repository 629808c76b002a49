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

function eachDay(format: { format(this: void, day: number): string }): (date: Date) => string {
  const words = memoize(MOST_REMEMBERED, (day: number) => format.format(day * DAY))
  return (date) => words(Math.floor(date.getTime() / DAY))
}

/** `2026-12-22` */
const isoDay = eachDay({ format: (day) => new Date(day).toISOString().split('T')[0] ?? '' })

/** `2 hours ago`, `in 12 days`, `just now`: in the largest unit that is still exact enough to act on. */
export function inWords(date: Date, now: Date): string {
  const ahead = date.getTime() - now.getTime()
  const distance = Math.abs(ahead)
  if (distance < MINUTE) return ahead > 0 ? 'in less than a minute' : 'just now'
  const [unit, length] = chooseUnit(distance)
  return distances[unit](Math.sign(ahead) * Math.max(1, Math.round(distance / length)))
}

type Unit = 'minute' | 'hour' | 'day' | 'month' | 'year'

const inUnit = (unit: Unit) => memoize(MOST_REMEMBERED, (count: number) => relative.format(count, unit))
const distances: Readonly<Record<Unit, (count: number) => string>> = {
  minute: inUnit('minute'),
  hour: inUnit('hour'),
  day: inUnit('day'),
  month: inUnit('month'),
  year: inUnit('year'),
}

function chooseUnit(distance: number): [Unit, number] {
  if (distance < 59.5 * MINUTE) return ['minute', MINUTE]
  if (distance < 23.5 * HOUR) return ['hour', HOUR]
  if (distance < 61 * DAY) return ['day', DAY]
  if (distance < 350 * DAY) return ['month', 30.44 * DAY]
  return ['year', 365.25 * DAY]
}

export function toMoment(date: Date, now: Date): Moment {
  const clock = `${digits(date.getUTCHours())}:${digits(date.getUTCMinutes())}`
  const rest = `${digits(date.getUTCSeconds())}.${digits(date.getUTCMilliseconds(), 3)}`
  // As `toISOString` says it, which is asked once for each day: a page says hundreds of moments, and it takes its time.
  const iso = `${isoDay(date)}T${clock}:${rest}Z`
  return { iso, exact: `${dayInWords(date)}, ${clock} UTC`, words: inWords(date, now) }
}

const digits = (number: number, length = 2): string => String(number).padStart(length, '0')

export type Urgency = 'plain' | 'amber' | 'red'

/** How loudly an end is announced: amber under 14 days, red under 3. */
export function urgencyOf(end: Date, now: Date): Urgency {
  const left = end.getTime() - now.getTime()
  if (left < 3 * DAY) return 'red'
  return left < 14 * DAY ? 'amber' : 'plain'
}

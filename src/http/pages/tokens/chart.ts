import type { Usage } from '../../../tokens/index.ts'
import { dayInShort, dayInWords } from '../moments.ts'

const WIDTH = 600
const HEIGHT = 96
const GAP = 4
/** What a day without use is drawn as, so that the axis can be seen. */
const LEAST = 2

/** A bar a day, in the units of the drawing; the page stretches it to its width. */
export function drawUsage(days: Usage['days']) {
  const most = Math.max(1, ...days.map(({ count }) => count))
  const step = WIDTH / Math.max(1, days.length)
  const bars = days.map(({ day, count }, index) => {
    const height = count === 0 ? LEAST : Math.max(6, (count / most) * HEIGHT)
    return {
      kind: count === 0 ? 'unused' : 'used',
      title: `${dayInWords(new Date(day))}: ${countUses(count)}`,
      x: round(index * step + GAP / 2),
      y: round(HEIGHT - height),
      width: round(step - GAP),
      height: round(height),
    }
  })
  return {
    width: WIDTH,
    height: HEIGHT,
    bars,
    first: days[0] === undefined ? '' : dayInShort(new Date(days[0].day)),
  }
}

export const countUses = (count: number): string =>
  count === 0 ? 'not used' : count === 1 ? 'used once' : `used ${count.toLocaleString('en')} times`

const round = (value: number): number => Math.round(value * 10) / 10

const WIDTH = 600
const HEIGHT = 120
const GAP = 3
/** What nothing is drawn as, so that the axis can be seen. */
const LEAST = 2
/** What one is drawn as beside a thousand. */
const SMALLEST = 5

/** What is counted in one step of time; the values stand in the order of the kinds. */
type Step = { readonly words: string; readonly values: readonly number[] }

export type Kind = { readonly name: string; readonly words: string }

/** Bars over time in the units of the drawing, which the page stretches to its width. Several kinds stand on each other. */
export function drawBars(steps: readonly Step[], kinds: readonly Kind[]) {
  const totals = steps.map(({ values }) => sum(values))
  const most = Math.max(0, ...totals)
  const stepWidth = WIDTH / Math.max(1, steps.length)
  const gap = Math.min(GAP, stepWidth / 3)
  return {
    width: WIDTH,
    height: HEIGHT,
    most: most.toLocaleString('en'),
    kinds: kinds.map(({ name, words }, index) => ({
      name,
      words,
      total: sum(steps.map(({ values }) => values[index] ?? 0)).toLocaleString('en'),
    })),
    bars: steps.map((step, index) => ({
      title: `${step.words}: ${describe(step, kinds)}`,
      parts: stack(step.values, kinds, most).map((part) => ({
        ...part,
        x: round(index * stepWidth + gap / 2),
        width: round(stepWidth - gap),
      })),
    })),
    rows: steps.map(({ words, values }) => ({ words, values })),
  }
}

function stack(values: readonly number[], kinds: readonly Kind[], most: number) {
  let top = HEIGHT
  const parts = kinds.flatMap(({ name }, index) => {
    const value = values[index] ?? 0
    if (value === 0) return []
    const height = Math.max(SMALLEST, (value / most) * HEIGHT)
    top = Math.max(0, top - height)
    return [{ name, y: round(top), height: round(height) }]
  })
  return parts.length > 0 ? parts : [{ name: 'none', y: HEIGHT - LEAST, height: LEAST }]
}

const describe = ({ values }: Step, kinds: readonly Kind[]): string =>
  kinds.map(({ words }, index) => `${(values[index] ?? 0).toLocaleString('en')} ${words}`).join(', ')

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)

const round = (value: number): number => Math.round(value * 10) / 10

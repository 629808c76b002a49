import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type LineCounter, type Node } from 'yaml'

/** The way to a value: `['modules', 2, 'name']`. */
export type Path = readonly (string | number)[]

/** The line on which a value stands; where it is missing, that of what it is missing from. */
export type Locate = (path: Path) => number

export function createLocate(document: Document, lines: LineCounter): Locate {
  return (path) => {
    let node: unknown = document.contents
    let offset = startOf(node)
    for (const step of path) {
      const next = enter(document, node, step)
      if (next === undefined) break
      node = next.value
      offset = next.offset ?? offset
    }
    return lines.linePos(offset ?? 0).line
  }
}

/** What a step leads to, and where it begins: with its key, where it has one. */
function enter(
  document: Document,
  from: unknown,
  step: string | number,
): { value: unknown; offset: number | undefined } | undefined {
  const node = isAlias(from) ? from.resolve(document) : from
  if (isSeq(node)) {
    const value = typeof step === 'number' ? node.items[step] : undefined
    return value === undefined ? undefined : { value, offset: startOf(value) }
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find(
    (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === step,
  )
  return pair === undefined ? undefined : { value: pair.value, offset: startOf(pair.key) }
}

const startOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0]

/** `['modules', 2, 'name']` as people read it: `modules[2].name`. */
export const showPath = (path: Path): string =>
  path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('')

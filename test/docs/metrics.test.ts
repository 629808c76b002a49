import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { METRICS_TOKEN, measuredServer } from '../metrics/support.ts'

type Shown = { readonly type: string; readonly labels: ReadonlySet<string> }

/** What a server shows, by name: its type, and the labels of its series. */
async function readShown(): Promise<Map<string, Shown>> {
  const server = await measuredServer()
  server.metrics.countJob('mail', 'done')
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` }
  // Requests, statements and collections are only there once there was one.
  await (await fetch(`${server.url}/metrics`, { headers })).text()
  const text = await (await fetch(`${server.url}/metrics`, { headers })).text()
  await server.close()
  const shown = new Map<string, Shown>()
  for (const [, name = '', type = ''] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    const series = text.matchAll(new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{([^}]*)\\}`, 'gm'))
    const labels = [...series].flatMap(([, pairs = '']) =>
      [...pairs.matchAll(/(\w+)="/g)].map(([, label = '']) => label),
    )
    shown.set(name, { type, labels: new Set(labels.filter((label) => label !== 'le')) })
  }
  return shown
}

const isOurs = (name: string): boolean => name.startsWith('patmint_')

/** The metrics of an expression, and of a variable's query, by the names that they are registered under. */
const metricsOf = (text: string): string[] =>
  [...text.matchAll(/\b(?:patmint|nodejs|process)_\w+/g)].map(([name]) => name)

describe('the documentation of the metrics', () => {
  let shown: Map<string, Shown>
  before(async () => {
    shown = await readShown()
  })

  const baseOf = (name: string): string =>
    shown.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, '')

  it('lists every metric of Patmint with its type and labels, and none that there is not', async () => {
    const page = await readFile('docs/metrics.md', 'utf8')
    const rows = [...page.matchAll(/^\| `(\w+)` \| (\w+) \|(.*?)\| .* \|$/gm)]
    const listed = rows.map(([, name = '', type = '', labels = '']) => ({ name, type, labels }))
    for (const { name, type, labels } of listed) {
      expect(shown.get(name)?.type, name).to.equal(type)
      const named = [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label)
      // Those of Node.js are there only once they happen.
      if (isOurs(name)) expect(named, name).to.have.members([...(shown.get(name)?.labels ?? [])])
    }
    const ours = [...shown.keys()].filter(isOurs)
    expect(listed.map(({ name }) => name).filter(isOurs)).to.have.members(ours)
    expect(metricsOf(page).filter((name) => !shown.has(baseOf(name)))).to.deep.equal([])
  })

  it('has a dashboard that asks for every metric of Patmint, and only for what there is', async () => {
    const text = await readFile('docs/grafana-dashboard.json', 'utf8')
    const dashboard = JSON.parse(text) as Dashboard
    const asked = [
      ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
      ...dashboard.templating.list.flatMap(({ definition = '' }) => definition),
    ].flatMap(metricsOf)
    const names = new Set(asked.map(baseOf))
    expect([...names].filter((name) => !shown.has(name))).to.deep.equal([])
    expect([...shown.keys()].filter((name) => isOurs(name) && !names.has(name))).to.deep.equal([])
  })

  it('has a dashboard whose panels group by labels that there are', async () => {
    const dashboard = JSON.parse(await readFile('docs/grafana-dashboard.json', 'utf8')) as Dashboard
    const given = ['job', 'instance', 'le']
    for (const { expr, legendFormat } of dashboard.panels.flatMap(({ targets = [] }) => targets)) {
      const known = new Set([
        ...given,
        ...metricsOf(expr).flatMap((name) => [...(shown.get(baseOf(name))?.labels ?? [])]),
      ])
      const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(', '))
      const matched = [...expr.matchAll(/[{ ,](\w+)=~?"/g)].map(([, label = '']) => label)
      const legend = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label)
      expect(
        [...grouped, ...matched, ...legend].filter((label) => !known.has(label)),
        expr,
      ).to.deep.equal([])
    }
  })
})

type Dashboard = {
  readonly panels: { readonly targets?: { readonly expr: string; readonly legendFormat: string }[] }[]
  readonly templating: { readonly list: { readonly definition?: string }[] }
}

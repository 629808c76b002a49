import type { Metric, MetricValueWithName, Registry } from 'prom-client'

type About = { readonly name: string; readonly help: string; readonly buckets: readonly number[] }

type Labels = Readonly<Record<string, string>>

/** `counts`: how many lay in each bucket and in none before it; the last one is for what is above them all. */
type Series = { readonly labels: Labels; readonly counts: number[]; sum: number }

export type Observe = (seconds: number) => void

/**
 * A histogram whose labels are joined once for each of its series, and not at each observation, as those of the library
 * are: that would take a twentieth of an introspection.
 * @returns what adds a series
 */
export function registerDurations(
  registry: Registry,
  { name, help, buckets }: About,
): (labels: Labels) => Observe {
  const all: Series[] = []
  const metric = {
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    get: async () => ({
      name,
      help,
      type: 'histogram',
      aggregator: 'sum',
      values: all.flatMap((series) => valuesOf(name, buckets, series)),
    }),
  }
  // Sums of several processes are such objects too. The types know classes only.
  registry.registerMetric(metric as unknown as Metric)
  return (labels) => {
    const series: Series = { labels, counts: Array.from({ length: buckets.length + 1 }, () => 0), sum: 0 }
    all.push(series)
    return (seconds) => {
      let index = 0
      while (index < buckets.length && seconds > (buckets[index] ?? 0)) index += 1
      series.counts[index] = (series.counts[index] ?? 0) + 1
      series.sum += seconds
    }
  }
}

function valuesOf(
  name: string,
  buckets: readonly number[],
  { labels, counts, sum }: Series,
): MetricValueWithName<string>[] {
  let count = 0
  const cumulative = [...buckets, '+Inf'].map((le, index) => {
    count += counts[index] ?? 0
    return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: count }
  })
  return [
    ...cumulative,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ]
}

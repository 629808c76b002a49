import { expect } from 'chai'
import { Histogram, Registry } from 'prom-client'
import { registerDurations } from '../../src/metrics/durations.ts'
import { keepCounts, sumUp } from '../../src/metrics/index.ts'

describe('a histogram of durations', () => {
  const about = { name: 'durations_seconds', help: 'How long.', buckets: [0.01, 0.1, 1] }
  const observed = [0.25, 0.01, 0.010001, 5, 0, 1, 0.5]

  function fill(): { ours: Registry; theirs: Registry } {
    const [ours, theirs] = [new Registry(), new Registry()]
    const histogram = new Histogram({
      ...about,
      buckets: [...about.buckets],
      labelNames: ['route', 'status'],
      registers: [theirs],
    })
    const addSeries = registerDurations(ours, about)
    for (const labels of [
      { route: '/introspect', status: '200' },
      { route: '/a "quoted" one', status: '404' },
    ]) {
      const observe = addSeries(labels)
      for (const seconds of observed) {
        observe(seconds)
        histogram.observe(labels, seconds)
      }
    }
    return { ours, theirs }
  }

  it('says what one of the library says', async () => {
    const { ours, theirs } = fill()
    expect(await ours.metrics()).to.equal(await theirs.metrics())
  })

  it('is added to those of other processes as one of the library is', async () => {
    const { ours, theirs } = fill()
    const added = async (registry: Registry) => {
      const snapshot = await registry.getMetricsAsJSON()
      return await sumUp([snapshot, await keepCounts(snapshot, snapshot)])
    }
    expect(await added(ours)).to.equal(await added(theirs))
  })
})

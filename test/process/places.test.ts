import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect } from 'chai'
import { createLog } from '../../src/lib/index.ts'
import { createBackOff, STEADY_AFTER } from '../../src/process/back-off.ts'
import type { Worker } from '../../src/process/worker.ts'
import { keepWorkers } from '../../src/process/workers.ts'
import { failure } from '../support/failure.ts'

/** A process that is ready when it says so, and stays until it is dismissed; or ends before, or after that. */
function startProcess(id: number, fate: 'stays' | 'does not start' | 'ends at once'): Worker {
  const said = fate === 'does not start' ? '' : 'console.log(1);'
  const then = fate === 'stays' ? 'setInterval(() => {}, 1000)' : ''
  const child = spawn(process.execPath, ['-e', said + then], { stdio: ['ignore', 'pipe', 'ignore'] })
  let end: { code: number | null; signal: string | null } | undefined
  const ended = once(child, 'exit').then(([code, signal]) => {
    end = { code, signal }
    return end
  })
  const gone = ended.then(() => Promise.reject(new Error('it ended before it was ready')))
  const ready = Promise.race([once(child.stdout, 'data').then(() => {}), gone])
  gone.catch(() => {})
  ready.catch(() => {})
  return {
    id,
    ready,
    ended,
    end: () => end,
    livedMilliseconds: () => 0,
    tell: () => {},
    async dismiss() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

describe('the places of the workers', () => {
  function places(count: number, fateOf: (id: number) => Parameters<typeof startProcess>[1]) {
    const lines: string[] = []
    const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } })
    const started: Worker[] = []
    const gaveUp = Promise.withResolvers<void>()
    const startWorker = () => {
      const worker = startProcess(started.length + 1, fateOf(started.length + 1))
      started.push(worker)
      return worker
    }
    const workers = keepWorkers({ log, count, startWorker, giveUp: () => gaveUp.resolve() })
    const alive = () => started.filter((worker) => worker.end() === undefined).map(({ id }) => id)
    return { ...workers, started, alive, gaveUp: gaveUp.promise, logged: () => lines.join('') }
  }

  it('are taken again when a worker ends', async () => {
    const workers = places(2, () => 'stays')
    await workers.start()
    await (workers.started[0] as Worker).dismiss()
    while (workers.started.length < 3)
      await once(process, 'nothing', { signal: AbortSignal.timeout(20) }).catch(() => {})
    await (workers.started[2] as Worker).ready
    expect(workers.alive()).to.deep.equal([2, 3])
    await workers.end()
    expect(workers.alive()).to.deep.equal([])
    expect(workers.started).to.have.length(3)
  })

  it('are given up, and loudly, when whoever takes them ends at once, again and again', async () => {
    const workers = places(1, (id) => (id % 2 === 0 ? 'does not start' : 'ends at once'))
    await workers.start()
    await workers.gaveUp
    expect(workers.started).to.have.length(5)
    expect(workers.logged().match(/"level":50/g)).to.have.length.at.least(4)
    await workers.end()
  })

  it('are not taken at all where the first does not start', async () => {
    const workers = places(3, () => 'does not start')
    expect(String(await failure(workers.start()))).to.contain('ended before it was ready')
    expect(workers.started).to.have.length(1)
  })

  it('change hands one after the other, and stay as they are where the new worker does not start', async () => {
    const workers = places(2, (id) => (id === 4 ? 'does not start' : 'stays'))
    await workers.start()
    await workers.turnOver()
    expect(workers.alive()).to.deep.equal([2, 3])
    expect(workers.logged()).to.contain('the old one goes on')
    await workers.turnOver()
    expect(workers.alive()).to.deep.equal([5, 6])
    await workers.end()
  })
})

describe('the wait before a worker is replaced', () => {
  it('is short after a long life, and doubles with each that ends at once', () => {
    const { noteEnd, isHopeless } = createBackOff()
    expect(noteEnd(STEADY_AFTER)).to.equal(100)
    expect([noteEnd(0), noteEnd(0), noteEnd(0)]).to.deep.equal([200, 400, 800])
    expect(isHopeless()).to.equal(false)
    expect(noteEnd(0)).to.equal(1_600)
    expect(isHopeless()).to.equal(true)
    for (let n = 0; n < 20; n += 1) expect(noteEnd(0)).to.be.at.most(30_000)
    expect(noteEnd(STEADY_AFTER)).to.equal(100)
    expect(isHopeless()).to.equal(false)
  })
})

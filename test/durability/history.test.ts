import { expect } from 'chai'
import { findFaults, type Operation, type Outage } from '../../scripts/lib/history/history.ts'
import { liveThrough } from '../../scripts/lib/history/live.ts'
import { summarise } from '../../scripts/lib/history/summary.ts'
import { freshDatabase } from '../support/database.ts'

describe('three nodes, of which one is killed and all lose connections', () => {
  it('R8 answer "active" for no token whose end was acknowledged, and "inactive" for none that lives', async () => {
    const { url: databaseUrl, drop } = await freshDatabase()
    const history = await liveThrough({
      databaseUrl,
      operations: 3_000,
      disturbances: ['cut', 'kill', 'cut'],
    })
    const counts = summarise(history)
    expect(findFaults(history), JSON.stringify(counts)).to.deep.equal([])
    for (const kind of ['introspect: active', 'introspect: inactive', 'end: done', 'mint: done', 'outages']) {
      expect(counts[kind], `${kind} of ${JSON.stringify(counts)}`).to.be.above(0)
    }
    await drop()
  })
})

describe('a history', () => {
  const mint = operation('mint', 0, 1, 'done')
  const faultsOf = (operations: Operation[], outages: Outage[] = []) =>
    findFaults({ operations: [mint, ...operations], outages })

  function operation(
    kind: Operation['kind'],
    startedAt: number,
    endedAt: number,
    outcome: Operation['outcome'],
  ): Operation {
    return { kind, token: 1, node: 0, startedAt, endedAt, outcome }
  }

  it('has a fault where a token is active after its end was acknowledged', () => {
    const end = operation('end', 10, 20, 'done')
    expect(String(faultsOf([end, operation('introspect', 21, 22, 'active')]))).to.match(
      /active after its end/,
    )
    expect(faultsOf([end, operation('introspect', 19, 22, 'active')]), 'it began before').to.deep.equal([])
    expect(faultsOf([end, operation('introspect', 21, 22, 'inactive')])).to.deep.equal([])
  })

  it('has a fault where a token rises again, though nobody knows whether its end was done', () => {
    const end = operation('end', 10, 20, 'no answer')
    const seen = operation('introspect', 30, 31, 'inactive')
    const outages = [{ node: 0, from: 15, to: 25 }]
    expect(String(faultsOf([end, seen, operation('introspect', 32, 33, 'active')], outages))).to.match(
      /seen inactive/,
    )
    expect(faultsOf([end, seen, operation('introspect', 29, 33, 'active')], outages)).to.deep.equal([])
  })

  it('has a fault where a token is inactive before anybody tried to end it', () => {
    const end = operation('end', 10, 20, 'unavailable')
    expect(String(faultsOf([end, operation('introspect', 5, 9, 'inactive')]))).to.match(
      /inactive while it lived/,
    )
    expect(faultsOf([end, operation('introspect', 5, 11, 'inactive')])).to.deep.equal([])
    expect(String(faultsOf([operation('introspect', 5, 9, 'inactive')]))).to.match(/inactive while it lived/)
  })

  it('has a fault where a node that was up does not answer, or says what is never right', () => {
    const lost = operation('introspect', 10, 20, 'no answer')
    expect(String(faultsOf([lost]))).to.match(/no answer from a node that was up/)
    expect(faultsOf([lost], [{ node: 1, from: 0, to: 99 }]), 'it was another node').to.have.length(1)
    expect(faultsOf([lost], [{ node: 0, from: 20, to: 30 }])).to.deep.equal([])
    expect(String(faultsOf([operation('mint', 2, 3, { wrong: '500 "internal_error"' })]))).to.match(
      /internal_error/,
    )
  })
})

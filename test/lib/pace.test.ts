import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { createPace } from '../../src/lib/index.ts'

const LIMITS = { pauseMilliseconds: 100, mostTogether: 1, turnMilliseconds: 10 }

describe('the pace of refusals', () => {
  const told: string[] = []
  const ask = (pace: ReturnType<typeof createPace>, name: string, socket: Socket) =>
    pace(socket, () => void told.push(name))
  beforeEach(() => void told.splice(0))

  it('is none for the first one on each connection', () => {
    const pace = createPace(LIMITS)
    const names = Array.from({ length: 100 }, (_, n) => String(n))
    for (const name of names) ask(pace, name, new Socket())
    expect(told).to.deep.equal(names)
  })

  it('has the next one on a connection wait until the pause is over', async () => {
    const pace = createPace(LIMITS)
    const socket = new Socket()
    ask(pace, 'first', socket)
    ask(pace, 'second', socket)
    expect(told).to.deep.equal(['first'])
    await sleep(2 * LIMITS.pauseMilliseconds)
    expect(told).to.deep.equal(['first', 'second'])
  })

  it('spreads those that all would be due together, and has nobody wait for them who comes anew', async () => {
    const pace = createPace({ ...LIMITS, turnMilliseconds: 200 })
    const sockets = [new Socket(), new Socket(), new Socket()]
    for (const socket of sockets) ask(pace, 'first', socket)
    for (const [n, socket] of sockets.entries()) ask(pace, `again ${n}`, socket)
    told.splice(0)
    await sleep(400)
    expect(told).to.deep.equal(['again 0'])
    ask(pace, 'anew', new Socket())
    expect(told).to.deep.equal(['again 0', 'anew'])
    await sleep(200)
    expect(told).to.deep.equal(['again 0', 'anew', 'again 1'])
    await sleep(200)
    expect(told).to.deep.equal(['again 0', 'anew', 'again 1', 'again 2'])
  })
})

import { setImmediate as turn } from 'node:timers/promises'
import { expect } from 'chai'
import { type Batches, createBatches } from '../../src/database/batches.ts'
import { failure } from '../support/failure.ts'

type Batch = { readonly questions: readonly number[]; answer(): void; fail(error: Error): void }

describe('looking up together', () => {
  let batches: Batches<number, string>
  /** Those under way, in order. */
  let sent: Batch[]
  const open = (limits: Partial<Parameters<typeof createBatches>[0]> = {}) => {
    sent = []
    const all = { size: 4, connections: 2, mostWaiting: 100, patienceMilliseconds: 60_000, ...limits }
    batches = createBatches<number, string>(
      all,
      (questions) =>
        new Promise((resolve, reject) => {
          sent.push({ questions, answer: () => resolve(questions.map((n) => `answer ${n}`)), fail: reject })
        }),
    )
  }
  afterEach(() => batches.close())

  const ask = (...numbers: number[]) => numbers.map(async (n) => await batches.ask(n))
  const asked = () => sent.map(({ questions }) => questions)

  it('lets a question that finds a connection free go at once', async () => {
    open()
    const [first] = ask(1)
    await turn()
    const [second] = ask(2)
    await turn()
    expect(asked()).to.deep.equal([[1], [2]])
    sent[1]?.answer()
    sent[0]?.answer()
    expect(await Promise.all([first, second])).to.deep.equal(['answer 1', 'answer 2'])
  })

  it('sends together what arrives while every connection is busy, and gives each its own answer', async () => {
    open()
    const early = ask(1)
    await turn()
    early.push(...ask(2))
    await turn()
    const late = ask(3, 4, 5)
    await turn()
    expect(asked()).to.deep.equal([[1], [2]])
    sent[0]?.answer()
    await turn()
    await turn()
    expect(asked()).to.deep.equal([[1], [2], [3, 4, 5]])
    for (const batch of sent.slice(1)) batch.answer()
    expect(await Promise.all([...early, ...late])).to.deep.equal([1, 2, 3, 4, 5].map((n) => `answer ${n}`))
  })

  it('makes no batch larger than its size', async () => {
    open()
    const all = ask(1, 2, 3, 4, 5, 6, 7, 8, 9)
    await turn()
    expect(asked()).to.deep.equal([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ])
    for (const batch of sent.slice(0, 2)) batch.answer()
    await turn()
    await turn()
    expect(asked()[2]).to.deep.equal([9])
    sent[2]?.answer()
    await Promise.all(all)
  })

  it('refuses at once what is more than may wait, and answers the others', async () => {
    open({ connections: 1, size: 1, mostWaiting: 2 })
    const underWay = ask(1)
    await turn()
    const waiting = ask(2, 3)
    const refused = await failure(batches.ask(4))
    expect(refused).to.include({ code: 'overloaded', kind: 'unavailable', retryAfterSeconds: 1 })
    for (let index = 0; index < 3; index += 1) {
      sent[index]?.answer()
      await turn()
      await turn()
    }
    expect(await Promise.all([...underWay, ...waiting])).to.deep.equal(['answer 1', 'answer 2', 'answer 3'])
  })

  it('fails those that were looked up together, and no others', async () => {
    open({ size: 2, connections: 2 })
    const all = ask(1, 2, 3).map((answer) => answer.catch((error: Error) => error.message))
    await turn()
    sent[0]?.fail(new Error('gone'))
    sent[1]?.answer()
    expect(await Promise.all(all)).to.deep.equal(['gone', 'gone', 'answer 3'])
  })

  it('gives up on what is not answered in time, whether it waits or is under way', async () => {
    open({ connections: 1, size: 1, patienceMilliseconds: 40 })
    const all = ask(1, 2)
    for (const answer of all) expect(await failure(answer)).to.include({ code: 'database_unavailable' })
    expect(asked()).to.deep.equal([[1]])
    sent[0]?.answer()
    await turn()
    await turn()
    const [next] = ask(3)
    await turn()
    await turn()
    sent[1]?.answer()
    expect(await next).to.equal('answer 3')
  })
})

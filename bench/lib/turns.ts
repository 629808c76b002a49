import { type Load, measure, type Question, type Round } from './load.ts'
import { type Running, start } from './processes.ts'

/** A server that is measured, and how it is asked. */
export type Contender = {
  readonly name: string
  readonly file: URL
  readonly env: Readonly<Record<string, string>>
  readonly question: Question
  /** It may have the cores of the database and the load as well. */
  readonly everywhere?: boolean
}

export type Measured = ReadonlyMap<string, readonly Round[]>

/**
 * All run all the time, and only one is asked: rounds take turns, so that whatever else the machine does meets all alike.
 * @param check throws where an answer is not what it must be
 */
export async function takeTurns<One extends Contender>(
  contenders: readonly One[],
  { rounds, ...load }: Load & { readonly rounds: number; readonly postmaster: number },
  check: (contender: One, running: Running) => Promise<void>,
): Promise<Measured> {
  const running: { contender: One; server: Running }[] = []
  const measured = new Map(contenders.map(({ name }) => [name, [] as Round[]]))
  const ask = ({ name, question }: One, server: Running, seconds: number) =>
    measure(name, server, question, { ...load, seconds })
  try {
    for (const contender of contenders)
      running.push({ contender, server: await start(contender.file, contender.env, contender.everywhere) })
    for (const { contender, server } of running) await check(contender, server)
    // The first seconds are the compiler's.
    for (const { contender, server } of running) await ask(contender, server, 3)
    for (let round = 1; round <= rounds; round += 1) {
      for (const { contender, server } of running)
        measured.get(contender.name)?.push(await ask(contender, server, load.seconds))
      console.log(`round ${round} of ${rounds}`)
    }
    return measured
  } finally {
    for (const { server } of running) await server.close()
  }
}

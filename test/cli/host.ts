import { run } from '../../src/cli/run.ts'

/*
 * The program, for one command after the other: starting Node for each would be most of a test's time. What a command
 * prints is sent back instead of shown. `embedded.test.ts`, `doctor.test.ts` and commands that read standard input start it anew.
 */

type Asked = { readonly args: readonly string[]; readonly environment: Readonly<Record<string, string>> }

const basic = { PATH: process.env['PATH'], HOME: process.env['HOME'] }

/** Keeps what is written to a stream, until it is let go. */
function catchAll(stream: NodeJS.WriteStream) {
  const original = stream.write
  let caught = ''
  stream.write = ((text: string | Uint8Array, ...rest: unknown[]) => {
    caught += typeof text === 'string' ? text : Buffer.from(text).toString()
    const done = rest.find((given) => typeof given === 'function')
    if (done !== undefined) process.nextTick(done as () => void)
    return true
  }) as typeof stream.write
  return () => {
    stream.write = original
    return caught
  }
}

async function answer({ args, environment }: Asked): Promise<void> {
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, basic, environment)
  process.exitCode = undefined
  const [out, err] = [catchAll(process.stdout), catchAll(process.stderr)]
  await run(args)
  process.send?.({ code: process.exitCode ?? 0, out: out(), err: err() })
}

process.on('message', (asked: Asked) => void answer(asked))
process.on('disconnect', () => process.exit(0))

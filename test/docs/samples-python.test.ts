import { findPython } from './reference/run.ts'
import { testSamples } from './reference/samples.ts'

describe('the samples of the reference, in Python,', () => {
  before(async function () {
    await requirePython(this)
  })

  testSamples('python')
})

/** A bare machine may do without; where changes are decided on, it is never passed over. */
async function requirePython(context: Mocha.Context): Promise<void> {
  if ((await findPython()) !== undefined) return
  if (process.env['CI'] !== undefined)
    throw new Error('python3 is missing: the samples in Python must be run here')
  process.stderr.write('\n  !!! python3 is missing: THE SAMPLES IN PYTHON ARE NOT RUN on this machine.\n\n')
  context.skip()
}

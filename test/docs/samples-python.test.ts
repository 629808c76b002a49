import { requirePython } from './reference/run.ts'
import { testSamples } from './reference/samples.ts'

describe('the samples of the reference, in Python,', () => {
  before(async function () {
    await requirePython(this)
  })

  testSamples('python')
})
